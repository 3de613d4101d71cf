package io.github.batchrunner.local;

import static io.github.batchrunner.local.LocalHost.handler;
import static io.github.batchrunner.local.LocalHost.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output that is longer than the limit. */
class LogLimitTest {

  private static final int LIMIT = 10_000;

  /** The line that says what is missing. */
  private static final int MOST_LINE_BYTES = 200;

  @TempDir private Path wd;

  @Test
  void theBeginningAndTheEndOfLongOutputAreKept() throws IOException {
    try (LocalHost host = LocalHost.in(wd).option("log_max_bytes", LIMIT).open()) {
      host.runWell(shell("echo first; seq 1 200000; echo last"));
    }
    String log = Files.readString(log());
    assertThat(log).startsWith("first\n1\n2\n").endsWith("199999\n200000\nlast\n");
    assertThat(log).containsOnlyOnce("[batchrunner: ").contains("; log_max_bytes is 10000]\n");
    assertThat(log.length()).isBetween(LIMIT, LIMIT + MOST_LINE_BYTES);
  }

  @Test
  void theLineTellsHowManyBytesAreMissing() throws IOException {
    try (LocalHost host = LocalHost.in(wd).option("log_max_bytes", LIMIT).open()) {
      host.runWell(shell("head -c 25000 /dev/zero"));
    }
    assertThat(Files.readString(log())).contains("[batchrunner: 15000 bytes of output are cut");
  }

  @Test
  void outputIsCutWhileTheProgramStillRuns() throws IOException {
    Path gate = wd.resolve("gate");
    try (LocalHost host = LocalHost.in(wd).option("log_max_bytes", LIMIT).open()) {
      host.accept(
          host.submission(
                  shell(
                      "seq 1 100000; while [ ! -e \"$1\" ]; do sleep 0.02; done; echo last", gate))
              .build());
      Eventually.exists(log());
      Eventually.holds(
          "the log is cut",
          () -> log().toFile().length() <= LIMIT + MOST_LINE_BYTES && text().contains("[batch"));
      Files.createFile(gate);
      host.executor().close(CloseMode.DRAIN);
    }
    assertThat(text()).containsOnlyOnce("[batchrunner: ").endsWith("99999\n100000\nlast\n");
  }

  @Test
  void everyAttemptHasTheLimitForItself() throws IOException {
    Files.createDirectories(log().getParent());
    Files.writeString(log(), "y".repeat(5 * LIMIT));
    try (LocalHost host = LocalHost.in(wd).option("log_max_bytes", LIMIT).open()) {
      host.runWell(shell("head -c 9000 /dev/zero"));
      assertThat(log()).hasSize(5 * LIMIT + 9000);
      host.runWell(shell("head -c 20000 /dev/zero"));
      assertThat(log().toFile().length())
          .isBetween(6 * LIMIT + 9000L, 6 * LIMIT + 9000L + MOST_LINE_BYTES);
    }
  }

  @Test
  void theLimitHoldsForHandlersToo() {
    try (LocalHost host =
        LocalHost.in(wd)
            .option("log_max_bytes", LIMIT)
            .handler(
                "verbose",
                context -> {
                  for (int i = 1; i <= 10_000; i++) {
                    context.log().println(i);
                  }
                })
            .open()) {
      host.runWell(handler("verbose"));
    }
    assertThat(text()).startsWith("1\n2\n").endsWith("9999\n10000\n").contains("[batchrunner: ");
    assertThat(log().toFile().length()).isLessThan(LIMIT + MOST_LINE_BYTES);
  }

  @Test
  void aDirectoryInPlaceOfALogFileIsAFailureOfTheAttemptAlone() throws IOException {
    Files.createDirectories(log());
    try (LocalHost host = LocalHost.in(wd).open()) {
      host.runBadly(shell("echo x"), FailureKind.INFRASTRUCTURE);
    }
  }

  private Path log() {
    return wd.resolve("logs/task.log");
  }

  private String text() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

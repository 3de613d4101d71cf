package io.github.batchrunner.local;

import static io.github.batchrunner.local.LocalHost.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Observation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types at the terminal of a host does not reach the commands. */
class TerminalTest {

  private static final int CTRL_C = 3;

  @TempDir private Path wd;

  /** Of util-linux: {@code script} runs a program at a terminal of its own. */
  @BeforeAll
  static void requirePrograms() {
    boolean there =
        Stream.of("script", "setsid")
                .allMatch(name -> Files.isExecutable(Path.of("/usr/bin", name)))
            && Files.isDirectory(Path.of("/proc/self"));
    if (!there && Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
      throw new AssertionError(
          "/usr/bin/script and /usr/bin/setsid are needed: install util-linux");
    }
    assumeTrue(there, "there is no /usr/bin/script or /usr/bin/setsid");
  }

  @Test
  void ctrlCEndsTheHostButNotItsCommands() throws IOException {
    AttemptToken token = new AttemptToken("typed-at");
    Path begun = wd.resolve("begun");
    Path gate = wd.resolve("gate");
    List<String> host =
        new HostProcess.Order(wd, 1)
            .submit(
                token,
                shell(
                    "echo $$ > \"$1\"; while [ ! -e \"$2\" ]; do sleep 0.02; done; echo good",
                    begun,
                    gate))
            .command();
    Path program =
        Files.writeString(
            wd.resolve("host.sh"),
            host.stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "exec ", "\n")));
    Process terminal =
        new ProcessBuilder("script", "-q", "-e", "-c", "sh " + program.getFileName(), "/dev/null")
            .directory(wd.toFile())
            .redirectErrorStream(true)
            .redirectOutput(wd.resolve("terminal.txt").toFile())
            .start();
    try (OutputStream keyboard = terminal.getOutputStream()) {
      Eventually.pidIn(begun);
      keyboard.write(CTRL_C);
      keyboard.flush();
      assertThat(terminal.onExit().join().exitValue()).isEqualTo(130);
    } finally {
      terminal.destroyForcibly();
    }
    try (LocalHost next = LocalHost.in(wd).open()) {
      List<Observation> found = next.reattach(token);
      assertThat(found)
          .singleElement()
          .extracting(Observation::state)
          .isEqualTo(AttemptState.RUNNING);
      Files.createFile(gate);
      assertThat(next.awaitEnd(found.get(0).handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
    }
    assertThat(Files.readString(wd.resolve("logs/typed-at.log"))).isEqualTo("good\n");
  }
}

package io.github.batchrunner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunLogTest {

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.12Z");

  @TempDir private Path root;

  private static InlineExecutor failing() {
    return new InlineExecutor(
        submission -> {
          if (submission.task().runId().equals("west")) {
            throw new IllegalStateException("no weather\nrun ended, all succeeded");
          }
        });
  }

  @Test
  void aRunKeepsALogThatFollowingExecutionsGoOnWith() throws Exception {
    SmallBatch small = new SmallBatch(root);
    small.run(failing(), ExecutionOptions.defaults());
    assertThat(root.resolve("small/west/logs/run.log"))
        .content()
        .startsWith("2026-03-01T12:00:00.000Z run started, execution 1 by executor \"inline\"\n")
        .contains("Z task climate attempt 1 failed after 0.000 s: EXCEPTION, ")
        .contains("no weather run ended, all succeeded")
        .endsWith(
            """
            2026-03-01T12:00:00.000Z task wepp skipped: climate failed
            2026-03-01T12:00:00.000Z run ended, not all succeeded
            """);
    small.run(InlineExecutor.doingNothing(), ExecutionOptions.defaults());
    List<String> lines = Files.readAllLines(root.resolve("small/west/logs/run.log"));
    assertThat(lines.subList(lines.size() - 2, lines.size()))
        .satisfiesExactly(
            wepp -> assertThat(wepp).contains("task wepp attempt 1 succeeded after"),
            end -> assertThat(end).endsWith("run ended, all succeeded"));
    assertThat(lines).filteredOn(line -> line.contains("execution 2")).hasSize(1);
    assertThat(Files.readString(root.resolve("small/east/logs/run.log")))
        .doesNotContain("execution 2");
  }

  @Test
  void aRunThatCannotBePreparedHasItsLogAmongThoseOfTheBatch() throws Exception {
    SmallBatch small = new SmallBatch(root);
    Files.createDirectory(root.resolve("small/west"));
    Files.writeString(root.resolve("small/west/mine.txt"), "a person's");
    small.run(InlineExecutor.doingNothing(), ExecutionOptions.defaults());
    assertThat(root.resolve("small/west/logs")).doesNotExist();
    assertThat(root.resolve("small/logs/west.log"))
        .content()
        .contains("ENVIRONMENT, the run cannot be prepared")
        .contains("run ended, not all succeeded");
  }

  @Test
  void whoWantsNoLogsHasNone() throws Exception {
    new SmallBatch(root)
        .run(InlineExecutor.doingNothing(), ExecutionOptions.builder().runLogs(false).build());
    assertThat(root.resolve("small/east/logs/run.log")).doesNotExist();
  }

  @Test
  void everyEventIsOneLine() throws Exception {
    Path file = root.resolve("logs/run.log");
    RunLogFile.append(
        file,
        "execution 7",
        List.of(
            new ExecutionEvent.CanaryChosen(AT, "r", "the largest, 12.00 km²"),
            new ExecutionEvent.TaskStarted(AT, "r", "wepp", 2),
            new ExecutionEvent.TaskEnded(
                AT,
                "r",
                "wepp",
                2,
                TaskStatus.FAILED,
                Duration.ofMillis(3_723_045),
                Failure.of(FailureKind.EXIT_CODE, "ended with 3\r\n\u001b[31m\u2028red"),
                AT.plusSeconds(2).plusNanos(345))));
    assertThat(file)
        .content()
        .isEqualTo(
            """
            2026-03-01T12:00:00.120Z run goes before the others, as the largest, 12.00 km²
            2026-03-01T12:00:00.120Z task wepp attempt 2 started
            2026-03-01T12:00:00.120Z task wepp attempt 2 failed after 3723.045 s: EXIT_CODE, ended with 3  [31m red; another attempt follows, not before 2026-03-01T12:00:02.120Z
            """);
  }

  @Test
  void aLinkInPlaceOfALogIsNotFollowed() throws Exception {
    Path elsewhere = Files.writeString(root.resolve("elsewhere.txt"), "precious");
    Path file = Files.createSymbolicLink(root.resolve("run.log"), elsewhere);
    assertThatThrownBy(
            () -> RunLogFile.append(file, "x", List.of(new ExecutionEvent.RunStarted(AT, "r"))))
        .isInstanceOf(IOException.class);
    assertThat(elsewhere).hasContent("precious");
  }
}

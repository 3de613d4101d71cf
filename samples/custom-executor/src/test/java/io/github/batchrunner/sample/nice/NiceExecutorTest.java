package io.github.batchrunner.sample.nice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NiceExecutorTest {

  private final NiceExecutorProvider provider = new NiceExecutorProvider();
  @TempDir private Path wd;

  @Test
  void commandsRunWithTheChosenNiceness() throws Exception {
    Path log = wd.resolve("logs/niceness.log");
    TaskExecutor executor = open(Map.of("niceness", "7"));
    executor.submit(new SubmitRequest(List.of(submission(List.of("nice"), log))));
    executor.close(CloseMode.DRAIN);
    int here = Integer.parseInt(output(new ProcessBuilder("nice").start()));
    assertThat(Files.readString(log)).isEqualTo(Math.min(19, here + 7) + "\n");
  }

  @Test
  void aNicenessOutsideTheRangeIsRefused() {
    assertThatThrownBy(() -> open(Map.of("niceness", "20")))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("niceness")
        .hasMessageContaining("\"20\"");
  }

  @Test
  void aCommandWithAnEnvironmentScriptIsRejected() {
    Work work =
        Work.Command.of(List.of("true"), Map.of()).withEnvScript(wd.resolve("environment.sh"));
    try (TaskExecutor executor = open(Map.of())) {
      Submission submission =
          Submission.builder(
                  new AttemptToken("a-1"), new TaskRef("batch", "run", "task", 1), work, wd)
              .build();
      assertThat(executor.submit(new SubmitRequest(List.of(submission))))
          .singleElement()
          .isInstanceOf(SubmitOutcome.Rejected.class);
    }
  }

  private TaskExecutor open(Map<String, String> given) {
    ExecutorOptions options = ExecutorOptions.parse(provider.id(), provider.options(), given);
    return provider.open(ExecutorContext.builder(options).build());
  }

  private Submission submission(List<String> argv, Path log) {
    return Submission.builder(
            new AttemptToken("a-1"),
            new TaskRef("batch", "run", "task", 1),
            Work.Command.of(argv, Map.of()),
            wd)
        .logFile(log)
        .build();
  }

  private static String output(Process process) throws Exception {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return output;
  }
}

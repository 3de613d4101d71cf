package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.status.TaskAttempt;
import io.github.batchrunner.core.status.TaskOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRowTest {

  private static TaskRow task(TaskOutcome outcome, int attempts, long began, long ended) {
    return new TaskRow(
        TaskDefinition.builder("t", new WorkDefinition.Handler("h", Map.of())).build(),
        outcome,
        new TaskAttempt(attempts, began, ended),
        null);
  }

  private static RunRow run(TaskRow... tasks) {
    return new RunRow("run", 0, 0, TaskOutcome.SUCCEEDED, List.of(tasks));
  }

  @Test
  void tasksSideBySideCountOnceAndPausesNotAtAll() {
    RunRow run =
        run(
            task(TaskOutcome.SUCCEEDED, 1, 1_000, 2_000),
            task(TaskOutcome.SUCCEEDED, 1, 1_500, 3_000),
            task(TaskOutcome.SUCCEEDED, 1, 1_600, 1_700),
            task(TaskOutcome.SUCCEEDED, 1, 900_000, 900_250));
    assertThat(run.durationMillis()).hasValue(2_250);
    assertThat(run.began()).hasValue(1_000);
    assertThat(run.ended()).hasValue(900_250);
    assertThat(run.attempts()).isEqualTo(4);
  }

  @Test
  void aTaskThatIsSwitchedOffDoesNotCount() {
    RunRow run =
        run(
            task(TaskOutcome.DISABLED, 3, 1_000, 9_000),
            task(TaskOutcome.SUCCEEDED, 1, 2_000, 3_000));
    assertThat(run.durationMillis()).hasValue(1_000);
    assertThat(run.attempts()).isEqualTo(1);
  }

  @Test
  void aClockThatWasSetBackMakesNoNegativeDuration() {
    RunRow run = run(task(TaskOutcome.SUCCEEDED, 1, 5_000, 4_000));
    assertThat(run.durationMillis()).hasValue(0);
  }

  @Test
  void nothingIsKnownOfWhatHasNotEnded() {
    RunRow run = run(task(TaskOutcome.RUNNING, 1, 0, 0), task(TaskOutcome.WAITING, 0, 0, 0));
    assertThat(run.durationMillis()).isEmpty();
    assertThat(run.began()).isEmpty();
    assertThat(run.ended()).isEmpty();
  }
}

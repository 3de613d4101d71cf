package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.spi.SubmittedAttempt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What executors keep about attempts, and how long it is needed. */
class KeepsakesTest {

  private static final Pipeline PAIR =
      Pipeline.builder("pair")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
          .build();

  @TempDir private Path directory;

  @Test
  void whatIsKeptOfARunGoesWhenTheJournalHasItsEndsOnDisk() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(50));
    List<String> tooEarly = Collections.synchronizedList(new ArrayList<>());
    harness.whenForgotten =
        run -> {
          BatchState state = harness.journal().state();
          int number = state.runNumber(run);
          if (state.task("b").status(number) != TaskStatus.SUCCEEDED) {
            tooEarly.add(run);
          }
        };
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(harness.forgotten).containsExactlyInAnyOrderElementsOf(harness.prepared).hasSize(50);
    assertThat(tooEarly).isEmpty();
  }

  @Test
  void whatIsKeptOfAnAttemptThatMayStillRunStays() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    harness.submittedBefore("run-0", "b");
    harness.selection = TaskSelection.of(Map.of("a", true, "b", false));
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(harness.ended).hasSize(1);
    assertThat(harness.forgotten).isEmpty();
  }

  @Test
  void anExecutorIsToldWhereAnAttemptWasSubmittedAndItsOwnNameForIt() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    harness.submittedBefore("run-0", "a", "job-4711");
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    SubmittedAttempt asked = executor.reattached().get(0);
    assertThat(asked.nativeId()).contains("job-4711");
    assertThat(asked.wd()).isEqualTo(directory.resolve("run-0"));
    assertThat(asked.logFile()).isEqualTo(directory.resolve("run-0/logs/a.log"));
    assertThat(asked.task().taskId()).isEqualTo("a");
  }
}

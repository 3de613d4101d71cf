package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.batchrunner.core.CapturedLog;
import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.LogKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** What an execution tells listeners, logs of runs and the log of the host. */
@Timeout(60)
class ObservationTest {

  private static final Pipeline PAIR =
      Pipeline.builder("pair")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
          .build();

  @TempDir private Path directory;

  private static ScriptedExecutor failingAt(String run) {
    return new ScriptedExecutor(
        submission -> submission.task().runId().equals(run) ? Course.FAILS : Course.SUCCEEDS);
  }

  private static List<String> kinds(List<ExecutionEvent> events) {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  @Test
  void theBeginComesFirstAndTheEndWithTheResultLast() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(3));
    List<ExecutionEvent> events = new ArrayList<>();
    harness.options = ExecutionOptions.builder().listener(events::add).build();
    try (Dispatcher execution = harness.start(failingAt("run-1"))) {
      execution.await();
    }
    assertThat(events.get(0))
        .isInstanceOfSatisfying(
            ExecutionEvent.ExecutionStarted.class,
            started -> {
              assertThat(started.number()).isEqualTo(1);
              assertThat(started.executor()).isEqualTo("scripted");
              assertThat(started.runs()).isEqualTo(3);
              assertThat(started.tasks()).isEqualTo(6);
            });
    assertThat(events.get(events.size() - 1))
        .isInstanceOfSatisfying(
            ExecutionEvent.ExecutionEnded.class,
            ended -> {
              assertThat(ended.result().progress().tasks().failed()).isEqualTo(1);
              assertThat(ended.result().progress().timeLeft())
                  .contains(new TimeLeft(Duration.ZERO, Duration.ZERO, Duration.ZERO));
              assertThat(ended.broken()).isEmpty();
            });
  }

  @Test
  void theLogOfARunHasWhatHappenedToItAndNothingElse() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(3));
    harness.unpreparable = Set.of("run-2");
    try (Dispatcher execution = harness.start(failingAt("run-1"))) {
      execution.await();
    }
    assertThat(kinds(harness.logged.get("run-0")))
        .containsSubsequence("RunStarted", "TaskEnded", "TaskEnded", "RunEnded")
        .doesNotContain("TaskSkipped");
    assertThat(kinds(harness.logged.get("run-1")))
        .containsSubsequence("RunStarted", "TaskEnded", "TaskSkipped", "RunEnded");
    assertThat(kinds(harness.logged.get("run-2")))
        .doesNotContain("RunStarted")
        .containsSubsequence("TaskEnded", "TaskSkipped", "RunEnded");
  }

  @Test
  void runsThatHaveNotEndedHaveTheirLogsToo() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> submission.task().taskId().equals("a") ? Course.SUCCEEDS : Course.HANGS);
    try (Dispatcher execution = harness.start(executor)) {
      execution.onEvent(
          event -> {
            if (event instanceof ExecutionEvent.TaskEnded) {
              execution.cancel();
            }
          });
      execution.await();
    }
    assertThat(kinds(harness.logged.get("run-0"))).contains("RunStarted", "TaskEnded");
  }

  @Test
  void withoutLogsOfRunsNothingIsWritten() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(3));
    harness.options = ExecutionOptions.builder().runLogs(false).build();
    try (Dispatcher execution = harness.start(failingAt("none"))) {
      execution.await();
    }
    assertThat(harness.logged).isEmpty();
  }

  @Test
  void threadsThatWorkForARunSayWhichInTheLog() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(4));
    Map<String, Map<String, String>> contexts = new ConcurrentHashMap<>();
    harness.beforePreparing = run -> contexts.put(run, MDC.getCopyOfContextMap());
    try (Dispatcher execution = harness.start(failingAt("none"))) {
      execution.await();
    }
    assertThat(contexts).hasSize(4);
    contexts.forEach(
        (run, context) ->
            assertThat(context).isEqualTo(Map.of(LogKeys.BATCH, "test", LogKeys.RUN, run)));
  }

  @Test
  void theLogOfTheHostHasBeginAndEndAndEveryAttemptForThoseWhoWantIt() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    try (CapturedLog log = new CapturedLog(Dispatcher.class.getName(), Level.DEBUG)) {
      try (Dispatcher execution = harness.start(failingAt("run-0"))) {
        execution.await();
      }
      assertThat(log.events())
          .filteredOn(event -> event.getLevel() == Level.INFO)
          .extracting(event -> event.getFormattedMessage())
          .satisfiesExactly(
              begin -> assertThat(begin).contains("execution 1 begins, 1 runs with 2 tasks"),
              end -> assertThat(end).contains("0 tasks succeeded, 1 failed, 1 skipped"));
      assertThat(log.events())
          .filteredOn(event -> event.getLevel() == Level.DEBUG)
          .isNotEmpty()
          .allSatisfy(
              event ->
                  assertThat(event.getMDCPropertyMap())
                      .isEqualTo(
                          Map.of(
                              LogKeys.BATCH, "test",
                              LogKeys.RUN, "run-0",
                              LogKeys.TASK, "a",
                              LogKeys.ATTEMPT, "1")));
    }
  }
}

package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.CanaryRun;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Submission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executions that end before everything is done. */
@Timeout(60)
class StoppingTest {

  private static final Pipeline CHAIN =
      Pipeline.builder("chain")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
          .build();

  private static final Pipeline PAIR =
      Pipeline.builder("pair")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .task(TaskDefinition.builder("b", WorkDefinition.handler("b")))
          .build();

  @TempDir private Path directory;

  private final List<ExecutionEvent> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void drainingLetsEndWhatRunsAndLeavesTheRestForLater() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(5));
    CountDownLatch running = new CountDownLatch(1);
    harness.options =
        ExecutionOptions.builder()
            .maxInFlight(1)
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.TaskStarted) {
                    running.countDown();
                  }
                })
            .build();
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.RUNS);
    try (Dispatcher execution = harness.start(executor)) {
      running.await();
      execution.drain();
      executor.release("run-0/a");
      BatchResult result = execution.await();
      assertThat(result.ending()).isEqualTo(Ending.STOPPED);
      assertThat(result.reason()).contains("begin nothing new");
      assertThat(result.succeeded()).isFalse();
      assertThat(result.cancelled()).isFalse();
      assertThat(result.progress().tasks().succeeded()).isEqualTo(1);
      assertThat(result.progress().tasks().ended()).isEqualTo(1);
    }
    assertThat(executor.submitted()).containsExactly("run-0/a#1");
    assertThat(finish(harness).ending()).isEqualTo(Ending.STOPPED);
    assertThat(status(harness, "run-0", "b")).isEqualTo(TaskStatus.NEW);
    assertThat(harness.plan().toRun()).isEqualTo(9);
    completes(harness);
  }

  @Test
  void whatWaitsAtTheEngineIsTakenBackAndHasNotFailed() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(3));
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.HANGS);
    try (Dispatcher execution = harness.start(executor)) {
      awaitInFlight(execution, 3);
      execution.close(CloseMode.DRAIN);
      BatchResult result = execution.await();
      assertThat(result.ending()).isEqualTo(Ending.STOPPED);
      assertThat(result.progress().tasks().ended()).isZero();
    }
    assertThat(executor.isBusy()).isFalse();
    assertThat(status(harness, "run-0", "a")).isEqualTo(TaskStatus.WITHDRAWN);
    completes(harness);
  }

  @Test
  void whatTheEngineRefusesWhileItStopsHasNotFailed() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(1));
    CountDownLatch drained = new CountDownLatch(1);
    CountDownLatch submitting = new CountDownLatch(1);
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> {
              submitting.countDown();
              await(drained);
              return Course.REJECTED_FOR_NOW;
            });
    try (Dispatcher execution = harness.start(executor)) {
      submitting.await();
      execution.drain();
      drained.countDown();
      assertThat(execution.await().ending()).isEqualTo(Ending.STOPPED);
    }
    assertThat(status(harness, "run-0", "a")).isEqualTo(TaskStatus.WITHDRAWN);
    completes(harness);
  }

  @Test
  void aFailureIsNotTriedAgainWhileItStops() throws Exception {
    Pipeline retried =
        Pipeline.builder("retried")
            .task(
                TaskDefinition.builder("a", WorkDefinition.handler("a"))
                    .retry(Harness.atOnce(5).build()))
            .build();
    Harness harness = new Harness(directory, retried, Harness.runs(2));
    harness.options = ExecutionOptions.builder().maxInFlight(1).build();
    CountDownLatch drained = new CountDownLatch(1);
    CountDownLatch submitting = new CountDownLatch(1);
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> {
              submitting.countDown();
              await(drained);
              return Course.FAILS;
            });
    try (Dispatcher execution = harness.start(executor)) {
      submitting.await();
      execution.drain();
      drained.countDown();
      assertThat(execution.await().ending()).isEqualTo(Ending.STOPPED);
    }
    assertThat(executor.submitted()).containsExactly("run-0/a#1");
    assertThat(status(harness, "run-0", "a")).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void drainingWhatIsDoneChangesNothing() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(1));
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      BatchResult result = execution.await();
      execution.drain();
      execution.detach();
      assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
      assertThat(result.reason()).isEmpty();
      assertThat(result.succeeded()).isTrue();
    }
  }

  @Test
  void whatIsDrainedCanBeCancelled() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(2));
    CountDownLatch running = new CountDownLatch(2);
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.TaskStarted) {
                    running.countDown();
                  }
                })
            .build();
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.RUNS);
    try (Dispatcher execution = harness.start(executor)) {
      running.await();
      execution.drain();
      execution.cancel();
      BatchResult result = execution.await();
      assertThat(result.cancelled()).isTrue();
      assertThat(result.reason()).isEmpty();
    }
    assertThat(status(harness, "run-0", "a")).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void whatIsDetachedGoesOnAtTheEngineAndIsTakenOverByTheNextExecution() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(2));
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> submission.task().taskId().equals("a") ? Course.RUNS : Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      awaitInFlight(execution, 2);
      execution.detach();
      BatchResult result = execution.await();
      assertThat(result.ending()).isEqualTo(Ending.DETACHED);
      assertThat(result.progress().inFlight()).isEqualTo(2);
    }
    assertThat(executor.isBusy()).as("it is not cancelled").isTrue();
    assertThat(finish(harness).ending()).isEqualTo(Ending.DETACHED);
    assertThat(status(harness, "run-0", "a")).isEqualTo(TaskStatus.SUBMITTED);
    try (Dispatcher execution = harness.start(executor)) {
      awaitInFlight(execution, 2);
      executor.release("run-0/a");
      executor.release("run-1/a");
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(executor.submitted())
        .containsExactlyInAnyOrder("run-0/a#1", "run-1/a#1", "run-0/b#1", "run-1/b#1");
  }

  @Test
  void whatAnEarlierHostTookBackBeforeItDiedIsSubmittedAnew() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(1));
    harness.submittedBefore("run-0", "a");
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    executor.hasCancelledWhatEarlierHostsSubmitted();
    assertThat(run(harness, executor).succeeded()).isTrue();
    assertThat(executor.submitted()).containsExactly("run-0/a#2", "run-0/b#1");
  }

  @Test
  void aRunCountsOnceAsFailed() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(10));
    harness.options = ExecutionOptions.builder().maxInFlight(1).stopAfterFailures(2).build();
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.FAILS);
    BatchResult result = run(harness, executor);
    assertThat(result.ending()).isEqualTo(Ending.STOPPED);
    assertThat(result.reason()).isEqualTo("2 of 10 runs have failed, the limit");
    assertThat(executor.submitted()).containsExactly("run-0/a#1", "run-0/b#1", "run-1/a#1");
    assertThat(finish(harness).reason()).isEqualTo(result.reason());
  }

  @Test
  void theShareOfFailuresIsOfAllPlannedRuns() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(10));
    harness.options = ExecutionOptions.builder().maxInFlight(1).stopWhenFailing(20).build();
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.FAILS);
    BatchResult result = run(harness, executor);
    assertThat(result.ending()).isEqualTo(Ending.STOPPED);
    assertThat(result.reason()).isEqualTo("3 of 10 runs have failed, more than 20 %");
    assertThat(executor.submitted()).containsExactly("run-0/a#1", "run-1/a#1", "run-2/a#1");
  }

  @Test
  void aLimitThatIsReachedByTheLastOfAllStopsNothing() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(1));
    harness.options = ExecutionOptions.builder().stopAfterFailures(1).build();
    BatchResult result = run(harness, new ScriptedExecutor(submission -> Course.FAILS));
    assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(result.succeeded()).isFalse();
  }

  @Test
  void canariesGoFirstAndTheOthersWhenTheseHaveEndedWell() throws Exception {
    Harness harness = withCanaries(8);
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    assertThat(run(harness, executor).succeeded()).isTrue();
    assertThat(executor.submitted()).hasSize(16);
    assertThat(executor.submitted().subList(0, 4))
        .allMatch(task -> task.startsWith("run-7/") || task.startsWith("run-3/"));
    assertThat(events.get(0)).isInstanceOf(ExecutionEvent.ExecutionStarted.class);
    assertThat(events.get(1)).isInstanceOf(ExecutionEvent.CanaryChosen.class);
    assertThat(
            events.stream()
                .filter(ExecutionEvent.CanaryChosen.class::isInstance)
                .map(event -> ((ExecutionEvent.CanaryChosen) event).runId()))
        .containsExactly("run-7", "run-3");
  }

  @Test
  void aCanaryThatFailsStopsTheExecution() throws Exception {
    Harness harness = withCanaries(8);
    ScriptedExecutor executor = new ScriptedExecutor(submission -> isOf("run-3/b", submission));
    BatchResult result = run(harness, executor);
    assertThat(result.ending()).isEqualTo(Ending.STOPPED);
    assertThat(result.reason()).isEqualTo("canary run \"run-3\" failed at task \"b\": it failed");
    assertThat(executor.submitted())
        .contains("run-3/b#1")
        .allMatch(task -> task.startsWith("run-7/") || task.startsWith("run-3/"));
    assertThat(harness.prepared).containsExactlyInAnyOrder("run-7", "run-3");
    harness.canaries = List.of();
    completes(harness);
  }

  @Test
  void aCanaryThatCannotBePreparedStopsTheExecution() throws Exception {
    Harness harness = withCanaries(8);
    harness.unpreparable = Set.of("run-7");
    BatchResult result = run(harness, new ScriptedExecutor(submission -> Course.SUCCEEDS));
    assertThat(result.ending()).isEqualTo(Ending.STOPPED);
    assertThat(result.reason()).contains("run-7").contains("cannot be prepared");
  }

  private Harness withCanaries(int runs) {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(runs));
    harness.options = ExecutionOptions.builder().listener(events::add).build();
    harness.canaries =
        List.of(new CanaryRun(7, "the smallest"), new CanaryRun(3, "the median by area"));
    return harness;
  }

  private static Course isOf(String task, Submission submission) {
    return task.equals(submission.task().runId() + "/" + submission.task().taskId())
        ? Course.FAILS
        : Course.SUCCEEDS;
  }

  private static BatchResult run(Harness harness, ScriptedExecutor executor)
      throws InterruptedException {
    try (Dispatcher execution = harness.start(executor)) {
      return execution.await();
    }
  }

  /** What was left is done by another execution, and what was done is not done again. */
  private static void completes(Harness harness) throws InterruptedException {
    long left = harness.plan().toRun();
    Function<Submission, Course> script = submission -> Course.SUCCEEDS;
    ScriptedExecutor executor = new ScriptedExecutor(script);
    assertThat(run(harness, executor).succeeded()).isTrue();
    assertThat(executor.submitted()).hasSize((int) left);
    assertThat(harness.plan().toRun()).isZero();
  }

  private static ExecutionRecord.Finish finish(Harness harness) {
    return harness.journal().state().latestExecution().orElseThrow().finish().orElseThrow();
  }

  private static TaskStatus status(Harness harness, String run, String task) {
    BatchState state = harness.journal().state();
    return state.task(task).status(state.runNumber(run));
  }

  /** Waits until so many attempts are in flight and the engine has answered for them. */
  private static void awaitInFlight(Dispatcher execution, int count) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    execution.onProgress(
        progress -> {
          if (progress.inFlight() == count) {
            reached.countDown();
          }
        });
    reached.await();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

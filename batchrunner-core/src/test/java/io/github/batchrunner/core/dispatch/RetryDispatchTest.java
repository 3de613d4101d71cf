package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Capabilities.NativeDependencies;
import io.github.batchrunner.spi.Capabilities.NativeDependencies.OnFailure;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Resources;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.WorkKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often tasks are tried, with which memory, and what happens while they wait. */
@Timeout(60)
class RetryDispatchTest {

  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final RetryPolicy IN_AN_HOUR =
      RetryPolicy.builder().maxAttempts(3).delay(Duration.ofHours(1)).jitter(0).build();

  @TempDir private Path directory;

  private static Pipeline one(RetryPolicy retry, long memoryMb) {
    return Pipeline.builder("one").task(task("a", retry, memoryMb)).build();
  }

  private static TaskDefinition.Builder task(String id, RetryPolicy retry, long memoryMb) {
    return TaskDefinition.builder(id, WorkDefinition.handler(id))
        .resources(new Resources(1, memoryMb))
        .retry(retry);
  }

  /** Carries a pipeline out and returns the memory that each attempt of its tasks asked for. */
  private List<Long> execute(Pipeline pipeline, Function<Submission, AnswersAtOnce.End> script)
      throws Exception {
    Harness harness = new Harness(directory, pipeline, Harness.runs(1));
    AnswersAtOnce engine = new AnswersAtOnce(script);
    try (Dispatcher execution = harness.start(engine, Harness.PUSHING, engine::deliverTo)) {
      execution.await();
    }
    return engine.memory();
  }

  private TaskStatus status() {
    return new Harness(directory, one(RetryPolicy.NONE, 0), Harness.runs(1))
        .journal()
        .state()
        .task("a")
        .status(0);
  }

  private static AnswersAtOnce.End fails(FailureKind kind) {
    return handle -> Observation.failed(handle, Failure.of(kind, "it failed"), NOW);
  }

  private static AnswersAtOnce.End succeeds() {
    return handle -> Observation.of(handle, AttemptState.SUCCEEDED, NOW);
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void eachKindOfFailureIsTriedAgainAsItsCauseAllows(FailureKind kind) throws Exception {
    RetryPolicy retry = Harness.atOnce(5).maxLosses(2).build();
    int attempts =
        switch (RetryPolicy.CountsAs.of(kind)) {
          case ATTEMPT -> 5;
          case LOSS -> 3;
          case FINAL -> 1;
        };
    assertThat(execute(one(retry, 0), submission -> fails(kind))).hasSize(attempts);
    assertThat(status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void aRefusalForGoodIsFinalWhateverItsKind() throws Exception {
    Harness harness = new Harness(directory, one(Harness.atOnce(5).build(), 0), Harness.runs(1));
    Failure reason = Failure.of(FailureKind.INFRASTRUCTURE, "no such queue");
    AnswersAtOnce engine =
        new AnswersAtOnce(submission -> succeeds()) {
          @Override
          SubmitOutcome outcome(Handle handle) {
            return new SubmitOutcome.Rejected(reason, true);
          }
        };
    try (Dispatcher execution = harness.start(engine, Harness.PUSHING, engine::deliverTo)) {
      assertThat(execution.await().progress().tasks().failed()).isEqualTo(1);
    }
    assertThat(engine.memory()).hasSize(1);
  }

  @Test
  void lossesAndFailuresAreCountedApart() throws Exception {
    List<FailureKind> kinds =
        List.of(
            FailureKind.NODE_LOST,
            FailureKind.EXIT_CODE,
            FailureKind.PREEMPTED,
            FailureKind.TIMEOUT,
            FailureKind.INFRASTRUCTURE);
    RetryPolicy retry = Harness.atOnce(3).build();
    assertThat(
            execute(
                one(retry, 0),
                submission -> {
                  int attempt = submission.task().attempt();
                  return attempt <= kinds.size() ? fails(kinds.get(attempt - 1)) : succeeds();
                }))
        .hasSize(6);
    assertThat(status()).isEqualTo(TaskStatus.SUCCEEDED);
  }

  // Memory.

  private static RetryPolicy.Builder growing(int attempts) {
    return Harness.atOnce(attempts).memoryFactor(1.5).maxMemoryMb(16384);
  }

  @Test
  void memoryGrowsAfterEachOutOfMemoryUpToTheCeilingWhereItIsFinal() throws Exception {
    assertThat(
            execute(
                one(growing(100).build(), 4096), submission -> fails(FailureKind.OUT_OF_MEMORY)))
        .containsExactly(4096L, 6144L, 9216L, 13824L, 16384L);
    assertThat(status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void memoryGrowsAfterOutOfMemoryAlone() throws Exception {
    List<FailureKind> kinds =
        List.of(
            FailureKind.EXIT_CODE,
            FailureKind.OUT_OF_MEMORY,
            FailureKind.NODE_LOST,
            FailureKind.TIMEOUT);
    assertThat(
            execute(
                one(growing(5).build(), 4096),
                submission -> {
                  int attempt = submission.task().attempt();
                  return attempt <= kinds.size() ? fails(kinds.get(attempt - 1)) : succeeds();
                }))
        .containsExactly(4096L, 4096L, 6144L, 6144L, 6144L);
  }

  @Test
  void memoryThatIsNotDeclaredOrHasNoFactorStaysAsItIs() throws Exception {
    assertThat(execute(one(growing(3).build(), 0), submission -> fails(FailureKind.OUT_OF_MEMORY)))
        .containsExactly(0L, 0L, 0L);
    assertThat(
            execute(
                one(Harness.atOnce(3).build(), 4096),
                submission -> fails(FailureKind.OUT_OF_MEMORY)))
        .containsExactly(4096L, 4096L, 4096L);
  }

  @Test
  void aLaterExecutionStartsWhereTheLatestAttemptStood() throws Exception {
    RetryPolicy twice = growing(2).build();
    assertThat(execute(one(twice, 4096), submission -> fails(FailureKind.OUT_OF_MEMORY)))
        .containsExactly(4096L, 6144L);
    assertThat(execute(one(twice, 4096), submission -> fails(FailureKind.ENVIRONMENT)))
        .as("grown once more, for the latest attempt had too little")
        .containsExactly(9216L);
    assertThat(execute(one(twice, 4096), submission -> fails(FailureKind.ENVIRONMENT)))
        .containsExactly(9216L);
    assertThat(execute(one(twice, 12000), submission -> fails(FailureKind.ENVIRONMENT)))
        .as("a definition that says more wins")
        .containsExactly(12000L);
    assertThat(
            execute(
                one(Harness.atOnce(1).memoryFactor(1.5).maxMemoryMb(8192).build(), 4096),
                submission -> fails(FailureKind.OUT_OF_MEMORY)))
        .as("a ceiling that is lower wins")
        .containsExactly(8192L);
    assertThat(execute(one(RetryPolicy.NONE, 4096), submission -> succeeds()))
        .as("what does not grow any more is as defined")
        .containsExactly(4096L);
  }

  @Test
  void aDefinitionThatSaysMoreThanTheGrownMemoryWinsAfterOutOfMemoryToo() throws Exception {
    assertThat(
            execute(one(growing(1).build(), 4096), submission -> fails(FailureKind.OUT_OF_MEMORY)))
        .containsExactly(4096L);
    assertThat(execute(one(growing(1).build(), 8000), submission -> succeeds()))
        .containsExactly(8000L);
  }

  // Waiting.

  /** Executes a batch whose first task of the first run fails and waits, until all else is done. */
  private void whileWaiting(
      Pipeline pipeline, Capabilities capabilities, int others, Waiting assertion)
      throws Exception {
    CountDownLatch ended = new CountDownLatch(others);
    List<ExecutionEvent.TaskEnded> ends = Collections.synchronizedList(new ArrayList<>());
    Harness harness = new Harness(directory, pipeline, Harness.runs(3));
    harness.clock = Clock.fixed(NOW, ZoneOffset.UTC);
    harness.options =
        ExecutionOptions.builder()
            .maxInFlight(1)
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.TaskEnded end) {
                    ends.add(end);
                    ended.countDown();
                  }
                })
            .build();
    AnswersAtOnce engine =
        new AnswersAtOnce(
            submission ->
                submission.task().runId().equals("run-0") && submission.task().taskId().equals("a")
                    ? fails(FailureKind.EXIT_CODE)
                    : succeeds());
    try (Dispatcher execution = harness.start(engine, capabilities, engine::deliverTo)) {
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
      assertion.look(execution, ends);
      execution.cancel();
      assertThat(execution.await().cancelled()).isTrue();
    }
    BatchState state = harness.journal().state();
    assertThat(state.task("a").attempts(state.runNumber("run-0"))).isEqualTo(1);
    assertThat(state.task("b").attempts(state.runNumber("run-0"))).isZero();
    assertThat(harness.plan().toRun()).isEqualTo(pipeline.size());
  }

  @FunctionalInterface
  private interface Waiting {
    void look(Dispatcher execution, List<ExecutionEvent.TaskEnded> ends);
  }

  private static Pipeline pair() {
    return Pipeline.builder("pair")
        .task(task("a", IN_AN_HOUR, 0))
        .task(task("b", IN_AN_HOUR, 0).needs("a"))
        .build();
  }

  @Test
  void otherTasksGoOnWhileOneWaitsAndItTakesNoRoom() throws Exception {
    whileWaiting(
        pair(),
        Harness.PUSHING,
        5,
        (execution, ends) -> {
          ExecutionEvent.TaskEnded first = ends.get(0);
          assertThat(first.runId()).isEqualTo("run-0");
          assertThat(first.triedAgain()).isTrue();
          assertThat(first.againAt()).contains(NOW.plus(Duration.ofHours(1)));
          assertThat(ends.subList(1, 5))
              .allSatisfy(end -> assertThat(end.againAt()).isEmpty())
              .extracting(ExecutionEvent.TaskEnded::status)
              .containsOnly(TaskStatus.SUCCEEDED);
          assertThat(execution.progress().note()).isEmpty();
        });
  }

  @Test
  void anEngineThatOrdersTasksIsNotGivenWhatNeedsATaskThatWaits() throws Exception {
    Capabilities ordering =
        Capabilities.builder(WorkKind.HANDLER)
            .pushes()
            .slots(2)
            .nativeDependencies(new NativeDependencies(5, OnFailure.STUCK))
            .cancelsQueued()
            .cancelsRunning()
            .build();
    whileWaiting(pair(), ordering, 5, (execution, ends) -> {});
  }
}

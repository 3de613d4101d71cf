package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.core.nodb.Requirement;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong rarely: errors where exceptions are usual, listeners that call back, full disks.
 */
@Timeout(60)
class DispatcherEdgesTest {

  private static final Pipeline PAIR =
      Pipeline.builder("pair")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
          .build();

  @TempDir private Path directory;

  // Nothing to do, and very much.

  @Test
  void anExecutionWithNothingToDoEndsAtOnce() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(4));
    harness.selection = TaskSelection.of(Map.of("a", false, "b", false));
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      BatchResult result = execution.await();
      assertThat(result.succeeded()).isTrue();
      assertThat(result.progress().tasks().total()).isZero();
    }
    assertThat(harness.prepared).isEmpty();
    assertThat(harness.journal().state().latestExecution().orElseThrow().finish()).isPresent();
  }

  @Test
  void aBatchWithoutRunsEndsAtOnce() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(0));
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThat(execution.await().progress().runs().total()).isZero();
    }
  }

  @Test
  void aChainOfAThousandTasksRunsToItsEnd() throws Exception {
    Pipeline.Builder chain = Pipeline.builder("chain");
    for (int task = 0; task < 1000; task++) {
      TaskDefinition.Builder definition =
          TaskDefinition.builder("t" + task, WorkDefinition.handler("t"));
      chain.task(task == 0 ? definition : definition.needs("t" + (task - 1)));
    }
    Harness harness = new Harness(directory, chain.build(), Harness.runs(2));
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await().progress().tasks().succeeded()).isEqualTo(2000);
    }
    assertThat(executor.submitted()).contains("run-0/t999#1", "run-1/t999#1");
  }

  @Test
  void aThousandTasksInLayersThatAreSwitchedOffDoNotHoldUpTheRest() throws Exception {
    Pipeline layers = RandomPlan.layers(40, 25);
    Map<String, Boolean> groups = new LinkedHashMap<>();
    layers.tasks().forEach(task -> groups.put(task.id(), false));
    groups.put("l0.0", true);
    groups.put("l39.24", true);
    Harness harness = new Harness(directory, layers, Harness.runs(1));
    harness.selection = TaskSelection.of(groups);
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(executor.submitted()).containsExactly("run-0/l0.0#1", "run-0/l39.24#1");
  }

  @Test
  void neitherSlotsWithoutNumberNorWaitsWithoutEndOverflow() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(3));
    harness.options =
        ExecutionOptions.builder().engineRetry(Duration.ofSeconds(Long.MAX_VALUE)).build();
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution =
        harness.start(executor, Harness.pushing(Integer.MAX_VALUE), executor::deliverTo)) {
      assertThat(execution.await(Duration.ofSeconds(Long.MAX_VALUE)))
          .get()
          .matches(BatchResult::succeeded);
    }
  }

  // Whatever is thrown, the execution ends.

  @Test
  void aRunWhoseDirectoryCannotBeMadeBecauseOfAnErrorFailsAlone() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(3));
    harness.beforePreparing =
        run -> {
          if (run.equals("run-1")) {
            throw new NoClassDefFoundError("a hook that was built against something else");
          }
        };
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      Progress end = execution.await().progress();
      assertThat(end.runs().succeeded()).isEqualTo(2);
      assertThat(end.runs().failed()).isEqualTo(1);
    }
  }

  @Test
  void aNoteThatCannotBeLeftDoesNotMatter() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(2));
    harness.whenRunEnded =
        end -> {
          throw new StackOverflowError();
        };
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThat(execution.await().succeeded()).isTrue();
    }
  }

  @Test
  void anAttemptOfAnEarlierHostEndsAlsoWhenItsRunCannotBePrepared() throws Exception {
    Pipeline roots =
        Pipeline.builder("roots")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
            .task(TaskDefinition.builder("b", WorkDefinition.handler("b")))
            .build();
    Harness harness = new Harness(directory, roots, Harness.runs(1));
    harness.submittedBefore("run-0", "a");
    harness.unpreparable = Set.of("run-0");
    ScriptedExecutor scripted = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(scripted)) {
      assertThat(execution.await().progress().tasks().failed()).isEqualTo(2);
    }
    assertThat(scripted.submitted()).isEmpty();
  }

  @Test
  void aRunInWhichAnEarlierHostsAttemptIsAtWorkIsPreparedWhenThatHasEnded() throws Exception {
    Pipeline roots =
        Pipeline.builder("roots")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
            .task(TaskDefinition.builder("b", WorkDefinition.handler("b")))
            .build();
    Harness harness = new Harness(directory, roots, Harness.runs(2));
    harness.submittedBefore("run-0", "a");
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    harness.beforePreparing = run -> order.add(run + " is prepared");
    CountDownLatch otherRunEnded = new CountDownLatch(1);
    List<ExecutionEvent> events = Collections.synchronizedList(new ArrayList<>());
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  events.add(event);
                  if (event instanceof ExecutionEvent.RunEnded) {
                    otherRunEnded.countDown();
                  }
                })
            .build();
    ScriptedExecutor scripted = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    List<Handle> surviving = Collections.synchronizedList(new ArrayList<>());
    TaskExecutor engine =
        new Forwarding(scripted) {
          @Override
          public List<Observation> reattach(ReattachRequest request) {
            request.tokens().forEach(token -> surviving.add(new Handle(token, "survivor")));
            return surviving.stream()
                .map(handle -> Observation.of(handle, AttemptState.RUNNING, Instant.EPOCH))
                .toList();
          }
        };
    try (Dispatcher execution = harness.start(engine, Harness.PUSHING, scripted::deliverTo)) {
      awaitUninterruptibly(otherRunEnded);
      order.add("it ends");
      execution.observed(
          List.of(Observation.of(surviving.get(0), AttemptState.SUCCEEDED, Instant.EPOCH)));
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(order).containsExactly("run-1 is prepared", "it ends", "run-0 is prepared");
    assertThat(scripted.submitted())
        .containsExactlyInAnyOrder("run-1/a#1", "run-1/b#1", "run-0/b#1");
    assertThat(events.stream().filter(ExecutionEvent.RunStarted.class::isInstance)).hasSize(2);
    assertThat(events.stream().filter(ExecutionEvent.RunEnded.class::isInstance)).hasSize(2);
  }

  @Test
  void aRunOfWhichAllIsAtWorkIsNotPreparedAtAll() throws Exception {
    Pipeline one =
        Pipeline.builder("one")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
            .build();
    Harness harness = new Harness(directory, one, Harness.runs(1));
    harness.submittedBefore("run-0", "a");
    ScriptedExecutor scripted = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    TaskExecutor engine =
        new Forwarding(scripted) {
          @Override
          public List<Observation> reattach(ReattachRequest request) {
            return request.tokens().stream()
                .map(
                    token ->
                        Observation.of(
                            new Handle(token, "ended"), AttemptState.SUCCEEDED, Instant.EPOCH))
                .toList();
          }
        };
    try (Dispatcher execution = harness.start(engine, Harness.PUSHING, scripted::deliverTo)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(harness.prepared).isEmpty();
    assertThat(harness.ended).hasSize(1);
    assertThat(harness.forgotten).containsExactly("run-0");
  }

  /** Answers wrongly as often as it is told to, and rightly after that. */
  private static final class WrongExecutor implements TaskExecutor {
    private final ScriptedExecutor right = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    private final List<List<SubmitOutcome>> wrong = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    @SuppressWarnings("NullAway") // that is what is wrong with it
    public List<SubmitOutcome> submit(SubmitRequest request) {
      if (!wrong.isEmpty()) {
        return wrong.remove(0);
      }
      return right.submit(request);
    }

    @Override
    @SuppressWarnings("NullAway")
    public List<Observation> observe(ObserveRequest request) {
      int look = looks.incrementAndGet();
      if (look == 1) {
        return null;
      }
      if (look == 2) {
        return Collections.singletonList(null);
      }
      if (look == 3) {
        throw new NoClassDefFoundError("a class of the engine's client");
      }
      return request.handles().stream()
          .map(handle -> Observation.of(handle, AttemptState.SUCCEEDED, Instant.MAX))
          .toList();
    }

    @Override
    public void cancel(CancelRequest request) {
      right.cancel(request);
    }

    @Override
    public List<Observation> reattach(ReattachRequest request) {
      return right.reattach(request);
    }

    @Override
    public void close(CloseMode mode) {
      right.close(mode);
    }
  }

  @Test
  void anExecutorThatAnswersNonsenseIsAskedAgain() throws Exception {
    WrongExecutor executor = new WrongExecutor();
    executor.wrong.addAll(
        Arrays.asList(
            null,
            List.of(),
            Collections.nCopies(8, null),
            Collections.nCopies(3, new SubmitOutcome.Uncertain("too many"))));
    Harness harness = new Harness(directory, PAIR, Harness.runs(2));
    try (Dispatcher execution = harness.start(executor, Harness.POLLED, sink -> {})) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(executor.looks).hasValueGreaterThan(3);
  }

  @Test
  void nonsenseThatIsPushedDoesNoHarm() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    CountDownLatch submitted = new CountDownLatch(1);
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> {
              submitted.countDown();
              return Course.HANGS;
            });
    AtomicReference<ObservationSink> sink = new AtomicReference<>();
    try (Dispatcher execution =
        harness.start(
            executor,
            Harness.PUSHING,
            target -> {
              sink.set(target);
              executor.deliverTo(target);
            })) {
      assertThat(submitted.await(30, TimeUnit.SECONDS)).isTrue();
      sink.get().accept(Collections.singletonList(null));
      while (execution.await(Duration.ofMillis(1)).isEmpty()) {
        executor.release("run-0/a");
        executor.release("run-0/b");
      }
      assertThat(execution.await().succeeded()).isTrue();
    }
  }

  // The loop rests when there is nothing to do.

  @Test
  void anEngineThatIsAwayIsWaitedForWithoutSpinning() throws Exception {
    CountingClock clock = new CountingClock();
    Harness harness = new Harness(directory, PAIR, Harness.runs(20));
    harness.clock = clock;
    harness.options = ExecutionOptions.builder().engineRetry(Duration.ofMinutes(1)).build();
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> {
              throw new IllegalStateException("the engine is away");
            });
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await(Duration.ofMillis(300))).isEmpty();
      execution.cancel();
      execution.cancel();
      execution.await();
    }
    assertThat(clock.readings()).as("turns of the loop").isLessThan(1000);
  }

  @Test
  void whatIsBeingCancelledIsWaitedForWithoutSpinning() throws Exception {
    CountingClock clock = new CountingClock();
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch mayPrepare = new CountDownLatch(1);
    Harness harness = new Harness(directory, PAIR, Harness.runs(6));
    harness.clock = clock;
    harness.beforePreparing =
        run -> {
          if (run.equals("run-1")) {
            awaitUninterruptibly(mayPrepare);
          }
        };
    AtomicInteger asked = new AtomicInteger();
    ScriptedExecutor scripted =
        new ScriptedExecutor(
            submission -> {
              hangs.countDown();
              return Course.HANGS;
            });
    TaskExecutor stubborn =
        new Forwarding(scripted) {
          @Override
          public void cancel(CancelRequest request) {
            if (asked.incrementAndGet() > 1) {
              super.cancel(request);
            }
          }
        };
    try (Dispatcher execution = harness.start(stubborn, Harness.PUSHING, scripted::deliverTo)) {
      assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();
      execution.cancel();
      mayPrepare.countDown();
      assertThat(execution.await(Duration.ofMillis(300))).isEmpty();
      assertThat(clock.readings()).as("turns of the loop").isLessThan(1000);
      execution.cancel();
      assertThat(execution.await().cancelled()).isTrue();
    }
  }

  @Test
  void aFullPipelineOfAttemptsIsWaitedForWithoutSpinning() throws Exception {
    CountingClock clock = new CountingClock();
    Harness harness = new Harness(directory, PAIR, Harness.runs(20));
    harness.clock = clock;
    harness.options = ExecutionOptions.builder().maxInFlight(2).build();
    try (Dispatcher execution = harness.start(new ScriptedExecutor(submission -> Course.HANGS))) {
      assertThat(execution.await(Duration.ofMillis(300))).isEmpty();
      assertThat(clock.readings()).as("turns of the loop").isLessThan(1000);
    }
  }

  @Test
  void aLongIntervalIsWaitedForWithoutSpinning() throws Exception {
    CountingClock clock = new CountingClock();
    Harness harness = new Harness(directory, PAIR, Harness.runs(20));
    harness.clock = clock;
    harness.options = ExecutionOptions.builder().submitInterval(Duration.ofHours(1)).build();
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await(Duration.ofMillis(300))).isEmpty();
      assertThat(clock.readings()).as("turns of the loop").isLessThan(1000);
    }
    assertThat(executor.submitted()).hasSize(1);
  }

  // Cancelling.

  @Test
  void aCancelThatTheEngineDidNotHearIsRepeated() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(3));
    CountDownLatch hangs = new CountDownLatch(3);
    AtomicInteger asked = new AtomicInteger();
    ScriptedExecutor scripted =
        new ScriptedExecutor(
            submission -> {
              hangs.countDown();
              return Course.HANGS;
            });
    TaskExecutor deaf =
        new Forwarding(scripted) {
          @Override
          public void cancel(CancelRequest request) {
            if (asked.incrementAndGet() < 4) {
              throw new IllegalStateException("the engine is away");
            }
            super.cancel(request);
          }
        };
    try (Dispatcher execution = harness.start(deaf, Harness.PUSHING, scripted::deliverTo)) {
      assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();
      execution.cancel();
      assertThat(execution.await().cancelled()).isTrue();
    }
    assertThat(asked).hasValueGreaterThanOrEqualTo(4);
  }

  @Test
  void whatIsAcceptedAfterASecondCancelIsForcedToo() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    List<CancelMode> modes = Collections.synchronizedList(new ArrayList<>());
    ScriptedExecutor scripted = new ScriptedExecutor(submission -> Course.HANGS);
    TaskExecutor slow =
        new Forwarding(scripted) {
          @Override
          public List<SubmitOutcome> submit(SubmitRequest request) {
            arrived.countDown();
            awaitUninterruptibly(mayAnswer);
            return super.submit(request);
          }

          @Override
          public void cancel(CancelRequest request) {
            modes.add(request.mode());
            super.cancel(request);
          }
        };
    try (Dispatcher execution = harness.start(slow, Harness.PUSHING, scripted::deliverTo)) {
      assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
      execution.cancel();
      execution.cancel();
      mayAnswer.countDown();
      execution.await();
    }
    assertThat(modes).containsExactly(CancelMode.FORCED);
  }

  @Test
  void aCancelledRunIsNotNotedAsASuccess() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    CountDownLatch hangs = new CountDownLatch(1);
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> {
              hangs.countDown();
              return Course.HANGS;
            });
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();
      execution.cancel();
      execution.await();
    }
    assertThat(harness.ended)
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.failureOrNull()).isNotNull();
              assertThat(end.failureOrNull().kind()).isEqualTo(FailureKind.CANCELLED);
            });
  }

  @Test
  void runsThatWaitForTheirDirectoryAreNotPreparedAfterACancel() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(50));
    CountDownLatch preparing = new CountDownLatch(1);
    CountDownLatch mayPrepare = new CountDownLatch(1);
    harness.options = ExecutionOptions.builder().cloneThreads(1).maxInFlight(50).build();
    harness.beforePreparing =
        run -> {
          preparing.countDown();
          awaitUninterruptibly(mayPrepare);
        };
    AtomicInteger turns = new AtomicInteger();
    harness.cancelRequested = () -> turns.incrementAndGet() > 1; // asked twice a second
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThat(preparing.await(30, TimeUnit.SECONDS)).isTrue();
      while (!execution.progress().note().equals("cancelling")) {
        assertThat(execution.await(Duration.ofMillis(5))).isEmpty();
      }
      mayPrepare.countDown();
      assertThat(execution.await().cancelled()).isTrue();
    }
    assertThat(harness.prepared).hasSizeLessThan(3);
  }

  @Test
  void cancellingAndClosingAfterTheEndIsFine() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    Dispatcher execution = harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS));
    execution.await();
    execution.cancel();
    execution.close();
    execution.close();
    assertThat(execution.await().cancelled()).isFalse();
  }

  // Retries.

  @Test
  void aRefusalForNowIsNotOneOfTheAttemptsOfTheRetryPolicy() throws Exception {
    Pipeline twice =
        Pipeline.builder("twice")
            .task(
                TaskDefinition.builder("a", WorkDefinition.handler("a"))
                    .retry(Harness.atOnce(2).build()))
            .build();
    Harness harness = new Harness(directory, twice, Harness.runs(1));
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission ->
                switch (submission.task().attempt()) {
                  case 1, 2, 4 -> Course.REJECTED_FOR_NOW;
                  case 3 -> Course.FAILS;
                  default -> Course.SUCCEEDS;
                });
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(executor.submitted()).hasSize(5);
  }

  // Refusals.

  @Test
  void anEngineThatRefusesEverythingForLongIsWaitedForAndNothingFails() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(3));
    List<String> unavailable = Collections.synchronizedList(new ArrayList<>());
    harness.options =
        ExecutionOptions.builder()
            .engineRetry(Duration.ofNanos(1))
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.EngineUnavailable away) {
                    unavailable.add(away.reason());
                  }
                })
            .build();
    AtomicInteger asked = new AtomicInteger();
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission ->
                asked.incrementAndGet() <= 60 ? Course.REJECTED_FOR_NOW : Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(asked).hasValue(66);
    assertThat(unavailable).containsExactly("not now");
  }

  @Test
  void aTaskThatIsRefusedAgainAndAgainWhileOthersAreAcceptedIsGivenUp() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(40));
    harness.options =
        ExecutionOptions.builder().engineRetry(Duration.ofNanos(1)).maxInFlight(2).build();
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission ->
                submission.task().runId().equals("run-0")
                    ? Course.REJECTED_FOR_NOW
                    : Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      Progress end = execution.await().progress();
      assertThat(end.runs().failed()).isEqualTo(1);
      assertThat(end.runs().succeeded()).isEqualTo(39);
    }
  }

  // Listeners.

  @Test
  void aListenerMayWaitForTheEndAndCloseTheExecution() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(3));
    CompletableFuture<BatchResult> seen = new CompletableFuture<>();
    CompletableFuture<Dispatcher> execution = new CompletableFuture<>();
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.RunEnded && !seen.isDone()) {
                    try {
                      execution.get().close();
                      seen.complete(execution.get().await());
                    } catch (Exception e) {
                      seen.completeExceptionally(e);
                    }
                  }
                })
            .build();
    try (Dispatcher started = harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      execution.complete(started);
      started.await();
    }
    assertThat(seen).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void aListenerMayCancelAndWhoWaitsIsToldAfterTheLastNews() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(30));
    CompletableFuture<Dispatcher> execution = new CompletableFuture<>();
    AtomicInteger events = new AtomicInteger();
    int told;
    List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
    harness.options =
        ExecutionOptions.builder()
            .maxInFlight(1)
            .listener(
                event -> {
                  if (events.incrementAndGet() == 5) {
                    execution.join().cancel();
                  }
                })
            .build();
    try (Dispatcher started = harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      started.onProgress(progress::add);
      execution.complete(started);
      BatchResult result = started.await();
      told = events.get();
      assertThat(progress.get(progress.size() - 1)).isEqualTo(result.progress());
    }
    assertThat(events).hasValue(told);
  }

  @Test
  void whoWatchesAfterTheEndIsToldTheEnd() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(2));
    List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      BatchResult result = execution.await();
      execution.onProgress(progress::add);
      assertThat(progress).containsExactly(result.progress());
    }
  }

  @Test
  void aListenerThatThrowsAnythingIsCalledAgain() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(2));
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  calls.incrementAndGet();
                  DispatcherEdgesTest.<RuntimeException>sneak(new Exception("checked"));
                })
            .listener(
                event -> {
                  others.incrementAndGet();
                  throw new StackOverflowError();
                })
            .build();
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(calls).hasValueGreaterThan(5).hasValue(others.get());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  // What the end leaves.

  @Test
  void noThreadIsLeftBehind() throws Exception {
    Harness harness = new Harness(directory, PAIR, Harness.runs(5));
    harness.options = ExecutionOptions.builder().listener(event -> {}).build();
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      execution.await();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("batchrunner-") && name.endsWith("-test"))
        .doesNotContain("batchrunner-journal");
  }

  @Test
  void whatMustBeDoneAtTheEndIsDoneOnceAndItsFailureIsTold() {
    Harness harness = new Harness(directory, PAIR, Harness.runs(1));
    harness.whenEnded =
        () -> {
          throw new BatchRunnerException("the lock is stuck");
        };
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThatThrownBy(execution::await)
          .isInstanceOf(BatchRunnerException.class)
          .hasMessageContaining("the lock is stuck");
    }
  }

  /** Runs in a process that may not write files of more than a few kilobytes. */
  static final class OnAFullDisk {
    private OnAFullDisk() {}

    public static void main(String[] arguments) throws InterruptedException {
      Harness harness =
          new Harness(Path.of(arguments[0]), PAIR, Harness.runs(Integer.parseInt(arguments[1])));
      try (Dispatcher execution =
          harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
        System.out.println(execution.await());
      } catch (BatchRunnerException e) {
        System.out.println(e.getCause());
      }
    }
  }

  @Test
  void aFullDiskStopsTheExecutionAndTheNextOneGoesOn() throws Exception {
    if (!Files.isExecutable(Path.of("/bin/sh"))) {
      throw Requirement.missing("there is no /bin/sh");
    }
    List<String> java =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            OnAFullDisk.class.getName(),
            directory.toString(),
            "200");
    List<String> limited =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 32; exec \"$@\"", "sh"));
    limited.addAll(java);
    Process process = new ProcessBuilder(limited).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said)
        .contains(JournalException.class.getName())
        .contains("cannot write the journal")
        .contains("run again to continue");
    Harness harness = new Harness(directory, PAIR, Harness.runs(200));
    assertThat(harness.plan().toRun()).isPositive();
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(harness.plan().toRun()).isZero();
  }

  @Test
  void namesOfRunsMayBeOfAnyKind() throws Exception {
    Set<String> ids = Set.of("OR,WA-101", "日本", "a b", "x".repeat(100));
    Harness harness = new Harness(directory, PAIR, Harness.runs(ids));
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(IntStream.range(0, 4).mapToObj(harness.journal().state()::runId))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody let it go on");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Does what another executor does, but for what a test changes. */
  private static class Forwarding implements TaskExecutor {
    private final TaskExecutor other;

    Forwarding(TaskExecutor other) {
      this.other = other;
    }

    @Override
    public List<SubmitOutcome> submit(SubmitRequest request) {
      return other.submit(request);
    }

    @Override
    public List<Observation> observe(ObserveRequest request) {
      return other.observe(request);
    }

    @Override
    public void cancel(CancelRequest request) {
      other.cancel(request);
    }

    @Override
    public List<Observation> reattach(ReattachRequest request) {
      return other.reattach(request);
    }

    @Override
    public void close(CloseMode mode) {
      other.close(mode);
    }
  }
}

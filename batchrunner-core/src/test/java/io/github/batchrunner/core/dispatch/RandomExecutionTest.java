package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.RetryPolicy.CountsAs;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whole executions on an engine in bad weather: they end, and what they leave is true. */
class RandomExecutionTest {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(50);
  private static final int RUNS = 6;

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyExecutionEndsAndEachTaskSucceedsOnceOrSaysWhyNot(@ForAll long seed) throws Exception {
    Path directory = Files.createTempDirectory("storm");
    try {
      Random random = new Random(seed);
      Harness harness = harness(random, directory);
      BatchPlan plan = harness.plan();
      try (StormyExecutor engine = new StormyExecutor(random.nextLong(), random.nextBoolean());
          Dispatcher execution = start(harness, engine, random)) {
        BatchResult result = execution.await(LONG_ENOUGH).orElseThrow();
        assertThat(result.progress().tasks().ended()).isEqualTo(plan.toRun());
        assertThat(result.progress().inFlight()).isZero();
        assertThat(result.progress().runs().waiting()).isZero();
        assertThat(engine.wrongs()).isEmpty();
        judge(harness, plan, engine, result);
      }
    } finally {
      FileTrees.delete(directory);
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void whatWasCancelledAtAnyMomentIsFinishedByLaterExecutions(@ForAll long seed) throws Exception {
    Path directory = Files.createTempDirectory("storm");
    try {
      Random random = new Random(seed);
      Harness harness = harness(random, directory);
      BatchPlan first = harness.plan();
      try (StormyExecutor engine = new StormyExecutor(random.nextLong(), random.nextBoolean())) {
        boolean cancelled = true;
        for (int execution = 0; cancelled; execution++) {
          cancelled = runAndCancel(harness, engine, random, execution);
        }
        assertThat(engine.wrongs()).isEmpty();
        for (int run = 0; run < RUNS; run++) {
          for (int task = 0; task < first.pipeline().size(); task++) {
            assertThat(engine.successes("run-" + run + "/" + first.pipeline().task(task).id()))
                .isLessThanOrEqualTo(1);
          }
        }
        BatchPlan left = harness.plan();
        assertThat(left.count(Reason.INTERRUPTED)).isEqualTo(lost(harness, left));
        assertThat(left.count(Reason.CANCELLED)).isZero();
      }
    } finally {
      FileTrees.delete(directory);
    }
  }

  /** The engine lost some for good; nothing else is interrupted in the end. */
  private static long lost(Harness harness, BatchPlan plan) {
    BatchState state = harness.journal().state();
    long lost = 0;
    for (int run = 0; run < RUNS; run++) {
      for (int task = 0; task < plan.pipeline().size(); task++) {
        lost +=
            plan.reason(run, task) == Reason.INTERRUPTED
                    && state
                            .task(plan.pipeline().task(task).id())
                            .status(state.runNumber(plan.runs().id(run)))
                        == TaskStatus.LOST
                ? 1
                : 0;
      }
    }
    return lost;
  }

  /** Returns whether there is anything left to do after it, as far as a cancel is the reason. */
  private static boolean runAndCancel(
      Harness harness, StormyExecutor engine, Random random, int number) throws Exception {
    boolean cancels = number < 3;
    AtomicInteger left = new AtomicInteger(random.nextInt(12));
    int calls = 1 + random.nextInt(2);
    try (Dispatcher execution = start(harness, engine, random)) {
      engine.afterEachSubmission(
          () -> {
            if (cancels && left.getAndDecrement() == 0) {
              for (int call = 0; call < calls; call++) {
                execution.cancel();
              }
            }
          });
      BatchResult result = execution.await(LONG_ENOUGH).orElseThrow();
      return result.cancelled();
    }
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void theThresholdsAreKeptWhateverHappens(@ForAll long seed) throws Exception {
    Path directory = Files.createTempDirectory("storm");
    try {
      Random random = new Random(seed);
      Harness harness = harness(random, directory);
      int stop = 1 + random.nextInt(4);
      List<ExecutionEvent> events = Collections.synchronizedList(new ArrayList<>());
      harness.options =
          ExecutionOptions.builder()
              .engineRetry(Duration.ofMillis(1))
              .thresholds(stop, random.nextInt(stop))
              .listener(events::add)
              .build();
      try (StormyExecutor engine = new StormyExecutor(random.nextLong(), random.nextBoolean());
          Dispatcher execution = start(harness, engine, random)) {
        assertThat(execution.await(LONG_ENOUGH)).isPresent();
      }
      int begun = 0;
      for (ExecutionEvent event : events) {
        begun += event instanceof ExecutionEvent.RunStarted ? 1 : 0;
        begun -= event instanceof ExecutionEvent.RunEnded ? 1 : 0;
        assertThat(begun).isBetween(0, stop);
      }
    } finally {
      FileTrees.delete(directory);
    }
  }

  private static Harness harness(Random random, Path directory) throws IOException {
    Pipeline pipeline = RandomPlan.pipeline(random, 6);
    for (int run = 0; run < RUNS; run++) {
      Path wd = Files.createDirectory(directory.resolve("run-" + run));
      for (int task = 0; task < pipeline.size(); task++) {
        Files.createFile(wd.resolve("out-" + task));
      }
    }
    Harness harness = new Harness(directory, pipeline, Harness.runs(RUNS));
    harness.selection = RandomPlan.selection(random, pipeline);
    ExecutionOptions.Builder options = ExecutionOptions.builder().engineRetry(Duration.ofMillis(1));
    if (random.nextBoolean()) {
      options.maxInFlight(1 + random.nextInt(6));
    }
    harness.options = options.build();
    return harness;
  }

  private static Dispatcher start(Harness harness, StormyExecutor engine, Random random) {
    return harness.start(
        engine,
        engine.pushes() && random.nextBoolean() ? Harness.PUSHING : Harness.POLLED,
        engine::deliverTo);
  }

  /** What the journal says of each task must be what the engine did. */
  private static void judge(
      Harness harness, BatchPlan plan, StormyExecutor engine, BatchResult result) {
    BatchState state = harness.journal().state();
    long succeeded = 0;
    for (int run = 0; run < RUNS; run++) {
      int number = state.runNumber(plan.runs().id(run));
      for (int task = 0; task < plan.pipeline().size(); task++) {
        String id = plan.pipeline().task(task).id();
        BatchState.TaskView view = state.task(id);
        String name = plan.runs().id(run) + "/" + id;
        long successes = engine.successes(name);
        judgeTries(plan.pipeline().task(task), view.failure(number), engine, name);
        switch (view.status(number)) {
          case SUCCEEDED -> {
            assertThat(successes).isEqualTo(1);
            succeeded++;
          }
          case FAILED, LOST -> {
            assertThat(successes).isZero();
            assertThat(view.failure(number)).isPresent();
          }
          case NEW -> assertThat(successes).isZero();
          case SUBMITTED, CANCELLED, WITHDRAWN ->
              throw new AssertionError(id + " of run " + run + " has no end");
        }
      }
    }
    assertThat(result.progress().tasks().succeeded()).isEqualTo(succeeded);
  }

  /** A task fails as often as it may, is lost as often as it may, and never more. */
  private static void judgeTries(
      TaskDefinition task, Optional<Failure> last, StormyExecutor engine, String name) {
    RetryPolicy retry = task.retry();
    long failures = engine.ends(name, AttemptState.FAILED);
    long losses = engine.ends(name, AttemptState.LOST);
    FailureKind kind = last.map(Failure::kind).orElse(FailureKind.REJECTED);
    switch (CountsAs.of(kind)) {
      case ATTEMPT -> {
        assertThat(failures).as(name).isEqualTo(retry.maxAttempts());
        assertThat(losses).as(name).isLessThanOrEqualTo(retry.maxLosses());
      }
      case LOSS -> {
        assertThat(losses).as(name).isEqualTo(retry.maxLosses() + 1);
        assertThat(failures).as(name).isLessThan(retry.maxAttempts());
      }
      case FINAL -> {
        assertThat(failures).as(name).isLessThan(retry.maxAttempts());
        assertThat(losses).as(name).isLessThanOrEqualTo(retry.maxLosses());
      }
    }
  }
}

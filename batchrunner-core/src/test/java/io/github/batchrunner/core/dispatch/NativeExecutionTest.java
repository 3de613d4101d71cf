package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.spi.CloseMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whole executions on an engine that orders attempts by itself. */
class NativeExecutionTest {

  private static final int RUNS = 6;
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final String WITHOUT_OUTPUTS = "run-4";

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void everyTaskSucceedsOnceOrHasAReasonNotTo(@ForAll long seed) throws Exception {
    Path directory = Files.createTempDirectory("native");
    try {
      Random random = new Random(seed);
      Harness harness = harness(random, directory, RandomPlan.pipeline(random, 7));
      harness.withoutOutputs = Set.of(WITHOUT_OUTPUTS);
      BatchPlan plan = harness.plan();
      NativeEngine engine = new NativeEngine(random, task -> needs(plan, task));
      execute(harness, engine);
      judge(harness, plan, engine);
    } finally {
      FileTrees.delete(directory);
    }
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void hostsMayDieAtAnyMoment(@ForAll long seed) throws Exception {
    Path directory = Files.createTempDirectory("native");
    try {
      Random random = new Random(seed);
      Pipeline pipeline = RandomPlan.pipeline(random, 7);
      Harness harness = harness(random, Files.createDirectory(directory.resolve("0")), pipeline);
      BatchPlan plan = harness.plan();
      NativeEngine engine = new NativeEngine(random, task -> needs(plan, task));
      int crashes = 1 + random.nextInt(3);
      for (int host = 0; host < crashes; host++) {
        harness = dieAndSucceed(harness, engine, random, directory, host);
      }
      execute(harness, engine);
      judge(harness, plan, engine);
    } finally {
      FileTrees.delete(directory);
    }
  }

  /** Runs a host until it dies, and returns one that finds what it left on disk. */
  private static Harness dieAndSucceed(
      Harness harness, NativeEngine engine, Random random, Path directory, int host)
      throws Exception {
    Path before = directory.resolve(String.valueOf(host));
    Path after = Files.createDirectory(directory.resolve(String.valueOf(host + 1)));
    NativeEngine.Connection connection = engine.connect();
    engine.crashAfter(
        1 + random.nextInt(40),
        () -> {
          try {
            Files.copy(before.resolve("journal.jsonl"), after.resolve("journal.jsonl"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    try (Dispatcher execution =
        harness.start(connection, engine.capabilities(), connection::deliverTo)) {
      if (random.nextInt(3) == 0) {
        execution.drain(); // a host may die while it stops
      }
      while (execution.await(Duration.ofMillis(1)).isEmpty()) {
        if (connection.dead()) {
          // What a dead host goes on to do reaches nobody.
          execution.cancel();
        }
      }
    }
    engine.crashAfter(Integer.MAX_VALUE, () -> {});
    if (!connection.dead()) {
      Files.copy(before.resolve("journal.jsonl"), after.resolve("journal.jsonl"));
    } else if (random.nextInt(3) == 0) {
      engine.forgetSome();
    }
    Harness next = harness(random, after, harness.plan().pipeline());
    next.selection = harness.selection;
    return next;
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void aCancelledExecutionLeavesNothingAtTheEngineAndCanBeFinished(@ForAll long seed)
      throws Exception {
    Path directory = Files.createTempDirectory("native");
    try {
      Random random = new Random(seed);
      Harness harness = harness(random, directory, RandomPlan.pipeline(random, 7));
      BatchPlan plan = harness.plan();
      NativeEngine engine = new NativeEngine(random, task -> needs(plan, task));
      AtomicInteger calls = new AtomicInteger(random.nextInt(30));
      NativeEngine.Connection connection = engine.connect();
      try (Dispatcher execution =
          harness.start(connection, engine.capabilities(), connection::deliverTo)) {
        execution.onProgress(
            progress -> {
              if (calls.getAndDecrement() == 0) {
                execution.cancel();
              }
            });
        execution.cancel();
        assertThat(execution.await(LONG_ENOUGH)).isPresent();
      }
      assertThat(engine.live()).isEmpty();
      execute(harness, engine);
      judge(harness, plan, engine);
    } finally {
      FileTrees.delete(directory);
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void aDrainedExecutionLeavesNothingAtTheEngineAndADetachedOneAllAndBothCanBeFinished(
      @ForAll long seed) throws Exception {
    Path directory = Files.createTempDirectory("native");
    try {
      Random random = new Random(seed);
      Harness harness = harness(random, directory, RandomPlan.pipeline(random, 7));
      BatchPlan plan = harness.plan();
      NativeEngine engine = new NativeEngine(random, task -> needs(plan, task));
      int endings = 1 + random.nextInt(3);
      for (int ending = 0; ending < endings; ending++) {
        endEarly(harness, engine, random);
      }
      execute(harness, engine);
      judge(harness, plan, engine);
    } finally {
      FileTrees.delete(directory);
    }
  }

  private static void endEarly(Harness harness, NativeEngine engine, Random random)
      throws Exception {
    AtomicInteger looks = new AtomicInteger(random.nextInt(30));
    boolean drains = random.nextBoolean();
    NativeEngine.Connection connection = engine.connect();
    connection.whenAsked(looks::decrementAndGet);
    try (Dispatcher execution =
        harness.start(connection, engine.capabilities(), connection::deliverTo)) {
      while (looks.get() > 0 && execution.await(Duration.ofMillis(1)).isEmpty()) {
        // it goes on
      }
      execution.close(drains ? CloseMode.DRAIN : CloseMode.DETACH);
      BatchResult result = execution.await(LONG_ENOUGH).orElseThrow();
      assertThat(result.ending()).isIn(Ending.COMPLETED, drains ? Ending.STOPPED : Ending.DETACHED);
      if (drains) {
        assertThat(result.progress().inFlight()).isZero();
        assertThat(engine.live()).as("what stays at the engine").isEmpty();
      }
    }
    assertThat(engine.wrongs()).isEmpty();
  }

  private static Harness harness(Random random, Path directory, Pipeline pipeline)
      throws IOException {
    for (int run = 0; run < RUNS; run++) {
      Path wd = Files.createDirectory(directory.resolve("run-" + run));
      for (int task = 0; task < pipeline.size(); task++) {
        Files.createFile(wd.resolve("out-" + task));
      }
    }
    Harness harness = new Harness(directory, pipeline, Harness.runs(RUNS));
    harness.selection = RandomPlan.selection(random, pipeline);
    ExecutionOptions.Builder options = ExecutionOptions.builder().engineRetry(Duration.ofMillis(1));
    if (random.nextInt(3) == 0) {
      options.maxInFlight(1 + random.nextInt(6));
    }
    harness.options = options.build();
    return harness;
  }

  private static void execute(Harness harness, NativeEngine engine) throws Exception {
    harness.ended.clear(); // a run that failed in an earlier execution ends in each
    harness.forgotten.clear();
    NativeEngine.Connection connection = engine.connect();
    BatchPlan plan = harness.plan();
    try (Dispatcher execution =
        harness.start(connection, engine.capabilities(), connection::deliverTo)) {
      BatchResult result =
          execution
              .await(LONG_ENOUGH)
              .orElseThrow(
                  () ->
                      new AssertionError(
                          "no end: " + execution.progress() + ", at the engine " + engine.live()));
      assertThat(result.progress().tasks().ended()).isEqualTo(plan.toRun());
      assertThat(result.progress().inFlight()).isZero();
    }
    assertThat(harness.ended).extracting(RunWorkshop.RunEnd::run).doesNotHaveDuplicates();
    assertThat(harness.forgotten).doesNotHaveDuplicates();
    assertThat(engine.live()).as("what stays at the engine").isEmpty();
    assertThat(engine.wrongs()).isEmpty();
  }

  /** The planned tasks that a task, as {@code run/task}, waits for. */
  private static Set<String> needs(BatchPlan plan, String task) {
    int slash = task.indexOf('/');
    int run = Integer.parseInt(task.substring("run-".length(), slash));
    Set<String> found = new LinkedHashSet<>();
    addNeeds(plan, run, plan.pipeline().number(task.substring(slash + 1)), found);
    return found;
  }

  private static void addNeeds(BatchPlan plan, int run, int task, Set<String> found) {
    for (int need : plan.pipeline().needs(task)) {
      if (plan.runs(run, need)) {
        found.add("run-" + run + "/" + plan.pipeline().task(need).id());
      } else {
        addNeeds(plan, run, need, found);
      }
    }
  }

  /** What the journal says of each task must be what the engine did, and what was skipped too. */
  private static void judge(Harness harness, BatchPlan plan, NativeEngine engine) {
    BatchState state = harness.journal().state();
    for (int run = 0; run < RUNS; run++) {
      String runId = plan.runs().id(run);
      int number = state.runNumber(runId);
      boolean allOutputs = !runId.equals(WITHOUT_OUTPUTS);
      for (int task = 0; task < plan.pipeline().size(); task++) {
        if (!plan.runs(run, task)) {
          continue;
        }
        String id = plan.pipeline().task(task).id();
        BatchState.TaskView view = state.task(id);
        long successes = engine.successes(runId + "/" + id);
        TaskStatus status = view.status(number);
        assertThat(successes).as("%s of %s is %s", id, runId, status).isLessThanOrEqualTo(1);
        switch (status) {
          case SUCCEEDED -> assertThat(successes).isEqualTo(1);
          case FAILED, LOST -> {
            assertThat(view.failure(number)).isPresent();
            assertThat(allOutputs ? successes : 0).isZero();
          }
          case NEW, WITHDRAWN -> {
            assertThat(allOutputs ? successes : 0).as("%s of %s is %s", id, runId, status).isZero();
            assertThat(behindAFailure(plan, state, run, number, task))
                .as("%s of %s was skipped for a reason", id, runId)
                .isTrue();
          }
          case SUBMITTED, CANCELLED ->
              throw new AssertionError(id + " of " + runId + " is " + status);
        }
      }
    }
    assertThat(harness.plan().count(Reason.NEED_IS_NEWER)).as("stale successes").isZero();
  }

  private static boolean behindAFailure(
      BatchPlan plan, BatchState state, int run, int number, int task) {
    for (int need : plan.pipeline().needs(task)) {
      TaskStatus status = state.task(plan.pipeline().task(need).id()).status(number);
      boolean failed = status == TaskStatus.FAILED || status == TaskStatus.LOST;
      if ((failed && plan.runs(run, need)) || behindAFailure(plan, state, run, number, need)) {
        return true;
      }
    }
    return false;
  }
}

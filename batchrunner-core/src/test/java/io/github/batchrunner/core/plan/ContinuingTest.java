package io.github.batchrunner.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Plans that go on with an execution whose host was killed. */
class ContinuingTest {

  private static final Pipeline CHAIN =
      Pipeline.builder("chain")
          .task(task("a"))
          .task(task("b").needs("a"))
          .task(task("c").needs("b"))
          .build();
  private static final Instant FIRST = Instant.ofEpochMilli(1_000);
  private static final Instant SECOND = Instant.ofEpochMilli(2_000);
  private static final Instant THIRD = Instant.ofEpochMilli(3_000);

  private static TaskDefinition.Builder task(String id) {
    return TaskDefinition.builder(id, WorkDefinition.handler(id));
  }

  /** A journal of one run, in a directory of its own, and what is executed of it. */
  private static final class Batch implements AutoCloseable {
    private final Path directory;
    private final Pipeline pipeline;
    private final JournalWriter journal;
    private Set<String> named = Set.of();

    Batch(Pipeline pipeline) {
      this.pipeline = pipeline;
      try {
        directory = Files.createTempDirectory("continuing");
        Files.createDirectory(directory.resolve("r"));
        Path file = directory.resolve("journal.jsonl");
        journal = JournalWriter.open(file, "test", JournalReader.read(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void start(Instant at) {
      int number = journal.state().executions().size() + 1;
      journal.start(
          new ExecutionRecord(number, at, "local", PipelineJson.write(pipeline), "here", 1, null));
    }

    TaskStatus status(String task) {
      return journal.state().task(task).status(journal.state().runNumber("r"));
    }

    /** Records an attempt; one that failed has this kind of failure. */
    void attempt(String task, TaskStatus status, FailureKind kind) {
      int run = journal.run("r");
      int version =
          journal.version(Planner.version(pipeline.task(pipeline.number(task)), input -> "0"));
      int attempt = journal.state().task(task).attempts(run) + 1;
      journal.intent(run, version, 7, attempt, Cause.UNKNOWN, 0);
      if (status != TaskStatus.SUBMITTED) {
        Failure failure = status == TaskStatus.SUCCEEDED ? null : Failure.of(kind, "no");
        journal.end(run, version, attempt, status, 1, 2, failure);
      }
    }

    void succeed(String... tasks) {
      for (String task : tasks) {
        attempt(task, TaskStatus.SUCCEEDED, FailureKind.EXCEPTION);
      }
    }

    BatchPlan plan(PlanOptions options) {
      return new Planner(
              pipeline,
              TaskSelection.all(),
              options,
              journal.state(),
              new Planner.RunDirectories() {
                @Override
                public boolean exists(String runId) {
                  return true;
                }

                @Override
                public String path(String runId) {
                  return directory.resolve(runId).toString();
                }
              },
              input -> "0",
              (task, run) -> named.isEmpty() || named.contains(task))
          .plan(RunTable.builder(1).add("r", 0, 1, 7).build());
    }

    List<Reason> reasons(PlanOptions options) {
      BatchPlan plan = plan(options);
      List<Reason> reasons = new ArrayList<>();
      for (int task = 0; task < pipeline.size(); task++) {
        reasons.add(plan.reason(0, task));
      }
      return reasons;
    }

    @Override
    public void close() {
      journal.close();
    }
  }

  private static PlanOptions forced() {
    return PlanOptions.builder().forceAll().continuing(SECOND).build();
  }

  private static PlanOptions failedOnly() {
    return PlanOptions.builder().failedOnly().continuing(SECOND).build();
  }

  @Test
  void whatWasForcedAndHasSucceededSinceIsUpToDate() {
    try (Batch batch = new Batch(CHAIN)) {
      batch.start(FIRST);
      batch.succeed("a", "b", "c");
      batch.start(SECOND);
      batch.succeed("a");
      batch.attempt("b", TaskStatus.SUBMITTED, FailureKind.EXCEPTION);

      assertThat(batch.reasons(forced()))
          .containsExactly(Reason.UP_TO_DATE, Reason.INTERRUPTED, Reason.FORCED);
      assertThat(batch.reasons(PlanOptions.builder().forceAll().build()))
          .containsOnly(Reason.FORCED);
    }
  }

  @Test
  void whatGoesOnOverSeveralExecutionsCountsFromTheFirstOfThem() {
    try (Batch batch = new Batch(CHAIN)) {
      batch.start(SECOND);
      batch.succeed("a");
      batch.start(THIRD);
      batch.succeed("b");

      assertThat(batch.reasons(forced()))
          .containsExactly(Reason.UP_TO_DATE, Reason.UP_TO_DATE, Reason.FORCED);
    }
  }

  @Test
  void withoutAnExecutionSinceThePlanIsTheSame() {
    try (Batch batch = new Batch(CHAIN)) {
      batch.start(FIRST);
      batch.succeed("a", "b");

      assertThat(batch.reasons(forced())).containsOnly(Reason.FORCED);
      assertThat(batch.reasons(PlanOptions.builder().continuing(SECOND).build()))
          .containsExactly(Reason.UP_TO_DATE, Reason.UP_TO_DATE, Reason.NEVER_RAN);
    }
  }

  @Test
  void whatFailedForGoodIsNotTriedAgainAndNorIsWhatNeedsIt() {
    try (Batch batch = new Batch(CHAIN)) {
      batch.start(FIRST);
      batch.succeed("a", "b", "c");
      batch.start(SECOND);
      batch.attempt("a", TaskStatus.FAILED, FailureKind.EXIT_CODE);

      assertThat(batch.reasons(forced()))
          .containsExactly(Reason.NOT_ASKED_FOR, Reason.BLOCKED, Reason.BLOCKED);
      assertThat(batch.reasons(PlanOptions.all())).doesNotContain(Reason.BLOCKED);
    }
  }

  @Test
  void whatFailedBeforeIsTriedAgain() {
    try (Batch batch = new Batch(CHAIN)) {
      batch.start(FIRST);
      batch.attempt("a", TaskStatus.FAILED, FailureKind.EXIT_CODE);
      batch.start(SECOND);

      assertThat(batch.reasons(PlanOptions.builder().continuing(SECOND).build()))
          .containsExactly(Reason.FAILED, Reason.FOLLOWS, Reason.FOLLOWS);
    }
  }

  @Test
  void aTaskBetweenTwoTriesIsTriedAgain() {
    Pipeline patient =
        Pipeline.builder("patient").task(task("a").retry(RetryPolicy.attempts(2))).build();
    try (Batch batch = new Batch(patient)) {
      batch.start(SECOND);
      batch.attempt("a", TaskStatus.FAILED, FailureKind.EXIT_CODE);
      assertThat(batch.reasons(forced())).containsExactly(Reason.FAILED);

      batch.attempt("a", TaskStatus.FAILED, FailureKind.EXIT_CODE);
      assertThat(batch.reasons(forced())).containsExactly(Reason.NOT_ASKED_FOR);
    }
    try (Batch batch = new Batch(CHAIN)) {
      batch.start(SECOND);
      batch.attempt("a", TaskStatus.LOST, FailureKind.NODE_LOST);
      assertThat(batch.reasons(forced()).get(0)).isEqualTo(Reason.INTERRUPTED);
    }
  }

  @Test
  void ofFailuresWhatFollowsASuccessIsPlannedYet() {
    try (Batch batch = new Batch(CHAIN)) {
      batch.start(FIRST);
      batch.attempt("a", TaskStatus.FAILED, FailureKind.EXIT_CODE);
      batch.start(SECOND);
      batch.succeed("a");

      assertThat(batch.reasons(failedOnly()))
          .containsExactly(Reason.NOT_ASKED_FOR, Reason.NEED_IS_NEWER, Reason.FOLLOWS);

      batch.attempt("b", TaskStatus.SUBMITTED, FailureKind.EXCEPTION);
      assertThat(batch.reasons(failedOnly()))
          .containsExactly(Reason.NOT_ASKED_FOR, Reason.INTERRUPTED, Reason.FOLLOWS);
    }
  }

  /** Whenever the host is killed, in the end the same tasks have run, each to one end. */
  @Property(tries = 300)
  void whatIsContinuedEndsAsIfNothingHadHappened(@ForAll Random random) {
    Pipeline pipeline = pipeline(random);
    Map<String, TaskStatus> before = new LinkedHashMap<>();
    Map<String, TaskStatus> ends = new LinkedHashMap<>();
    Set<String> named = new TreeSet<>();
    for (TaskDefinition task : pipeline.tasks()) {
      boolean possible =
          task.needs().stream().allMatch(need -> before.get(need) == TaskStatus.SUCCEEDED);
      int chance = random.nextInt(4);
      if (possible && chance > 0) {
        before.put(task.id(), chance == 1 ? TaskStatus.FAILED : TaskStatus.SUCCEEDED);
      }
      ends.put(task.id(), random.nextInt(4) == 0 ? TaskStatus.FAILED : TaskStatus.SUCCEEDED);
      if (random.nextBoolean()) {
        named.add(task.id());
      }
    }
    int way = random.nextInt(4);
    try (Batch whole = prepared(pipeline, before, way == 3 ? named : Set.of());
        Batch killed = prepared(pipeline, before, way == 3 ? named : Set.of())) {
      whole.start(SECOND);
      List<String> wanted = execute(whole, options(way, named).build(), ends, Integer.MAX_VALUE);
      List<String> done = new ArrayList<>();
      killed.start(SECOND);
      PlanOptions.Builder first = options(way, named);
      done.addAll(execute(killed, first.build(), ends, random.nextInt(wanted.size() + 1)));
      for (int death = random.nextInt(3); death > 0; death--) {
        killed.start(THIRD);
        PlanOptions again = options(way, named).continuing(SECOND).build();
        done.addAll(execute(killed, again, ends, random.nextInt(wanted.size() + 1)));
      }
      killed.start(THIRD);
      done.addAll(
          execute(killed, options(way, named).continuing(SECOND).build(), ends, Integer.MAX_VALUE));

      assertThat(done).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(wanted);
      for (TaskDefinition task : pipeline.tasks()) {
        assertThat(killed.status(task.id())).isEqualTo(whole.status(task.id()));
      }
      assertThat(killed.plan(options(way, named).continuing(SECOND).build()).toRun()).isZero();
    }
  }

  private static Pipeline pipeline(Random random) {
    Pipeline.Builder pipeline = Pipeline.builder("random");
    for (int task = 0; task < 6; task++) {
      TaskDefinition.Builder definition = task("t" + task);
      for (int need = 0; need < task; need++) {
        if (random.nextInt(3) == 0) {
          definition.needs("t" + need);
        }
      }
      pipeline.task(definition);
    }
    return pipeline.build();
  }

  private static PlanOptions.Builder options(int way, Set<String> named) {
    PlanOptions.Builder options = PlanOptions.builder();
    return switch (way) {
      case 0 -> options;
      case 1 -> options.forceAll();
      case 2 -> options.force(named.toArray(String[]::new));
      default -> options.failedOnly();
    };
  }

  private static Batch prepared(
      Pipeline pipeline, Map<String, TaskStatus> before, Set<String> named) {
    Batch batch = new Batch(pipeline);
    batch.named = named;
    batch.start(FIRST);
    before.forEach((task, status) -> batch.attempt(task, status, FailureKind.EXIT_CODE));
    return batch;
  }

  /**
   * Carries a plan out as dispatch does, and returns what has ended; at the death of the host the
   * next task has begun.
   */
  private static List<String> execute(
      Batch batch, PlanOptions options, Map<String, TaskStatus> ends, int endsUntilDeath) {
    BatchPlan plan = batch.plan(options);
    List<String> ended = new ArrayList<>();
    Set<String> open = new TreeSet<>();
    for (int number = 0; number < batch.pipeline.size(); number++) {
      TaskDefinition task = batch.pipeline.task(number);
      if (!plan.runs(0, number)) {
        continue;
      }
      if (task.needs().stream().anyMatch(open::contains)) {
        open.add(task.id()); // skipped
        continue;
      }
      if (ended.size() == endsUntilDeath) {
        batch.attempt(task.id(), TaskStatus.SUBMITTED, FailureKind.EXIT_CODE);
        return ended;
      }
      TaskStatus end = ends.getOrDefault(task.id(), TaskStatus.SUCCEEDED);
      batch.attempt(task.id(), end, FailureKind.EXIT_CODE);
      ended.add(task.id());
      if (end == TaskStatus.FAILED) {
        open.add(task.id());
      }
    }
    return ended;
  }
}

package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DispatcherTest {

  private static final Pipeline CHAIN =
      Pipeline.builder("chain")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
          .task(TaskDefinition.builder("c", WorkDefinition.handler("c")).needs("b"))
          .build();

  @TempDir private Path directory;

  @Test
  void runsEveryTaskOnceAndEachAfterWhatItNeeds() throws Exception {
    Harness harness = new Harness(directory, Pipelines.wepp(), Harness.runs(50));
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      BatchResult result = execution.await();
      assertThat(result.succeeded()).isTrue();
      assertThat(result.progress().tasks().succeeded()).isEqualTo(350);
      assertThat(result.progress().runs().succeeded()).isEqualTo(50);
    }
    List<String> submitted = executor.submitted();
    assertThat(submitted).hasSize(350).doesNotHaveDuplicates();
    for (int run = 0; run < 50; run++) {
      String prefix = "run-" + run + "/";
      assertThat(submitted.indexOf(prefix + "wepp#1"))
          .isGreaterThan(submitted.indexOf(prefix + "landuse#1"))
          .isGreaterThan(submitted.indexOf(prefix + "soils#1"))
          .isGreaterThan(submitted.indexOf(prefix + "climate#1"))
          .isLessThan(submitted.indexOf(prefix + "omni#1"));
    }
    assertThat(harness.plan().toRun()).isZero();
    assertThat(harness.ended).hasSize(50).allMatch(end -> end.succeededAt().size() == 7);
  }

  @Test
  void theLargestWatershedComesFirst() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(20));
    harness.options = ExecutionOptions.builder().maxInFlight(1).build();
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      execution.await();
    }
    List<String> expected = new ArrayList<>();
    for (int run = 0; run < 20; run++) {
      for (String task : List.of("a", "b", "c")) {
        expected.add("run-" + run + "/" + task + "#1");
      }
    }
    assertThat(executor.submitted())
        .as("run-0 is the largest, and a started run is finished before the next one starts")
        .isEqualTo(expected);
  }

  @Test
  void aFailureSkipsWhatDependsOnItAndNothingElse() throws Exception {
    Harness harness = new Harness(directory, Pipelines.wepp(), Harness.runs(10));
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission ->
                submission.task().runId().equals("run-3")
                        && submission.task().taskId().equals("soils")
                    ? Course.FAILS
                    : Course.SUCCEEDS);
    List<String> skipped = Collections.synchronizedList(new ArrayList<>());
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.TaskSkipped skip) {
                    skipped.add(
                        skip.runId() + "/" + skip.taskId() + " because of " + skip.needId());
                  }
                })
            .build();
    try (Dispatcher execution = harness.start(executor)) {
      BatchResult result = execution.await();
      assertThat(result.succeeded()).isFalse();
      assertThat(result.progress().tasks().failed()).isEqualTo(1);
      assertThat(result.progress().tasks().skipped()).isEqualTo(3);
      assertThat(result.progress().tasks().succeeded()).isEqualTo(66);
      assertThat(result.progress().runs().failed()).isEqualTo(1);
      assertThat(result.progress().runs().succeeded()).isEqualTo(9);
    }
    assertThat(skipped)
        .containsExactlyInAnyOrder(
            "run-3/wepp because of soils",
            "run-3/watar because of soils",
            "run-3/omni because of soils");
    assertThat(harness.ended)
        .filteredOn(end -> end.failureOrNull() != null)
        .singleElement()
        .satisfies(end -> assertThat(end.failureOrNull().message()).isEqualTo("it failed"));
    assertThat(harness.plan().toRun()).as("the failed task and the three behind it").isEqualTo(4);
  }

  @Test
  void aRunThatCannotBePreparedFailsAlone() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(5));
    harness.unpreparable = Set.of("run-2");
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      BatchResult result = execution.await();
      assertThat(result.progress().tasks().succeeded()).isEqualTo(12);
      assertThat(result.progress().tasks().failed()).isEqualTo(1);
      assertThat(result.progress().tasks().skipped()).isEqualTo(2);
    }
    assertThat(executor.submitted()).noneMatch(task -> task.startsWith("run-2/"));
    assertThat(
            harness
                .journal()
                .state()
                .task("a")
                .failure(harness.journal().state().runNumber("run-2")))
        .get()
        .satisfies(failure -> assertThat(failure.message()).contains("no room for run-2"));
  }

  @Test
  void aMissingOutputIsNoSuccess() throws Exception {
    Pipeline pipeline =
        Pipeline.builder("p")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")).outputs("a.txt"))
            .build();
    Harness harness = new Harness(directory, pipeline, Harness.runs(3));
    harness.withoutOutputs = Set.of("run-1");
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      BatchResult result = execution.await();
      assertThat(result.progress().tasks().succeeded()).isEqualTo(2);
      assertThat(result.progress().tasks().failed()).isEqualTo(1);
    }
    assertThat(
            harness
                .journal()
                .state()
                .task("a")
                .failure(harness.journal().state().runNumber("run-1")))
        .get()
        .hasToString("OUTPUT_MISSING: its output \"a.txt\" is missing");
  }

  @Test
  void aTaskIsTriedAgainAsOftenAsItsPolicySays() throws Exception {
    Pipeline pipeline =
        Pipeline.builder("p")
            .task(
                TaskDefinition.builder("a", WorkDefinition.handler("a"))
                    .retry(Harness.atOnce(2).maxLosses(1).build()))
            .build();
    Harness harness = new Harness(directory, pipeline, Harness.runs(3));
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission ->
                switch (submission.task().runId() + "#" + submission.task().attempt()) {
                  case "run-0#1", "run-1#1", "run-1#2" -> Course.FAILS;
                  case "run-0#2", "run-2#1", "run-2#2" -> Course.LOST;
                  default -> Course.SUCCEEDS;
                });
    try (Dispatcher execution = harness.start(executor)) {
      BatchResult result = execution.await();
      assertThat(result.progress().tasks().succeeded()).isEqualTo(1);
      assertThat(result.progress().tasks().failed()).isEqualTo(2);
    }
    assertThat(executor.submitted())
        .containsExactlyInAnyOrder(
            "run-0/a#1",
            "run-0/a#2",
            "run-0/a#3",
            "run-1/a#1",
            "run-1/a#2",
            "run-2/a#1",
            "run-2/a#2");
  }

  @Test
  void aPermanentRejectionFailsTheTaskAndATemporaryOneIsTriedAgain() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(2));
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission ->
                submission.task().runId().equals("run-0")
                    ? Course.REJECTED
                    : submission.task().taskId().equals("a") && submission.task().attempt() == 1
                        ? Course.REJECTED_FOR_NOW
                        : Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      BatchResult result = execution.await();
      assertThat(result.progress().runs().succeeded()).isEqualTo(1);
      assertThat(result.progress().runs().failed()).isEqualTo(1);
    }
    assertThat(executor.submitted())
        .contains("run-0/a#1", "run-1/a#1", "run-1/a#2")
        .doesNotContain("run-0/a#2");
  }

  @Test
  void anUncertainSubmissionIsCleared() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(2));
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission ->
                submission.task().taskId().equals("b")
                    ? (submission.task().runId().equals("run-0")
                        ? Course.UNCERTAIN_AND_DONE
                        : Course.UNCERTAIN_AND_UNKNOWN)
                    : Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(executor.submitted())
        .as(
            "what the engine has is not submitted again, what it does not have is, under its old token")
        .filteredOn(task -> task.contains("/b#"))
        .containsExactlyInAnyOrder("run-0/b#1", "run-1/b#1", "run-1/b#1");
  }

  @Test
  void anExecutorThatThrowsIsAskedAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Harness harness = new Harness(directory, CHAIN, Harness.runs(1));
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the engine is away");
              }
              return Course.SUCCEEDS;
            });
    List<String> reasons = Collections.synchronizedList(new ArrayList<>());
    harness.options =
        ExecutionOptions.builder()
            .engineRetry(java.time.Duration.ofMillis(1))
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.EngineUnavailable unavailable) {
                    reasons.add(unavailable.reason());
                  }
                })
            .build();
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(reasons).containsExactly("the engine is away");
  }

  @Test
  void cancelEndsWhatRunsAndTheNextExecutionGoesOnWithTheRest() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(6));
    CountDownLatch reached = new CountDownLatch(1);
    ScriptedExecutor hanging =
        new ScriptedExecutor(
            submission -> {
              if (submission.task().taskId().equals("b")) {
                reached.countDown();
                return Course.HANGS;
              }
              return Course.SUCCEEDS;
            });
    try (Dispatcher execution = harness.start(hanging)) {
      assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
      execution.cancel();
      BatchResult result = execution.await();
      assertThat(result.cancelled()).isTrue();
      assertThat(result.progress().inFlight()).isZero();
    }
    long done = harness.plan().tasks() - harness.plan().toRun();
    assertThat(done).isPositive();
    ScriptedExecutor willing = new ScriptedExecutor(submission -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(willing)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(willing.submitted()).hasSize((int) (18 - done));
  }

  @Test
  void neverMoreThanTheLimitIsInFlight() throws Exception {
    Harness harness = new Harness(directory, Pipelines.wepp(), Harness.runs(100));
    harness.options = ExecutionOptions.builder().maxInFlight(5).build();
    Set<String> inFlight = ConcurrentHashMap.newKeySet();
    AtomicInteger most = new AtomicInteger();
    ScriptedExecutor executor = new ScriptedExecutor(submission -> Course.HANGS);
    harness.options =
        ExecutionOptions.builder()
            .maxInFlight(5)
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.TaskEnded end) {
                    inFlight.remove(end.runId() + "/" + end.taskId());
                  }
                })
            .build();
    try (Dispatcher execution = harness.start(executor)) {
      Set<String> released = new HashSet<>();
      while (execution.await(java.time.Duration.ofMillis(1)).isEmpty()) {
        List<String> open =
            executor.submitted().stream()
                .map(task -> task.substring(0, task.indexOf('#')))
                .filter(task -> !released.contains(task))
                .toList();
        most.accumulateAndGet(open.size(), Math::max);
        open.forEach(
            task -> {
              released.add(task);
              executor.release(task);
            });
      }
    }
    assertThat(most).hasValueBetween(1, 5);
    assertThat(executor.submitted()).hasSize(700);
  }

  @Test
  void startingRunsStopsAtTheThresholdAndGoesOnAtTheLowerOne() throws Exception {
    Pipeline single =
        Pipeline.builder("single")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
            .build();
    Harness harness = new Harness(directory, single, Harness.runs(12));
    harness.options = ExecutionOptions.builder().maxInFlight(100).thresholds(6, 2).build();
    CountDownLatch six = new CountDownLatch(6);
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> {
              six.countDown();
              return Course.HANGS;
            });
    CountDownLatch threeEnded = new CountDownLatch(3);
    try (Dispatcher execution = harness.start(executor)) {
      assertThat(six.await(30, TimeUnit.SECONDS)).isTrue();
      execution.onEvent(
          event -> {
            if (event instanceof ExecutionEvent.RunEnded) {
              threeEnded.countDown();
            }
          });
      for (int run = 0; run < 3; run++) {
        executor.release("run-" + run + "/a");
      }
      assertThat(threeEnded.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(executor.submitted())
          .as("three of six still run, and two is the threshold")
          .hasSize(6);
      CountDownLatch more = new CountDownLatch(1);
      execution.onEvent(
          event -> {
            if (event instanceof ExecutionEvent.RunStarted) {
              more.countDown();
            }
          });
      executor.release("run-3/a");
      assertThat(more.await(30, TimeUnit.SECONDS)).as("down to two, new runs start").isTrue();
      while (execution.await(java.time.Duration.ofMillis(1)).isEmpty()) {
        executor
            .submitted()
            .forEach(task -> executor.release(task.substring(0, task.indexOf('#'))));
      }
    }
    assertThat(executor.submitted()).hasSize(12);
  }

  @Test
  void whatAnEarlierProcessSubmittedIsTakenOverOrRunAgain() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(2));
    CountDownLatch both = new CountDownLatch(2);
    ScriptedExecutor engine =
        new ScriptedExecutor(
            submission -> {
              both.countDown();
              return Course.HANGS;
            });
    Dispatcher dead = harness.start(engine);
    assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
    // The first process is gone without a word: what it wrote is all there is.
    java.nio.file.Files.copy(directory.resolve("journal.jsonl"), directory.resolve("kept.jsonl"));
    dead.close();
    java.nio.file.Files.move(
        directory.resolve("kept.jsonl"),
        directory.resolve("journal.jsonl"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Map<String, Course> known =
        Map.of("run-0", Course.UNCERTAIN_AND_DONE, "run-1", Course.SUCCEEDS);
    List<String> again = Collections.synchronizedList(new ArrayList<>());
    ScriptedExecutor later =
        new ScriptedExecutor(
            submission -> {
              again.add(submission.task().runId() + "/" + submission.task().taskId());
              return submission.task().taskId().equals("a")
                  ? known.get(submission.task().runId())
                  : Course.SUCCEEDS;
            });
    try (Dispatcher execution = harness.start(later)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(again).contains("run-1/a", "run-0/b", "run-1/b");
    assertThat(harness.journal().state().task("c").status(0)).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void aListenerThatThrowsDoesNoHarm() throws Exception {
    Harness harness = new Harness(directory, CHAIN, Harness.runs(3));
    AtomicInteger told = new AtomicInteger();
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  told.incrementAndGet();
                  throw new IllegalStateException("a listener with a fault");
                })
            .build();
    try (Dispatcher execution =
        harness.start(new ScriptedExecutor(submission -> Course.SUCCEEDS))) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(told.get()).isEqualTo(1 + 3 * (1 + 3 + 1) + 1);
  }
}

package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.execution.Dependencies;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Capabilities.NativeDependencies;
import io.github.batchrunner.spi.Capabilities.NativeDependencies.OnFailure;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.WorkKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an executor that orders attempts by itself is given, and what becomes of it. */
@Timeout(60)
class NativeDispatchTest {

  @TempDir private Path directory;

  /** What was submitted, as {@code task#attempt}. */
  private final Map<String, Submission> submitted = new ConcurrentHashMap<>();

  private static Capabilities ordering(int maxFanIn) {
    return Capabilities.builder(WorkKind.HANDLER)
        .nativeDependencies(new NativeDependencies(maxFanIn, OnFailure.STUCK))
        .cancelsQueued()
        .cancelsRunning()
        .pushes()
        .build();
  }

  private ScriptedExecutor noting(CountDownLatch latch, Function<String, Course> script) {
    return new ScriptedExecutor(
        submission -> {
          String name = submission.task().taskId() + "#" + submission.task().attempt();
          if (submitted.put(name, submission) == null) {
            latch.countDown();
          }
          return script.apply(name);
        });
  }

  private List<String> needs(String name) {
    List<AttemptToken> needs = submitted.get(name).needs();
    return submitted.entrySet().stream()
        .filter(entry -> needs.contains(entry.getValue().token()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static Pipeline chain(RetryPolicy retryOfFirst) {
    return Pipeline.builder("chain")
        .task(TaskDefinition.builder("a", WorkDefinition.handler("a")).retry(retryOfFirst))
        .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
        .task(TaskDefinition.builder("c", WorkDefinition.handler("c")).needs("b"))
        .build();
  }

  @Test
  void allTasksOfARunAreSubmittedAtOnceAndTheirEndsMayBeToldInAnyOrder() throws Exception {
    CountDownLatch all = new CountDownLatch(7);
    Harness harness = new Harness(directory, Pipelines.wepp(), Harness.runs(1));
    ScriptedExecutor executor = noting(all, name -> Course.HANGS);
    try (Dispatcher execution = harness.start(executor, ordering(3), executor::deliverTo)) {
      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(needs("delineation#1")).isEmpty();
      assertThat(needs("soils#1")).containsExactly("delineation#1");
      assertThat(needs("wepp#1")).containsExactly("climate#1", "landuse#1", "soils#1");
      for (String task :
          List.of("omni", "watar", "wepp", "climate", "soils", "landuse", "delineation")) {
        executor.release("run-0/" + task);
      }
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(harness.plan().toRun()).as("what looks stale").isZero();
  }

  @Test
  void aTaskWithMoreNeedsThanTheEngineTakesWaitsForSomeOfThem() throws Exception {
    CountDownLatch four = new CountDownLatch(4);
    Harness harness = new Harness(directory, Pipelines.wepp(), Harness.runs(1));
    ScriptedExecutor executor =
        noting(four, name -> name.matches("(omni|watar|wepp)#1") ? Course.SUCCEEDS : Course.HANGS);
    try (Dispatcher execution = harness.start(executor, ordering(2), executor::deliverTo)) {
      assertThat(four.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(submitted).doesNotContainKey("wepp#1");
      for (String task : List.of("delineation", "landuse", "soils", "climate")) {
        executor.release("run-0/" + task);
      }
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(submitted.get("wepp#1").needs()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void edgesGoThroughTasksThatAreNotPlanned() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Harness harness = new Harness(directory, chain(RetryPolicy.NONE), Harness.runs(1));
    harness.selection = TaskSelection.of(Map.of("b", false));
    ScriptedExecutor executor = noting(both, name -> Course.HANGS);
    try (Dispatcher execution = harness.start(executor, ordering(5), executor::deliverTo)) {
      assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(needs("c#1")).containsExactly("a#1");
      executor.release("run-0/a");
      executor.release("run-0/c");
      assertThat(execution.await().succeeded()).isTrue();
    }
  }

  @Test
  void whatWaitsForATaskThatIsTriedAgainIsSubmittedAnewBehindTheNewAttempt() throws Exception {
    CountDownLatch anew = new CountDownLatch(6);
    Harness harness = new Harness(directory, chain(Harness.atOnce(2).build()), Harness.runs(1));
    ScriptedExecutor executor =
        noting(anew, name -> name.equals("a#1") ? Course.FAILS : Course.HANGS);
    try (Dispatcher execution = harness.start(executor, ordering(5), executor::deliverTo)) {
      assertThat(anew.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(submitted.keySet())
          .containsExactlyInAnyOrder("a#1", "b#1", "c#1", "a#2", "b#2", "c#2");
      assertThat(needs("b#2")).containsExactly("a#2");
      assertThat(needs("c#2")).containsExactly("b#2");
      for (String task : List.of("a", "b", "c")) {
        executor.release("run-0/" + task);
      }
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(harness.plan().toRun()).isZero();
  }

  @Test
  void whatWaitsForAFailureIsTakenBackAndSkipped() throws Exception {
    Harness harness = new Harness(directory, chain(RetryPolicy.NONE), Harness.runs(2));
    List<String> skipped = Collections.synchronizedList(new ArrayList<>());
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  if (event instanceof ExecutionEvent.TaskSkipped skip) {
                    skipped.add(skip.runId() + "/" + skip.taskId() + " by " + skip.needId());
                  }
                })
            .build();
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission ->
                !submission.task().runId().equals("run-0")
                    ? Course.SUCCEEDS
                    : submission.task().taskId().equals("a") ? Course.FAILS : Course.HANGS);
    try (Dispatcher execution = harness.start(executor, ordering(5), executor::deliverTo)) {
      Progress end = execution.await().progress();
      assertThat(end.tasks().failed()).isEqualTo(1);
      assertThat(end.tasks().skipped()).isEqualTo(2);
      assertThat(end.tasks().succeeded()).isEqualTo(3);
    }
    assertThat(skipped).containsExactlyInAnyOrder("run-0/b by a", "run-0/c by a");
    BatchState state = harness.journal().state();
    assertThat(state.task("c").status(state.runNumber("run-0"))).isEqualTo(TaskStatus.WITHDRAWN);
    assertThat(harness.ended).hasSize(2);
    assertThat(harness.plan().toRun()).isEqualTo(3);
  }

  @Test
  void whatTheEngineLostIsSubmittedAnewAlsoWhereOneAttemptIsAll() throws Exception {
    CountDownLatch anew = new CountDownLatch(6);
    Harness harness = new Harness(directory, chain(RetryPolicy.NONE), Harness.runs(1));
    ScriptedExecutor executor =
        noting(anew, name -> name.equals("a#1") ? Course.LOST_BY_ENGINE : Course.HANGS);
    try (Dispatcher execution = harness.start(executor, ordering(5), executor::deliverTo)) {
      assertThat(anew.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(needs("b#2")).containsExactly("a#2");
      for (String task : List.of("a", "b", "c")) {
        executor.release("run-0/" + task);
      }
      assertThat(execution.await().succeeded()).isTrue();
    }
  }

  @Test
  void whatTheEngineLosesAgainAndAgainFails() throws Exception {
    Harness harness = new Harness(directory, chain(RetryPolicy.NONE), Harness.runs(1));
    ScriptedExecutor executor = noting(new CountDownLatch(1), name -> Course.LOST_BY_ENGINE);
    try (Dispatcher execution = harness.start(executor, ordering(0), executor::deliverTo)) {
      assertThat(execution.await().progress().tasks().failed()).isEqualTo(1);
    }
    assertThat(submitted.keySet()).contains("a#1", "a#10").doesNotContain("a#11");
  }

  @Test
  void whatNeedsATaskWhoseResultTellsItsFailureIsHeldBackUntilThen() throws Exception {
    Pipeline pipeline =
        Pipeline.builder("judged")
            .task(
                TaskDefinition.builder(
                    "a",
                    new WorkDefinition.Call("m.a", List.of(), Map.of())
                        .failingWhen(FailsWhen.FIRST_IS_FALSE)))
            .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
            .task(TaskDefinition.builder("c", WorkDefinition.handler("c")).needs("b"))
            .build();
    CountDownLatch first = new CountDownLatch(1);
    Harness harness = new Harness(directory, pipeline, Harness.runs(1));
    ScriptedExecutor executor =
        noting(first, name -> name.equals("a#1") ? Course.HANGS : Course.SUCCEEDS);
    Capabilities both =
        Capabilities.builder(WorkKind.HANDLER, WorkKind.CALL)
            .nativeDependencies(new NativeDependencies(5, OnFailure.STUCK))
            .cancelsQueued()
            .cancelsRunning()
            .pushes()
            .build();
    try (Dispatcher execution = harness.start(executor, both, executor::deliverTo)) {
      assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
      executor.release("run-0/a");
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(submitted.get("b#1").needs()).isEmpty();
    assertThat(needs("c#1")).containsExactly("b#1");
  }

  @Test
  void whoAsksForHeldDependenciesHasThemHeld() throws Exception {
    Harness harness = new Harness(directory, Pipelines.wepp(), Harness.runs(3));
    harness.options =
        ExecutionOptions.builder()
            .dependencies(Dependencies.HELD)
            .engineRetry(Duration.ofMillis(1))
            .build();
    ScriptedExecutor executor = noting(new CountDownLatch(1), name -> Course.SUCCEEDS);
    try (Dispatcher execution = harness.start(executor, ordering(5), executor::deliverTo)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(submitted.values()).allMatch(submission -> submission.needs().isEmpty());
  }
}

package io.github.batchrunner.rq.executor;

import static io.github.batchrunner.rq.executor.CallKit.call;
import static io.github.batchrunner.rq.executor.Host.attempt;
import static io.github.batchrunner.rq.executor.Host.needing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of attempts on real Python workers. */
@ExtendWith(RedisExtension.class)
class PythonOutcomesTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  private final RedisFixture redis;

  PythonOutcomesTest(RedisFixture redis) {
    this.redis = redis;
  }

  private static Failure failureOf(Observation end) {
    assertThat(end.state()).as("%s", end).isEqualTo(AttemptState.FAILED);
    return end.failure().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void everyWayToFailHasItsKind(PythonRq python) {
    try (Host host = Host.open(redis)) {
      Handle raised = host.accept("raised", call("fail", "why"));
      Handle memory = host.accept("memory", call("out_of_memory"));
      Handle killed = host.accept("killed", call("kill_self"));
      Handle exited = host.accept("exited", call("exit_hard", 3L));
      Handle module = host.accept("module", new Work.Call("nowhere.f", List.of(), Map.of()));
      Handle function = host.accept("function", call("no_such_function"));
      Handle late =
          host.accept(attempt("late", call("spin")).timeout(Duration.ofMillis(10)).build()).get(0);
      python.worker(redis, "batch").runBurst();
      assertThat(failureOf(host.awaitEnd(raised)).message()).isEqualTo("ValueError: why");
      assertThat(failureOf(host.awaitEnd(raised)).detail()).contains("rqtasks.py");
      assertThat(failureOf(host.awaitEnd(memory)).kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
      assertThat(failureOf(host.awaitEnd(killed)).kind()).isEqualTo(FailureKind.NODE_LOST);
      assertThat(failureOf(host.awaitEnd(exited)).exitCode()).hasValue(3);
      assertThat(failureOf(host.awaitEnd(module)).kind()).isEqualTo(FailureKind.ENVIRONMENT);
      assertThat(failureOf(host.awaitEnd(function)).kind()).isEqualTo(FailureKind.ENVIRONMENT);
      assertThat(failureOf(host.awaitEnd(late)).kind()).isEqualTo(FailureKind.TIMEOUT);
      assertThat(host.awaitEnd(raised).beginning()).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aResultThatMeansFailureIsOneAlsoForALaterProcess(PythonRq python) {
    Work.Call plain = call("returns_false", "not today");
    Work failing =
        new Work.Call(plain.function(), plain.args(), Map.of(), FailsWhen.FIRST_IS_FALSE);
    try (Host host = Host.open(redis)) {
      host.accept("ruled", failing);
      host.accept("unruled", plain);
    }
    python.worker(redis, "batch").runBurst();
    try (Host later = Host.open(redis)) {
      List<Observation> found = later.reattach("ruled", "unruled");
      assertThat(failureOf(found.get(0)).message()).contains("False", "not today");
      assertThat(found.get(1).state()).isEqualTo(AttemptState.SUCCEEDED);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void manyRunsOfSevenTasksEachRunInTheOrderOfTheirNeeds(PythonRq python) {
    List<Submission> submissions = new ArrayList<>();
    for (int run = 0; run < 60; run++) {
      String id = "run" + run;
      for (List<String> task :
          List.of(
              List.of("delineation"),
              List.of("landuse", "delineation"),
              List.of("soils", "delineation"),
              List.of("climate", "delineation"),
              List.of("wepp", "landuse", "soils", "climate"),
              List.of("watar", "wepp"),
              List.of("omni", "wepp"))) {
        String token = id + "-" + task.get(0);
        String[] needs = task.stream().skip(1).map(need -> id + "-" + need).toArray(String[]::new);
        submissions.add(needing(attempt(token, id, call("record", token)), needs));
      }
    }
    try (Host host = Host.open(redis)) {
      List<Handle> handles = host.accept(submissions.toArray(Submission[]::new));
      List<PythonProcess> workers =
          List.of(
              python.worker(redis, "batch").simple().burst().start(),
              python.worker(redis, "batch").simple().burst().start());
      handles.forEach(
          handle -> assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.SUCCEEDED));
      workers.forEach(PythonProcess::close);
    }
    List<String> ran = redis.texts("LRANGE", "test:ran", 0, -1);
    assertThat(ran).hasSize(submissions.size()).doesNotHaveDuplicates();
    for (Submission submission : submissions) {
      int place = ran.indexOf(submission.token().value());
      submission.needs().forEach(need -> assertThat(ran.indexOf(need.value())).isLessThan(place));
    }
    assertThat(redis.number("ZCARD", "rq:deferred:batch")).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aRunThatHasBegunIsFinishedBeforeOthersBegin(PythonRq python) {
    try (Host host = Host.open(redis)) {
      List<Handle> handles =
          host.accept(
              attempt("a1", "a", call("record", "a1")).build(),
              needing(attempt("a2", "a", call("record", "a2")), "a1"),
              attempt("b1", "b", call("record", "b1")).build(),
              needing(attempt("b2", "b", call("record", "b2")), "b1"));
      python.worker(redis, "batch").simple().runBurst();
      handles.forEach(host::awaitEnd);
    }
    assertThat(redis.texts("LRANGE", "test:ran", 0, -1)).containsExactly("a1", "a2", "b1", "b2");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatAPersonPutsBackAfterItsEndStaysEnded(PythonRq python) {
    try (Host host = Host.open(redis)) {
      Handle failed = host.accept("failed", call("fail"));
      python.worker(redis, "batch").runBurst();
      host.awaitEnd(failed);
      python.run(redis, "Job.fetch('failed', connection=connection).requeue()");
      assertThat(redis.text("HGET", "rq:job:failed", "status")).isEqualTo("queued");
      assertThat(host.look(failed)).map(Observation::state).contains(AttemptState.FAILED);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aJobCancelledInRqWhileItRunsIsAwaited(PythonRq python) {
    try (Host host = Host.open(redis);
        PythonProcess worker = python.worker(redis, "batch").name("w").startAndAwaitIdle()) {
      Handle running = host.accept("running", call("gate", "g"));
      Handle waiting = host.accept("waiting", call("record", "waiting"));
      Await.until("it runs", () -> redis.number("LLEN", "test:started:g") == 1);
      python.run(
          redis,
          "for id in sys.argv[1:]: Job.fetch(id, connection=connection).cancel()",
          "running",
          "waiting");
      assertThat(host.awaitEnd(waiting).state()).isEqualTo(AttemptState.CANCELLED);
      if (python.release() == PythonRq.Release.V1) {
        assertThat(host.look(running)).map(Observation::state).contains(AttemptState.RUNNING);
      }
      redis.command("RPUSH", "test:gate:g", "open");
      assertThat(host.awaitEnd(running).state().ended()).isTrue();
      assertThat(worker.isRunning()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatWaitsForAStoppedJobNeverBegins(PythonRq python) {
    try (Host host = Host.open(redis);
        PythonProcess worker = python.worker(redis, "batch").name("w").startAndAwaitIdle()) {
      List<Handle> handles =
          host.accept(
              attempt("stopped", call("gate", "g")).build(),
              needing(attempt("behind", call("record", "behind")), "stopped"),
              needing(attempt("last", call("record", "last")), "behind"));
      Await.until("it runs", () -> redis.number("LLEN", "test:started:g") == 1);
      host.cancel(handles.get(0));
      assertThat(host.awaitEnd(handles.get(0)).state()).isEqualTo(AttemptState.CANCELLED);
      assertThat(host.awaitEnd(handles.get(1)).state()).isEqualTo(AttemptState.CANCELLED);
      assertThat(host.look(handles.get(2))).map(Observation::state).contains(AttemptState.HELD);
      host.cancel(handles.get(2));
      assertThat(host.awaitEnd(handles.get(2)).state()).isEqualTo(AttemptState.CANCELLED);
      assertThat(redis.number("EXISTS", "test:ran")).isZero();
      assertThat(worker.isRunning()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void jobsAreReadableForRqsOwnTools(PythonRq python) {
    try (Host host = Host.open(redis, "job_timeout", "2h", "result_ttl", "3d")) {
      host.accept("plain", call("add", 1L, 2L));
      host.accept("with.dots", call("noop"));
      String id = JobIds.of(new io.github.batchrunner.spi.AttemptToken("with.dots"));
      assertThat(id).matches("[0-9a-f]{40}");
      assertThat(
              python
                  .run(
                      redis,
                      """
                  job = Job.fetch('plain', connection=connection)
                  print(job.func_name, job.args, job.timeout, job.result_ttl, job.description)
                  print(job.meta['runid'], job.meta['task'], job.meta['attempt'])
                  print(Job.fetch(sys.argv[1], connection=connection).meta['token'])
                  """,
                      id)
                  .lines()
                  .toList())
          .isEqualTo(
              Arrays.asList(
                  "rqtasks.add (1, 2) 7200 259200 r1 plain",
                  "batch;;demo;;r1 plain 1",
                  "with.dots"));
      assertThat(python.cli(redis, "info")).contains("batch");
    }
  }
}

package io.github.batchrunner.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RedisExtension.class)
class ActOnJobsTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  private final RedisFixture redis;
  private Rq rq;
  private RqQueue queue;

  ActOnJobsTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void connect() {
    rq = Rq.connect(RqConfig.of(redis.uri()));
    queue = rq.queue("q");
  }

  @AfterEach
  void close() {
    rq.close();
  }

  private static JobRequest job(String id, String... needs) {
    return JobRequest.builder(Call.of("rqtasks.record", id)).id(id).dependsOn(needs).build();
  }

  private static JobRequest failing(String id) {
    return JobRequest.builder(Call.of("rqtasks.fail")).id(id).build();
  }

  private List<String> ran() {
    return redis.texts("LRANGE", "test:ran", 0, -1);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void canceledJobsDoNotRunAndPythonAgrees(PythonRq python) {
    queue.enqueueAll(
        List.of(
            job("queued"),
            job("waits", "queued"),
            job("stays"),
            JobRequest.builder(Call.of("rqtasks.noop"))
                .id("timed")
                .at(Instant.parse("2100-01-01T00:00:00Z"))
                .build()));

    assertThat(rq.cancel(List.of("waits", "queued", "timed", "none"), CancelScope.JOB))
        .containsExactly(
            new Cancellation("waits", Cancellation.Outcome.CANCELED, ""),
            new Cancellation("queued", Cancellation.Outcome.CANCELED, ""),
            new Cancellation("timed", Cancellation.Outcome.CANCELED, ""),
            new Cancellation("none", Cancellation.Outcome.MISSING, ""));
    assertThat(rq.cancel(List.of("queued"), CancelScope.JOB))
        .extracting(Cancellation::outcome)
        .containsExactly(Cancellation.Outcome.ALREADY_CANCELED);

    python.worker(redis, "q").simple().runBurst();

    assertThat(ran()).containsExactly("stays");
    assertThat(
            python.run(
                redis,
                """
                from rq.registry import *
                q = Queue('q', connection=connection)
                print([status(i) for i in ('queued', 'waits', 'timed', 'stays')],
                      sorted(q.canceled_job_registry.get_job_ids()),
                      q.deferred_job_registry.get_job_ids(),
                      q.scheduled_job_registry.get_job_ids())
                """))
        .isEqualTo(
            "['canceled', 'canceled', 'canceled', 'finished'] ['queued', 'timed', 'waits'] [] []");
    assertThat(rq.cancel(List.of("stays"), CancelScope.GRAPH))
        .containsExactly(new Cancellation("stays", Cancellation.Outcome.ENDED, ""));
    assertThat(redis.number("EXISTS", "rq:job:queued:dependents")).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aCanceledGraphTakesAllThatWaitWithIt(PythonRq python) {
    queue.enqueueAll(
        List.of(
            job("a"),
            job("b", "a"),
            job("c", "b"),
            job("x"),
            job("both", "c", "x"),
            job("y", "x")));

    assertThat(rq.cancel(List.of("a"), CancelScope.GRAPH))
        .extracting(Cancellation::id, Cancellation::outcome)
        .containsExactly(
            tuple("a", Cancellation.Outcome.CANCELED),
            tuple("b", Cancellation.Outcome.CANCELED),
            tuple("c", Cancellation.Outcome.CANCELED),
            tuple("both", Cancellation.Outcome.CANCELED));

    python.worker(redis, "q").simple().runBurst();
    assertThat(ran()).containsExactly("x", "y");
    assertThat(queue.registry(Registry.DEFERRED).size()).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatAFailureLeftDeferredIsCanceledWithIt(PythonRq python) {
    queue.enqueueAll(List.of(failing("bad"), job("left", "bad"), job("far", "left")));
    python.worker(redis, "q").simple().runBurst();

    assertThat(rq.cancel(List.of("bad"), CancelScope.GRAPH))
        .extracting(Cancellation::outcome)
        .containsExactly(
            Cancellation.Outcome.ENDED,
            Cancellation.Outcome.CANCELED,
            Cancellation.Outcome.CANCELED);
    assertThat(queue.registry(Registry.DEFERRED).size()).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void runningJobsAreStoppedByTheirWorkers(PythonRq python) {
    try (PythonProcess worker = python.worker(redis, "q").name("w").startAndAwaitIdle()) {
      queue.enqueueAll(
          List.of(
              JobRequest.builder(Call.of("rqtasks.gate", "g")).id("runs").build(),
              job("after", "runs")));
      Await.until("it has started", () -> redis.number("LLEN", "test:started:g") == 1);

      assertThat(rq.delete(List.of("runs"), Deletion.Dependents.CANCEL))
          .containsExactly(new Deletion("runs", Deletion.Outcome.RUNNING));
      assertThat(rq.cancel(List.of("runs"), CancelScope.GRAPH))
          .containsExactly(
              new Cancellation("runs", Cancellation.Outcome.STOPPING, "w"),
              new Cancellation("after", Cancellation.Outcome.CANCELED, ""));
      assertThat(rq.awaitEnd("runs", Duration.ofSeconds(30)))
          .as(worker.output())
          .isEqualTo(JobStatus.STOPPED);
      assertThat(rq.latestResult("runs").orElseThrow().type()).isEqualTo(JobResult.Type.FAILED);
      assertThat(rq.stop("runs")).isFalse();
      assertThat(rq.stop("none")).isFalse();
      queue.enqueue(
          JobRequest.builder(Call.of("rqtasks.gate", "g"))
              .id("next")
              .onStopped(Callback.of("rqtasks.on_stopped"))
              .build());
      Await.until("the next has started", () -> redis.number("LLEN", "test:started:g") == 2);
      assertThat(rq.stop("next")).isTrue();
      assertThat(rq.awaitEnd("next", Duration.ofSeconds(30))).isEqualTo(JobStatus.STOPPED);
      if (python.release() == PythonRq.Release.V2) {
        assertThat(redis.texts("LRANGE", "test:stopped", 0, -1)).containsExactly("next");
      }
      assertThat(rq.requeue(List.of("runs"))).containsExactly("runs");
      redis.command("RPUSH", "test:gate:g", "open");
      assertThat(rq.awaitEnd("runs", Duration.ofSeconds(30))).isEqualTo(JobStatus.FINISHED);
    }
  }

  @Test
  void aRunningJobWhoseWorkerIsGoneIsReportedAsUnheard() {
    queue.enqueue(job("lost"));
    redis.command("HSET", "rq:job:lost", "status", "started", "worker_name", "dead");
    redis.command("ZADD", "rq:wip:q", "100", "lost");
    assertThat(rq.cancel(List.of("lost"), CancelScope.JOB))
        .containsExactly(new Cancellation("lost", Cancellation.Outcome.UNHEARD, "dead"));
    assertThat(rq.delete(List.of("lost"), Deletion.Dependents.REFUSE))
        .containsExactly(new Deletion("lost", Deletion.Outcome.DELETED));
    assertThat(queue.registry(Registry.STARTED).size()).isZero();
  }

  @Test
  void jobsBetweenQueueAndWorkerAreCanceledToo() {
    queue.enqueue(job("taken"));
    redis.command("LMOVE", "rq:queue:q", "rq:queue:q:intermediate", "LEFT", "RIGHT");
    rq.cancel(List.of("taken"), CancelScope.JOB);
    assertThat(redis.number("EXISTS", "rq:queue:q:intermediate")).isZero();
  }

  @Test
  void thousandsAreCanceledInOneGo() {
    List<JobRequest> requests = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      requests.add(job("a" + i));
      requests.add(job("b" + i, "a" + i));
    }
    queue.enqueueAll(requests);
    List<String> roots = IntStream.range(0, 1_000).mapToObj(i -> "a" + i).toList();
    assertThat(rq.cancel(roots, CancelScope.GRAPH))
        .hasSize(2_000)
        .allMatch(one -> one.outcome() == Cancellation.Outcome.CANCELED);
    assertThat(queue.counts().count(Registry.CANCELED)).isEqualTo(2_000);
    assertThat(queue.counts().queued()).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whateverIsCanceledWhileWorkersRunNothingIsLeftWaiting(PythonRq python) {
    int graphs = 60;
    List<JobRequest> requests = new ArrayList<>();
    for (int i = 0; i < graphs; i++) {
      requests.add(job("a" + i));
      requests.add(job("b" + i, "a" + i));
      requests.add(job("c" + i, "a" + i));
      requests.add(job("d" + i, "b" + i, "c" + i));
    }
    List<String> ids = requests.stream().map(JobRequest::id).toList();
    List<Deletion.Dependents> policies = List.of(Deletion.Dependents.values());
    Random random = new Random(2026);
    // Workers that fork: one that does not would kill its process group when told to stop.
    try (PythonProcess one = python.worker(redis, "q").start();
        PythonProcess two = python.worker(redis, "q").start()) {
      queue.enqueueAll(requests);
      for (int i = 0; i < graphs; i++) {
        String id = "abcd".charAt(random.nextInt(4)) + "" + (graphs - 1 - i);
        CancelScope scope = random.nextInt(3) == 0 ? CancelScope.JOB : CancelScope.GRAPH;
        if (random.nextInt(3) > 0) {
          rq.cancel(List.of(id), scope);
        } else {
          rq.delete(List.of(id), policies.get(random.nextInt(3)));
        }
        rq.requeue(ids);
      }
      rq.cancel(canceled(ids), CancelScope.GRAPH);
      Await.until(
          "all have ended; workers: " + one.output() + two.output(),
          Duration.ofSeconds(60),
          () -> rq.statuses(ids).values().stream().allMatch(JobStatus::ended));
    }
    assertThat(queue.registry(Registry.DEFERRED).size()).isZero();
    assertThat(queue.size()).isZero();
  }

  private List<String> canceled(List<String> ids) {
    return rq.jobs(ids).stream()
        .filter(job -> job.status() == JobStatus.CANCELED)
        .map(RqJob::id)
        .toList();
  }

  @Test
  void aGraphLargerThanAScriptMayTakeIsCanceledToItsEnd() {
    List<JobRequest> requests = new ArrayList<>();
    requests.add(job("root"));
    String[] children = IntStream.range(0, 5_000).mapToObj(i -> "c" + i).toArray(String[]::new);
    for (String child : children) {
      requests.add(job(child, "root"));
    }
    requests.add(job("last", children));
    queue.enqueueAll(requests);
    assertThat(rq.cancel(List.of("root"), CancelScope.GRAPH))
        .hasSize(5_002)
        .allMatch(one -> one.outcome() == Cancellation.Outcome.CANCELED);
    assertThat(redis.texts("KEYS", "rq:job:*:dependents")).isEmpty();
  }

  @Test
  void setsThatWaitForEachOtherInACircleEndTheCascade() {
    queue.enqueueAll(List.of(job("a"), job("b", "a")));
    redis.command("SADD", "rq:job:b:dependents", "a", "b");
    assertThat(rq.cancel(List.of("a"), CancelScope.GRAPH)).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void failedAndStoppedJobsAreRequeued(PythonRq python) {
    queue.enqueueAll(
        List.of(
            JobRequest.builder(Call.of("rqtasks.fail_times", "k", 1)).id("again").build(),
            job("good")));
    python.worker(redis, "q").simple().runBurst();
    assertThat(rq.job("again").orElseThrow().status()).isEqualTo(JobStatus.FAILED);

    assertThat(rq.requeue(List.of("again", "good", "none"))).containsExactly("again");
    assertThat(redis.number("TTL", "rq:job:again")).isEqualTo(-1);
    assertThat(
            python.run(
                redis,
                """
                j = Job.fetch('again', connection=connection)
                print(status('again'), j.started_at, j.ended_at, j.get_position(),
                      Queue('q', connection=connection).failed_job_registry.count)
                """))
        .isEqualTo("queued None None 0 0");

    python.worker(redis, "q").simple().runBurst();
    assertThat(rq.job("again").orElseThrow().status()).isEqualTo(JobStatus.FINISHED);
    assertThat(rq.results("again"))
        .extracting(JobResult::type)
        .containsExactly(JobResult.Type.SUCCESSFUL, JobResult.Type.FAILED);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aDeletedJobLeavesNothing(PythonRq python) {
    queue.enqueueAll(
        List.of(
            failing("bad"),
            job("left", "bad"),
            JobRequest.builder(Call.of("rqtasks.record", "m")).id("m").group("g").build()));
    python.worker(redis, "q").simple().runBurst();

    assertThat(rq.delete(List.of("bad", "left", "m", "none"), Deletion.Dependents.REFUSE))
        .extracting(Deletion::outcome)
        .containsExactly(
            Deletion.Outcome.DELETED,
            Deletion.Outcome.DELETED,
            Deletion.Outcome.DELETED,
            Deletion.Outcome.MISSING);
    assertThat(redis.texts("KEYS", "rq:*"))
        .as("no trace of the jobs")
        .noneMatch(
            key -> key.matches("rq:(job|results|executions?|group|failed|finished|deferred):.*"));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatWaitsForADeletedJobGoesOnIsCanceledOrKeepsIt(PythonRq python) {
    queue.enqueueAll(
        List.of(job("a"), job("b", "a"), job("other"), job("c", "a", "other"), job("d", "b")));

    assertThat(rq.delete(List.of("a"), Deletion.Dependents.REFUSE))
        .containsExactly(new Deletion("a", Deletion.Outcome.NEEDED));
    assertThat(rq.delete(List.of("a"), Deletion.Dependents.RELEASE))
        .containsExactly(new Deletion("a", Deletion.Outcome.DELETED));
    assertThat(queue.ids(0, 10)).containsExactly("other", "b");
    assertThat(rq.job("c").orElseThrow().status()).isEqualTo(JobStatus.DEFERRED);
    assertThat(rq.delete(List.of("b"), Deletion.Dependents.CANCEL))
        .containsExactly(new Deletion("b", Deletion.Outcome.DELETED));
    assertThat(rq.job("d").orElseThrow().status()).isEqualTo(JobStatus.CANCELED);

    python.worker(redis, "q").simple().runBurst();
    assertThat(ran()).containsExactly("other", "c");
  }

  @Test
  void aWholeGraphIsDeletedWhateverItsOrderAndSize() {
    List<JobRequest> chain = new ArrayList<>();
    chain.add(job("c0"));
    for (int i = 1; i < 600; i++) {
      chain.add(job("c" + i, "c" + (i - 1)));
    }
    queue.enqueueAll(chain);
    List<String> ids = chain.stream().map(JobRequest::id).toList();
    assertThat(rq.delete(ids, Deletion.Dependents.RELEASE))
        .hasSize(600)
        .allMatch(one -> one.outcome() == Deletion.Outcome.DELETED);
    assertThat(redis.texts("KEYS", "*")).containsExactly("rq:queues");
  }

  @Test
  void noScriptCancelsAllThatWaitsForADeletedJob() {
    List<JobRequest> jobs = new ArrayList<>();
    jobs.add(job("root"));
    for (int i = 0; i < 3_000; i++) {
      jobs.add(job("child" + i, "root"));
      jobs.add(job("grandchild" + i, "child" + i));
    }
    queue.enqueueAll(jobs);
    redis.command("CONFIG", "RESETSTAT");
    assertThat(rq.delete(List.of("root"), Deletion.Dependents.CANCEL))
        .containsExactly(new Deletion("root", Deletion.Outcome.DELETED));
    assertThat(redis.number("ZCARD", "rq:canceled:q")).isEqualTo(6_000);
    assertThat(redis.number("ZCARD", "rq:deferred:q")).isZero();
    assertThat(redis.texts("KEYS", "rq:job:root*")).isEmpty();
    assertThat(redis.calls().get("evalsha")).as("several short scripts").isGreaterThan(30);
  }

  @Test
  void aJobThatRunsThoughCanceledIsNotDeleted() {
    queue.enqueue(job("a"));
    redis.command("LPOP", "rq:queue:q");
    redis.command("HSET", "rq:job:a", "status", "canceled", "worker_name", "w");
    redis.command("ZADD", "rq:wip:q", "4e9", "a");
    assertThat(rq.delete(List.of("a"), Deletion.Dependents.REFUSE))
        .containsExactly(new Deletion("a", Deletion.Outcome.RUNNING));
    redis.command("DEL", "rq:wip:q");
    redis.command("HSET", "rq:worker:w", "current_job", "a");
    assertThat(rq.delete(List.of("a"), Deletion.Dependents.REFUSE))
        .containsExactly(new Deletion("a", Deletion.Outcome.RUNNING));
    redis.command("DEL", "rq:worker:w");
    assertThat(rq.delete(List.of("a"), Deletion.Dependents.REFUSE))
        .containsExactly(new Deletion("a", Deletion.Outcome.DELETED));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void metadataIsSavedAndChangedForJobsThatAreThere(PythonRq python) {
    queue.enqueue(
        JobRequest.builder(Call.of("rqtasks.get_meta")).id("m").meta(Map.of("n", 0)).build());
    assertThat(rq.saveMeta("none", Map.of("a", 1))).isFalse();
    assertThat(redis.number("EXISTS", "rq:job:none")).isZero();
    assertThat(rq.saveMeta("m", Map.of("n", 1L))).isTrue();

    CompletableFuture.allOf(
            IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.runAsync(this::increment))
                .toArray(CompletableFuture[]::new))
        .join();

    assertThat(rq.job("m").orElseThrow().meta()).isEqualTo(Map.of("n", 21L));
    python.worker(redis, "q").simple().runBurst();
    assertThat(rq.latestResult("m").orElseThrow().returnValue()).isEqualTo(Map.of("n", 21L));
    assertThat(rq.changeMeta("none", meta -> meta)).isFalse();
    redis.command("HSET", "rq:job:m", "meta", "garbage");
    assertThatThrownBy(() -> rq.changeMeta("m", meta -> meta)).isInstanceOf(RqException.class);
  }

  private void increment() {
    rq.changeMeta(
        "m",
        meta -> {
          meta.merge("n", 1L, (a, b) -> (Long) a + (Long) b);
          return meta;
        });
  }

  @Test
  void waitingEndsWithTheJobOrThePatience() {
    queue.enqueue(job("w"));
    assertThat(rq.awaitEnd("w", Duration.ZERO)).isEqualTo(JobStatus.QUEUED);
    assertThat(rq.awaitEnd("w", Duration.ofMillis(20))).isEqualTo(JobStatus.QUEUED);
    CompletableFuture<JobStatus> end =
        CompletableFuture.supplyAsync(() -> rq.awaitEnd("w", Duration.ofSeconds(30)));
    rq.cancel(List.of("w"), CancelScope.JOB);
    assertThat(end.join()).isEqualTo(JobStatus.CANCELED);
    assertThatThrownBy(() -> rq.awaitEnd("none", Duration.ofSeconds(30)))
        .isInstanceOf(RqException.class)
        .hasMessageContaining("\"none\"");
  }
}

package io.github.batchrunner.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RedisExtension.class)
class LookingTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  private final RedisFixture redis;
  private Rq rq;
  private RqQueue queue;

  LookingTest(RedisFixture redis) {
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

  private String dump() {
    StringBuilder dump = new StringBuilder();
    for (String key : redis.texts("KEYS", "*").stream().sorted().toList()) {
      dump.append(key).append(redis.text("TYPE", key)).append(' ');
      dump.append(Arrays.hashCode(redis.bytes("DUMP", key))).append('\n');
    }
    return dump.toString();
  }

  /** Every look that there is. */
  private void lookAtEverything(List<String> ids) {
    for (RqQueue each : rq.queues()) {
      each.size();
      each.ids(0, 100);
      each.counts();
      for (Registry registry : Registry.values()) {
        each.registry(registry).size();
        each.registry(registry).entries(0, 100).forEach(RegistryEntry::time);
      }
    }
    rq.workers().forEach(worker -> describe(worker));
    rq.statuses(ids);
    rq.jobs(ids).forEach(job -> describe(job));
    rq.latestResults(ids).values().forEach(JobResult::createdAt);
    rq.groups().forEach(rq::groupJobs);
    rq.isSuspended();
    JobWatch watch = rq.watch(change -> {});
    watch.add(ids);
    watch.look();
  }

  private static String describe(RqJob job) {
    return job.toString()
        + job.createdAt()
        + job.enqueuedAt()
        + job.startedAt()
        + job.endedAt()
        + job.lastHeartbeat()
        + job.timeout()
        + job.resultTtl()
        + job.failureTtl()
        + job.ttl()
        + job.dependencyIds()
        + job.allowsDependencyFailures()
        + job.atFront()
        + job.retriesLeft()
        + job.workerName()
        + job.group()
        + job.origin();
  }

  private static String describe(WorkerInfo worker) {
    return worker.toString()
        + worker.queues()
        + worker.currentJob()
        + worker.birth()
        + worker.lastHeartbeat()
        + worker.death()
        + worker.version()
        + worker.pythonVersion()
        + worker.pid()
        + worker.hostname()
        + worker.ipAddress()
        + worker.successfulJobs()
        + worker.failedJobs()
        + worker.totalWorkingTime();
  }

  @Test
  void lookingChangesNothingNotEvenWhatHasExpired() {
    queue.enqueueAll(
        List.of(
            JobRequest.builder(Call.of("f")).id("a").build(),
            JobRequest.builder(Call.of("f")).id("b").dependsOn("a").group("g").build()));
    redis.command("ZADD", "rq:finished:q", 1, "old");
    redis.command("ZADD", "rq:failed:q", 1, "older");
    redis.command("ZADD", "rq:wip:q", 1, "abandoned");
    redis.command("ZADD", "rq:wip:q", 2, "abandoned-too:0123abcd");
    redis.command("SADD", "rq:workers", "rq:worker:dead");
    redis.command("XADD", "rq:results:a", "5-0", "type", "9");
    String before = dump();

    lookAtEverything(List.of("a", "b", "old", "none"));

    assertThat(dump()).isEqualTo(before);
    assertThat(queue.registry(Registry.STARTED).entries(0, 9))
        .containsExactly(
            new RegistryEntry("abandoned", "", 1),
            new RegistryEntry("abandoned-too", "0123abcd", 2));
    assertThat(queue.registry(Registry.FINISHED).entries(0, 9).get(0).time())
        .contains(Instant.ofEpochSecond(1));
    assertThat(queue.counts().registries())
        .isEqualTo(
            Map.of(
                Registry.STARTED, 2L,
                Registry.FINISHED, 1L,
                Registry.FAILED, 1L,
                Registry.DEFERRED, 1L,
                Registry.SCHEDULED, 0L,
                Registry.CANCELED, 0L));
  }

  @Test
  void hostileHashesBreakNoListing() {
    String[][] hashes = {
      {"no-data", "status", "queued"},
      {"garbage", "data", "\u0000\u0001garbage", "meta", "garbage", "status", "no-such-word"},
      {"times", "data", "x", "created_at", "99999-99-99T99:99:99Z", "ended_at", "now"},
      {"numbers", "data", "x", "timeout", "3m", "ttl", "9".repeat(90), "retries_left", "-9e9"},
      {"large", "data", "x", "timeout", "9223372036854775807", "retries_left", "99999999999"},
      {"needs", "data", "x", "dependency_ids", "[1, null, {}]", "dependency_id", ""},
      {"needs2", "data", "x", "dependency_ids", "[\"a\", null]"},
      {"flags", "data", "x", "enqueue_at_front", "false", "allow_dependency_failures", ""},
    };
    for (String[] hash : hashes) {
      for (int i = 1; i < hash.length; i += 2) {
        redis.command("HSET", "rq:job:" + hash[0], hash[i], hash[i + 1]);
      }
    }
    redis.command("SET", "rq:job:text", "text");
    redis.command("SET", "rq:results:text", "text");
    redis.command("XADD", "rq:results:garbage", "1-1", "return_value", "%%%", "exc_string", "!");
    redis.command("SET", "rq:finished:q", "text");
    redis.command("SADD", "rq:queues", "rq:queue:q", "something else", "rq:queue:");
    redis.command("RPUSH", "rq:queue:q", "text", "", "a:b");
    redis.command("SADD", "rq:workers", "rq:worker:w", "rq:worker:text", "nonsense", "rq:worker:x");
    redis.command("SET", "rq:worker:text", "text");
    redis.command(
        "HSET", "rq:worker:w", "pid", "none", "birth", "x", "successful_job_count", "many");
    redis.command("HSET", "rq:worker:w", "total_working_time", "-inf", "queues", ",,a,");
    List<String> ids =
        List.of(
            "no-data", "garbage", "times", "numbers", "large", "needs", "needs2", "flags", "text",
            "");

    List<RqJob> jobs = rq.jobs(ids);
    jobs.forEach(LookingTest::describe);
    assertThat(jobs)
        .extracting(RqJob::id)
        .containsExactly("garbage", "times", "numbers", "large", "needs", "needs2", "flags");
    assertThat(jobs).allMatch(job -> job.createdAt().isEmpty());
    assertThat(rq.job("garbage").orElseThrow().status()).isEqualTo(JobStatus.UNKNOWN);
    assertThatThrownBy(() -> rq.job("garbage").orElseThrow().call())
        .isInstanceOf(RqException.class);
    assertThatThrownBy(() -> rq.job("garbage").orElseThrow().meta())
        .isInstanceOf(RqException.class);
    assertThat(rq.statuses(ids).keySet())
        .containsExactly(
            "no-data", "garbage", "times", "numbers", "large", "needs", "needs2", "flags");
    assertThat(rq.latestResults(ids).keySet()).containsExactly("garbage");
    assertThat(rq.latestResult("garbage").orElseThrow().type()).isEqualTo(JobResult.Type.UNKNOWN);
    assertThat(queue.counts().queued()).isEqualTo(3);
    assertThat(queue.counts().count(Registry.FINISHED)).isZero();
    assertThat(rq.queues()).extracting(RqQueue::name).containsExactly("q");
    List<WorkerInfo> workers = rq.workers();
    assertThat(workers).extracting(WorkerInfo::name).containsExactly("w");
    describe(workers.get(0));
    assertThat(workers.get(0).queues()).containsExactly("a");
    assertThat(workers.get(0).totalWorkingTime()).isEqualTo(Duration.ZERO);
    assertThat(rq.cancel(ids, CancelScope.GRAPH)).hasSize(ids.size());
    assertThat(rq.delete(ids, Deletion.Dependents.CANCEL)).hasSize(ids.size());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void workersAreSeenAsTheyAre(PythonRq python) {
    try (PythonProcess process = python.worker(redis, "q", "p").name("w1").startAndAwaitIdle()) {
      queue.enqueue(JobRequest.builder(Call.of("rqtasks.gate", "g")).id("gate").build());
      Await.until("it has started", () -> redis.number("LLEN", "test:started:g") == 1);

      WorkerInfo worker = rq.workers().get(0);
      assertThat(worker.name()).isEqualTo("w1");
      assertThat(worker.state()).isEqualTo("busy");
      assertThat(worker.queues()).containsExactly("q", "p");
      assertThat(worker.currentJob()).isEqualTo("gate");
      assertThat(worker.pid()).hasValue(process.pid());
      assertThat(worker.version()).isEqualTo(python.version());
      assertThat(worker.birth()).isPresent();
      assertThat(worker.lastHeartbeat()).isPresent();
      assertThat(worker.death()).isEmpty();
      assertThat(queue.registry(Registry.STARTED).entries(0, 5))
          .hasSize(1)
          .allMatch(entry -> entry.jobId().equals("gate") && entry.time().isPresent())
          .allMatch(
              entry -> entry.execution().isEmpty() == (python.release() == PythonRq.Release.V1));
      RqJob job = rq.job("gate").orElseThrow();
      assertThat(job.status()).isEqualTo(JobStatus.STARTED);
      assertThat(job.workerName()).isEqualTo("w1");
      assertThat(job.startedAt()).isPresent();

      redis.command("RPUSH", "test:gate:g", "open");
      assertThat(rq.awaitEnd("gate", Duration.ofSeconds(30))).isEqualTo(JobStatus.FINISHED);
      Await.until("it is counted", () -> rq.workers().get(0).successfulJobs() == 1);
      process.terminate();
      process.awaitExit();
    }
    assertThat(rq.workers()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void suspendedWorkersTakeNoJobs(PythonRq python) {
    rq.suspend(Duration.ofMinutes(5));
    assertThat(rq.isSuspended()).isTrue();
    assertThat(redis.number("TTL", "rq:suspended")).isBetween(290L, 300L);
    rq.suspend();
    assertThat(redis.number("TTL", "rq:suspended")).isEqualTo(-1);
    assertThat(
            python.run(
                redis, "from rq.suspension import is_suspended; print(is_suspended(connection))"))
        .isEqualTo("1");
    String id = queue.enqueue(Call.of("rqtasks.noop"));
    try (PythonProcess worker = python.worker(redis, "q").simple().burst().start()) {
      worker.awaitExit();
      assertThat(worker.output()).contains("suspended");
    }
    assertThat(rq.job(id).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
    rq.resume();
    assertThat(rq.isSuspended()).isFalse();
    python.worker(redis, "q").simple().runBurst();
    assertThat(rq.job(id).orElseThrow().status()).isEqualTo(JobStatus.FINISHED);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void resultsAreThoseThatPythonReads(PythonRq python) {
    queue.enqueueAll(
        List.of(
            JobRequest.builder(Call.of("rqtasks.add", 1, 2)).id("sum").build(),
            JobRequest.builder(Call.of("rqtasks.noop")).id("none").build(),
            JobRequest.builder(Call.of("rqtasks.fail", "schön")).id("bad").build()));
    python.worker(redis, "q").name("w").runBurst();

    JobResult sum = rq.latestResult("sum").orElseThrow();
    assertThat(sum.type()).isEqualTo(JobResult.Type.SUCCESSFUL);
    assertThat(sum.returnValue()).isEqualTo(3L);
    assertThat(sum.traceback()).isEmpty();
    assertThat(rq.latestResult("none").orElseThrow().returnValue()).isNull();
    JobResult bad = rq.latestResult("bad").orElseThrow();
    assertThat(bad.type()).isEqualTo(JobResult.Type.FAILED);
    assertThat(bad.traceback()).contains("ValueError: schön");
    assertThat(bad.returnValue()).isNull();
    assertThat(rq.latestResults(List.of("bad", "gone", "sum")).keySet())
        .containsExactly("bad", "sum");
    String[] seen =
        python
            .run(
                redis,
                """
                r = Job.fetch('bad', connection=connection).latest_result()
                print(r.id, r.created_at.timestamp())
                """)
            .split(" ", 2);
    assertThat(bad.id()).isEqualTo(seen[0]);
    assertThat(bad.createdAt().orElseThrow().toEpochMilli() / 1000)
        .isEqualTo((long) Double.parseDouble(seen[1]));
    assertThat(rq.results("gone")).isEmpty();
  }

  @Test
  void idsThatCannotBeJobsAreMerelyAbsent() {
    assertThat(rq.jobs(List.of("", "*", "a b", "\u0000"))).isEmpty();
    assertThat(rq.statuses(IntStream.range(0, 1_200).mapToObj(i -> "n" + i).toList())).isEmpty();
    assertThat(rq.jobs(List.of())).isEmpty();
    assertThat(rq.cancel(List.of(), CancelScope.JOB)).isEmpty();
    assertThatThrownBy(() -> queue.ids(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rq.queue("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rq.suspend(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

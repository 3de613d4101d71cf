package io.github.batchrunner.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
class EnqueueTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  private final RedisFixture redis;
  private Rq rq;

  EnqueueTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void connect() {
    rq = Rq.connect(RqConfig.of(redis.uri()));
  }

  @AfterEach
  void close() {
    rq.close();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void argumentsArriveAsTheyWere(PythonRq python) {
    Call call =
        Call.of(
                "rqtasks.describe",
                null,
                true,
                7,
                1L << 40,
                -1.5,
                "zwölf 🌲 'n\"",
                List.of(1, "a"),
                Map.of("k", List.of()),
                new byte[] {1, 2})
            .with("name", "x".repeat(3000));
    String id = rq.queue("q").enqueue(call);

    python.worker(redis, "q").simple().runBurst();

    assertThat((String) rq.latestResult(id).orElseThrow().returnValue())
        .startsWith(
            "((None, True, 7, 1099511627776, -1.5, 'zwölf 🌲 \\'n\"', [1, 'a'], {'k': []},"
                + " b'\\x01\\x02'), {'name': 'xxx");
    assertThat(rq.job(id).orElseThrow().call().function()).isEqualTo("rqtasks.describe");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void pythonReadsEveryFieldAsItWasMeant(PythonRq python) throws Exception {
    JobRequest request =
        JobRequest.builder(Call.of("rqtasks.add", 1, 2))
            .id("all-fields")
            .timeout(Duration.ofMinutes(10))
            .resultTtl(Duration.ofHours(1))
            .failureTtl(Duration.ofDays(2))
            .ttl(Duration.ofHours(3))
            .description("adds")
            .meta(Map.of("runid", "r-1", "n", 3))
            .retry(new RetryPolicy(3, List.of(Duration.ofSeconds(10), Duration.ofSeconds(60))))
            .onSuccess(Callback.of("rqtasks.on_success"))
            .onFailure(new Callback("rqtasks.on_failure", Duration.ofSeconds(7)))
            .build();
    assertThat(rq.queue("q").enqueue(request))
        .isEqualTo(new Enqueued("all-fields", Enqueued.Outcome.QUEUED, ""));

    JsonNode seen =
        new JsonMapper()
            .readTree(
                python.run(
                    redis,
                    """
                    import json
                    j = Job.fetch('all-fields', connection=connection)
                    print(json.dumps(dict(
                      status=status(j.id), func=j.func_name, args=j.args, kwargs=j.kwargs,
                      timeout=j.timeout, result_ttl=j.result_ttl, failure_ttl=j.failure_ttl,
                      ttl=j.ttl, description=j.description, meta=j.meta, origin=j.origin,
                      retries=j.retries_left, intervals=j.retry_intervals,
                      success=j._success_callback_name, failure=j._failure_callback_name,
                      failure_timeout=getattr(j, '_failure_callback_timeout', 7),
                      created=j.created_at.isoformat(), enqueued=j.enqueued_at.isoformat(),
                      expires=connection.ttl(j.key), position=j.get_position())))
                    """));

    assertThat(seen.get("status").asText()).isEqualTo("queued");
    assertThat(seen.get("func").asText()).isEqualTo("rqtasks.add");
    assertThat(seen.get("args")).hasToString("[1,2]");
    assertThat(seen.get("timeout").asInt()).isEqualTo(600);
    assertThat(seen.get("result_ttl").asInt()).isEqualTo(3600);
    assertThat(seen.get("failure_ttl").asInt()).isEqualTo(172_800);
    assertThat(seen.get("ttl").asInt()).isEqualTo(10_800);
    assertThat(seen.get("expires").asInt()).isBetween(10_700, 10_800);
    assertThat(seen.get("description").asText()).isEqualTo("adds");
    assertThat(seen.get("meta").get("runid").asText()).isEqualTo("r-1");
    assertThat(seen.get("meta").get("n").asInt()).isEqualTo(3);
    assertThat(seen.get("origin").asText()).isEqualTo("q");
    assertThat(seen.get("retries").asInt()).isEqualTo(3);
    assertThat(seen.get("intervals")).hasToString("[10,60,60]");
    assertThat(seen.get("success").asText()).isEqualTo("rqtasks.on_success");
    assertThat(seen.get("failure").asText()).isEqualTo("rqtasks.on_failure");
    assertThat(seen.get("failure_timeout").asInt()).isEqualTo(7);
    assertThat(seen.get("position").asInt()).isZero();

    RqJob ours = rq.job("all-fields").orElseThrow();
    assertThat(seen.get("created").asText())
        .startsWith(ours.createdAt().orElseThrow().toString().substring(0, 19));
    assertThat(ours.enqueuedAt()).isPresent();
    assertThat(ours.timeout()).contains(Duration.ofMinutes(10));
    assertThat(ours.resultTtl()).contains(Duration.ofHours(1));
    assertThat(ours.failureTtl()).contains(Duration.ofDays(2));
    assertThat(ours.ttl()).contains(Duration.ofHours(3));
    assertThat(ours.meta()).isEqualTo(Map.of("runid", "r-1", "n", 3L));
    assertThat(ours.retriesLeft()).hasValue(3);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatPythonWroteIsReadHere(PythonRq python) {
    python.run(
        redis,
        """
        from rq import Retry
        q = Queue('q', connection=connection)
        a = q.enqueue('rqtasks.add', 1, b=2, job_id='a', job_timeout=77, result_ttl=-1,
                      failure_ttl=88, ttl=99, description='d', meta={'k': [1, (2,)]},
                      retry=Retry(max=2, interval=[5, 6]))
        b = q.enqueue('rqtasks.noop', job_id='b', depends_on=[a])
        """);

    RqJob a = rq.job("a").orElseThrow();
    RqJob b = rq.job("b").orElseThrow();

    assertThat(a.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(a.call()).isEqualTo(Call.of("rqtasks.add", 1L).with("b", 2L));
    assertThat(a.timeout()).contains(Duration.ofSeconds(77));
    assertThat(a.resultTtl()).contains(JobRequest.FOREVER);
    assertThat(a.failureTtl()).contains(Duration.ofSeconds(88));
    assertThat(a.ttl()).contains(Duration.ofSeconds(99));
    assertThat(a.description()).isEqualTo("d");
    assertThat(a.meta().keySet()).containsExactly("k");
    assertThat(a.retriesLeft()).hasValue(2);
    assertThat(a.createdAt()).isPresent();
    assertThat(a.origin()).isEqualTo("q");
    assertThat(b.status()).isEqualTo(JobStatus.DEFERRED);
    assertThat(b.dependencyIds()).containsExactly("a");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void descriptionsAreThoseThatPythonWouldWrite(PythonRq python) {
    String tricky = "it's \"quoted\"\n\ttab\\";
    String id =
        rq.queue("q")
            .enqueue(
                Call.of("rqtasks.echo", "plain", "it's", tricky, 1, 2.5, null, true, List.of("a"))
                    .with("long", "x".repeat(200)));
    String expected =
        python.run(
            redis, "print(Job.fetch(sys.argv[1], connection=connection).get_call_string())", id);
    assertThat(rq.job(id).orElseThrow().description()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void callbacksAreCalled(PythonRq python) {
    rq.queue("q")
        .enqueueAll(
            List.of(
                JobRequest.builder(Call.of("rqtasks.noop"))
                    .id("good")
                    .onSuccess(Callback.of("rqtasks.on_success"))
                    .build(),
                JobRequest.builder(Call.of("rqtasks.fail"))
                    .id("bad")
                    .onFailure(Callback.of("rqtasks.on_failure"))
                    .build()));

    python.worker(redis, "q").simple().runBurst();

    assertThat(redis.texts("LRANGE", "test:succeeded", 0, -1)).containsExactly("good");
    assertThat(redis.texts("LRANGE", "test:failed", 0, -1)).containsExactly("bad");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void timeoutsAndTtlsAreKept(PythonRq python) {
    rq.queue("q")
        .enqueueAll(
            List.of(
                JobRequest.builder(Call.of("rqtasks.spin"))
                    .id("slow")
                    .timeout(Duration.ofSeconds(1))
                    .failureTtl(Duration.ofSeconds(1000))
                    .build(),
                JobRequest.builder(Call.of("rqtasks.noop"))
                    .id("brief")
                    .resultTtl(Duration.ZERO)
                    .build(),
                JobRequest.builder(Call.of("rqtasks.noop"))
                    .id("kept")
                    .resultTtl(JobRequest.FOREVER)
                    .build()));

    python.worker(redis, "q").simple().runBurst();

    assertThat(rq.job("slow").orElseThrow().status()).isEqualTo(JobStatus.FAILED);
    assertThat(rq.latestResult("slow").orElseThrow().traceback()).contains("JobTimeoutException");
    assertThat(redis.number("TTL", "rq:job:slow")).isBetween(900L, 1000L);
    assertThat(rq.job("brief")).isEmpty();
    assertThat(redis.number("TTL", "rq:job:kept")).isEqualTo(-1);
    assertThat(rq.queue("q").registry(Registry.FINISHED).entries(0, 10))
        .containsExactly(new RegistryEntry("kept", "", Double.POSITIVE_INFINITY));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void triesAgainAtOnceAndLater(PythonRq python) {
    rq.queue("q")
        .enqueueAll(
            List.of(
                JobRequest.builder(Call.of("rqtasks.fail_times", "now", 2))
                    .id("now")
                    .retry(RetryPolicy.times(2))
                    .build(),
                JobRequest.builder(Call.of("rqtasks.fail_times", "later", 1))
                    .id("later")
                    .retry(new RetryPolicy(1, List.of(Duration.ofSeconds(1))))
                    .build()));

    try (PythonProcess worker = python.worker(redis, "q").simple().withScheduler().start()) {
      assertThat(rq.awaitEnd("now", Duration.ofSeconds(30))).isEqualTo(JobStatus.FINISHED);
      assertThat(rq.awaitEnd("later", Duration.ofSeconds(30)))
          .as(worker.output())
          .isEqualTo(JobStatus.FINISHED);
    }
    assertThat(rq.latestResult("now").orElseThrow().returnValue()).isEqualTo(3L);
    assertThat(rq.latestResult("later").orElseThrow().returnValue()).isEqualTo(2L);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void scheduledJobsRunWhenTheirTimeHasCome(PythonRq python) {
    Instant past = Instant.parse("2026-01-01T00:00:00Z");
    Instant future = Instant.parse("2100-01-01T00:00:00Z");
    List<Enqueued> scheduled =
        rq.queue("q")
            .enqueueAll(
                List.of(
                    JobRequest.builder(Call.of("rqtasks.noop"))
                        .id("due")
                        .at(past)
                        .ttl(Duration.ofMinutes(5))
                        .build(),
                    JobRequest.builder(Call.of("rqtasks.noop")).id("far").at(future).build()));
    assertThat(scheduled).extracting(Enqueued::outcome).containsOnly(Enqueued.Outcome.SCHEDULED);
    assertThat(redis.number("TTL", "rq:job:due")).isEqualTo(-1);
    assertThat(rq.queue("q").registry(Registry.SCHEDULED).entries(1, 5))
        .extracting(entry -> entry.time().orElseThrow())
        .containsExactly(future);

    try (PythonProcess worker = python.worker(redis, "q").simple().withScheduler().start()) {
      assertThat(rq.awaitEnd("due", Duration.ofSeconds(30)))
          .as(worker.output())
          .isEqualTo(JobStatus.FINISHED);
      assertThat(rq.enqueueScheduled(List.of("far", "due", "none"))).containsExactly("far");
      assertThat(rq.awaitEnd("far", Duration.ofSeconds(30))).isEqualTo(JobStatus.FINISHED);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void jsonQueuesWorkWithJsonWorkers(PythonRq python) {
    try (Rq json = Rq.connect(RqConfig.of(redis.uri()), Serializer.JSON)) {
      JobRequest request =
          JobRequest.builder(
                  Call.of("rqtasks.echo", 1, "é", Arrays.asList(1.5, null))
                      .with("k", Map.of("a", 1)))
              .id("json")
              .meta(Map.of("m", List.of(1)))
              .build();
      json.queue("q").enqueue(request);

      python.worker(redis, "q").simple().json().runBurst();

      assertThat(json.latestResult("json").orElseThrow().returnValue())
          .isEqualTo(
              Map.of(
                  "args",
                  List.of(1L, "é", Arrays.asList(1.5, null)),
                  "kwargs",
                  Map.of("k", Map.of("a", 1L))));
      assertThat(json.job("json").orElseThrow().meta()).isEqualTo(Map.of("m", List.of(1L)));
      assertThat(rq.with(Serializer.JSON).job("json").orElseThrow().call().function())
          .isEqualTo("rqtasks.echo");
      RqQueue queue = json.queue("q");
      assertThatThrownBy(() -> queue.enqueue(Call.of("f", (Object) new byte[1])))
          .isInstanceOf(RqException.class)
          .hasMessageContaining("has no place in JSON");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void groupsAreThoseOfRq2(PythonRq python) {
    rq.queue("q")
        .enqueueAll(
            IntStream.range(0, 3)
                .mapToObj(
                    i ->
                        JobRequest.builder(Call.of("rqtasks.noop"))
                            .id("member-" + i)
                            .group("batch-7")
                            .build())
                .toList());
    assertThat(rq.groups()).containsExactly("batch-7");
    assertThat(rq.groupJobs("batch-7")).containsExactly("member-0", "member-1", "member-2");
    assertThat(rq.job("member-1").orElseThrow().group()).isEqualTo("batch-7");
    if (python.release() == PythonRq.Release.V2) {
      assertThat(
              python.run(
                  redis,
                  """
                  from rq.group import Group
                  print(sorted(j.id for j in Group.fetch('batch-7', connection).get_jobs()))
                  """))
          .isEqualTo("['member-0', 'member-1', 'member-2']");
    }
    python.worker(redis, "q").simple().runBurst();
    assertThat(rq.statuses(rq.groupJobs("batch-7")).values()).containsOnly(JobStatus.FINISHED);
  }

  @Test
  void theEndOfANeedCountsEvenIfItIsAllThatIsLeftOfIt() {
    redis.command("HSET", "rq:job:bad", "status", "failed");
    redis.command("HSET", "rq:job:good", "status", "finished");
    redis.command("HSET", "rq:job:half", "status", "started", "last_heartbeat", "x");
    assertThat(
            rq.queue("q")
                .enqueueAll(
                    List.of(
                        JobRequest.builder(Call.of("rqtasks.noop"))
                            .id("a")
                            .dependsOn("bad")
                            .build(),
                        JobRequest.builder(Call.of("rqtasks.noop"))
                            .id("b")
                            .dependsOn("good")
                            .build(),
                        JobRequest.builder(Call.of("rqtasks.noop"))
                            .id("c")
                            .dependsOn("half")
                            .build())))
        .extracting(Enqueued::outcome)
        .containsExactly(
            Enqueued.Outcome.NEED_FAILED, Enqueued.Outcome.QUEUED, Enqueued.Outcome.QUEUED);
  }

  @Test
  void jobsGoToTheFrontIfAsked() {
    RqQueue queue = rq.queue("q");
    String first = queue.enqueue(Call.of("f"));
    JobRequest front = JobRequest.builder(Call.of("f")).atFront().build();
    JobRequest back = JobRequest.of(Call.of("f"));
    queue.enqueueAll(List.of(front, back));
    JobRequest frontest = JobRequest.builder(Call.of("f")).id("frontest").atFront().build();
    queue.enqueue(frontest);

    assertThat(queue.ids(0, 10)).containsExactly("frontest", front.id(), first, back.id());
    assertThat(queue.ids(1, 2)).containsExactly(front.id(), first);
    assertThat(queue.ids(9, 2)).isEmpty();
    assertThat(queue.size()).isEqualTo(4);
  }

  @Test
  void aJobThatIsThereStaysAsItIs() {
    RqQueue queue = rq.queue("q");
    JobRequest request = JobRequest.builder(Call.of("f", 1)).id("same").build();
    queue.enqueue(request);
    Enqueued again =
        queue.enqueue(JobRequest.builder(Call.of("f", 2)).id("same").dependsOn("other").build());

    assertThat(again.outcome()).isEqualTo(Enqueued.Outcome.EXISTS);
    assertThat(queue.size()).isEqualTo(1);
    assertThat(rq.job("same").orElseThrow().call().args()).containsExactly(1L);
  }

  @Test
  void whatALateHeartbeatLeftIsNoJob() {
    redis.command("HSET", "rq:job:late", "last_heartbeat", "2026-01-01T00:00:00.000000Z");
    redis.command("HSET", "rq:job:late", "worker_name", "w");
    assertThat(rq.job("late")).isEmpty();

    RqQueue queue = rq.queue("q");
    assertThat(queue.enqueue(JobRequest.builder(Call.of("f")).dependsOn("late").build()).outcome())
        .isEqualTo(Enqueued.Outcome.QUEUED);
    assertThat(queue.enqueue(JobRequest.builder(Call.of("f")).id("late").build()).outcome())
        .isEqualTo(Enqueued.Outcome.QUEUED);
    assertThat(rq.job("late").orElseThrow().workerName()).isEmpty();
  }

  @Test
  void manyPlainJobsKeepTheirOrder() {
    List<JobRequest> requests = new ArrayList<>();
    for (int i = 0; i < 2_345; i++) {
      requests.add(JobRequest.of(Call.of("f", i)));
    }
    rq.queue("q").enqueueAll(requests);
    assertThat(rq.queue("q").ids(0, 5_000))
        .isEqualTo(requests.stream().map(JobRequest::id).toList());
    assertThat(rq.queues()).extracting(RqQueue::name).containsExactly("q");
  }

  @Test
  void requestsThatWorkersWouldNotSurviveAreRefused() {
    JobRequest.Builder builder = JobRequest.builder(Call.of("f"));
    assertThatThrownBy(() -> builder.id("a:b")).hasMessageContaining("\"a:b\"");
    assertThatThrownBy(() -> builder.dependsOn("ok", "a\"b")).hasMessageContaining("a\"b");
    assertThatThrownBy(() -> builder.timeout(Duration.ofMillis(1500)))
        .hasMessageContaining("whole seconds");
    assertThatThrownBy(() -> builder.failureTtl(Duration.ZERO)).hasMessageContaining("failure TTL");
    assertThatThrownBy(() -> new Callback("f", Duration.ofMillis(1500)))
        .hasMessageContaining("whole seconds");
    assertThatThrownBy(() -> new RetryPolicy(1, List.of(Duration.ofMillis(1))))
        .hasMessageContaining("whole seconds");
    assertThatThrownBy(() -> new RetryPolicy(0, List.of())).hasMessageContaining("not 0");
    assertThat(redis.number("DBSIZE")).isZero();
  }
}

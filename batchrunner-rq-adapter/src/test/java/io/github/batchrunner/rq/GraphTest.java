package io.github.batchrunner.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
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
class GraphTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  private final RedisFixture redis;
  private Rq rq;
  private RqQueue queue;

  GraphTest(RedisFixture redis) {
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

  private static JobRequest tolerant(String id, String... needs) {
    return JobRequest.builder(Call.of("rqtasks.record", id))
        .id(id)
        .dependsOn(needs)
        .allowDependencyFailures()
        .build();
  }

  private List<Enqueued.Outcome> outcomes(List<JobRequest> requests) {
    return queue.enqueueAll(requests).stream().map(Enqueued::outcome).toList();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void jobsRunAfterThoseTheyNeedWhateverTheOrderTheyAreGivenIn(PythonRq python) {
    List<JobRequest> requests =
        new ArrayList<>(
            List.of(
                job("a"),
                job("b", "a"),
                job("c", "a"),
                job("d", "b", "c"),
                job("e", "d"),
                job("x")));
    Collections.reverse(requests);
    assertThat(outcomes(requests))
        .containsExactly(
            Enqueued.Outcome.QUEUED,
            Enqueued.Outcome.DEFERRED,
            Enqueued.Outcome.DEFERRED,
            Enqueued.Outcome.DEFERRED,
            Enqueued.Outcome.DEFERRED,
            Enqueued.Outcome.QUEUED);
    assertThat(queue.registry(Registry.DEFERRED).entries(0, 10))
        .hasSize(4)
        .allMatch(entry -> entry.score() == Double.POSITIVE_INFINITY && entry.time().isEmpty());

    python.worker(redis, "q").simple().runBurst();

    List<String> ran = redis.texts("LRANGE", "test:ran", 0, -1);
    assertThat(ran).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "x");
    assertThat(ran).containsSubsequence("a", "b", "d", "e").containsSubsequence("a", "c", "d");
    assertThat(queue.registry(Registry.DEFERRED).size()).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void randomGraphsOfTwoProducersRunWhileWorkersDrainThem(PythonRq python) {
    int jobs = 300;
    try (PythonProcess one = python.worker(redis, "q").simple().start();
        PythonProcess two = python.worker(redis, "q").simple().start()) {
      CompletableFuture<Void> first = CompletableFuture.runAsync(() -> produce("p", jobs, 4711));
      CompletableFuture<Void> second = CompletableFuture.runAsync(() -> produce("r", jobs, 4712));
      CompletableFuture.allOf(first, second).join();
      Await.until(
          "all jobs ran; workers: " + one.output() + two.output(),
          Duration.ofSeconds(60),
          () -> redis.number("LLEN", "test:ran") >= 2L * jobs);
      Await.until("the last one ended", () -> rqIsIdle(2 * jobs));
    }
    List<String> ran = redis.texts("LRANGE", "test:ran", 0, -1);
    assertThat(ran).doesNotHaveDuplicates().hasSize(2 * jobs);
    assertThat(queue.registry(Registry.DEFERRED).size()).isZero();
    assertThat(rq.statuses(ran).values()).hasSize(2 * jobs).containsOnly(JobStatus.FINISHED);
  }

  private boolean rqIsIdle(int jobs) {
    return queue.size() == 0 && queue.registry(Registry.FINISHED).size() == jobs;
  }

  /** Each job needs up to four of the last forty, some of which end at that very moment. */
  private void produce(String name, int jobs, long seed) {
    Random random = new Random(seed);
    List<JobRequest> chunk = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      Collection<String> needs = new HashSet<>();
      for (int n = random.nextInt(5); n > 0 && i > 0; n--) {
        needs.add(name + (i - 1 - random.nextInt(Math.min(i, 40))));
      }
      chunk.add(
          JobRequest.builder(Call.of("rqtasks.record", name + i))
              .id(name + i)
              .dependsOn(needs)
              .build());
      if (chunk.size() > random.nextInt(12)) {
        Collections.shuffle(chunk, random);
        queue.enqueueAll(chunk);
        chunk = new ArrayList<>();
      }
    }
    queue.enqueueAll(chunk);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aNeedThatHasEndedIsNotWaitedFor(PythonRq python) {
    queue.enqueueAll(
        List.of(job("good"), JobRequest.builder(Call.of("rqtasks.fail")).id("bad").build()));
    python.worker(redis, "q").simple().runBurst();

    List<Enqueued> enqueued =
        queue.enqueueAll(
            List.of(
                job("after-good", "good"),
                job("after-bad", "bad"),
                tolerant("after-bad-too", "bad"),
                job("after-nothing", "never-there"),
                job("after-refused", "after-bad"),
                tolerant("after-refused-too", "after-bad")));

    assertThat(enqueued)
        .containsExactly(
            new Enqueued("after-good", Enqueued.Outcome.QUEUED, ""),
            new Enqueued("after-bad", Enqueued.Outcome.NEED_FAILED, "bad"),
            new Enqueued("after-bad-too", Enqueued.Outcome.QUEUED, ""),
            new Enqueued("after-nothing", Enqueued.Outcome.QUEUED, ""),
            new Enqueued("after-refused", Enqueued.Outcome.NEED_FAILED, "after-bad"),
            new Enqueued("after-refused-too", Enqueued.Outcome.NEED_FAILED, "after-bad"));
    assertThat(rq.job("after-bad")).isEmpty();
    python.worker(redis, "q").simple().runBurst();
    assertThat(redis.texts("LRANGE", "test:ran", 0, -1))
        .containsExactly("good", "after-good", "after-bad-too", "after-nothing");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void failuresReleaseOnlyThoseThatAllowThem(PythonRq python) {
    queue.enqueueAll(
        List.of(
            JobRequest.builder(Call.of("rqtasks.fail")).id("bad").build(),
            job("strict", "bad"),
            tolerant("tolerant", "bad")));
    python.worker(redis, "q").simple().runBurst();
    assertThat(redis.texts("LRANGE", "test:ran", 0, -1)).containsExactly("tolerant");
    assertThat(rq.job("strict").orElseThrow().status()).isEqualTo(JobStatus.DEFERRED);
  }

  @Test
  void refusalsReachJobsOfLaterScripts() {
    queue.enqueue(job("gone"));
    rq.cancel(List.of("gone"), CancelScope.JOB);
    List<JobRequest> chain = new ArrayList<>();
    chain.add(job("c0", "gone"));
    for (int i = 1; i < 1_300; i++) {
      chain.add(job("c" + i, "c" + (i - 1)));
    }
    assertThat(queue.enqueueAll(chain))
        .extracting(Enqueued::outcome)
        .containsOnly(Enqueued.Outcome.NEED_FAILED);
    assertThat(queue.size()).isZero();
    assertThat(redis.number("EXISTS", "rq:job:c1299")).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aJobMayNeedThousandsOfOthers(PythonRq python) {
    String[] needs = IntStream.range(0, 9_000).mapToObj(i -> "n" + i).toArray(String[]::new);
    List<JobRequest> requests = new ArrayList<>();
    for (String need : needs) {
      requests.add(JobRequest.builder(Call.of("rqtasks.noop")).id(need).build());
    }
    requests.add(job("last", needs));
    assertThat(outcomes(requests)).endsWith(Enqueued.Outcome.QUEUED, Enqueued.Outcome.DEFERRED);
    assertThat(
            python.run(
                redis,
                """
                job = Job.fetch('last', connection=connection)
                print(len(job._dependency_ids), connection.scard(job.dependencies_key))
                """))
        .isEqualTo("9000 9000");
  }

  @Test
  void jobsThatWaitForEachOtherAreRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> queue.enqueueAll(List.of(job("a", "b"), job("b", "a"), job("c"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("circle")
        .hasMessageContaining("\"a\"");
    assertThatThrownBy(() -> queue.enqueueAll(List.of(job("a", "a"))))
        .hasMessageContaining("circle");
    assertThatThrownBy(() -> queue.enqueueAll(List.of(job("a"), job("a"))))
        .hasMessageContaining("two jobs have the id \"a\"");
    assertThat(redis.number("DBSIZE")).isZero();
  }

  @Test
  void aNeedThatIsNoHashCountsAsMissing() {
    redis.command("SET", "rq:job:odd", "text");
    assertThat(queue.enqueue(job("a", "odd")).outcome()).isEqualTo(Enqueued.Outcome.QUEUED);
  }
}

package io.github.batchrunner.rq.janitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real RQ leaves behind, and that real RQ goes on with what a repair leaves. */
@ExtendWith(RedisExtension.class)
class JanitorPythonTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  /** Each job needs up to four of the twenty before it. */
  private static final String RANDOM_GRAPH =
      """
      import random
      chance = random.Random(int(sys.argv[2]))
      queue, jobs = Queue('q', connection=connection), []
      for n in range(int(sys.argv[1])):
          needs = chance.sample(jobs[-20:], min(len(jobs), chance.randrange(5)))
          jobs.append(queue.enqueue('rqtasks.record', str(n), depends_on=needs or None))
      """;

  private final RedisFixture redis;
  private JanitorFixture fixture;

  JanitorPythonTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void open() {
    fixture = new JanitorFixture(redis);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aJobWhoseWorkerWasKilledFailsAndWhatNeedsItIsCanceled(PythonRq python) {
    try (PythonProcess worker = python.worker(redis, "q").name("w").startAndAwaitIdle()) {
      String[] ids =
          python
              .run(
                  redis,
                  """
                  queue = Queue('q', connection=connection)
                  a = queue.enqueue('rqtasks.gate', 'g')
                  b = queue.enqueue('rqtasks.record', 'b', depends_on=a)
                  c = queue.enqueue('rqtasks.record', 'c', depends_on=b)
                  print(a.id, b.id, c.id)
                  """)
              .split(" ", -1);
      Await.until("the job runs", () -> redis.number("LLEN", "test:started:g") == 1);
      assertThat(fixture.examineSettled().findings()).isEmpty();
      worker.kill();
      assertThat(worker.awaitExit()).isNotZero();
      fixture.pass(Duration.ofSeconds(100));

      JanitorReport report = fixture.janitor().examine();
      RepairReport repair = fixture.janitor().repair(report);

      assertThat(report.counts()).containsOnlyKeys(FindingKind.ABANDONED);
      assertThat(repair.repaired()).hasSize(3);
      assertThat(python.run(redis, "print(status(sys.argv[1]))", ids[0])).isEqualTo("failed");
      assertThat(python.run(redis, "print(status(sys.argv[1]))", ids[2])).isEqualTo("canceled");
      assertThat(
              python.run(
                  redis, "print(Job.fetch(sys.argv[1], connection=connection).exc_info)", ids[0]))
          .contains("AbandonedJobError");
      assertThat(fixture.examineSettled().findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void jobsThatRqLeavesDeferredForEverAreReleasedOrCanceled(PythonRq python) {
    python.run(
        redis,
        """
        queue = Queue('q', connection=connection)
        gone = queue.enqueue('rqtasks.record', 'gone')
        for n in range(50):
            queue.enqueue('rqtasks.record', 'after-gone-%d' % n, depends_on=gone)
        bad = queue.enqueue('rqtasks.fail')
        for n in range(50):
            doomed = queue.enqueue('rqtasks.record', 'doomed', depends_on=bad)
            queue.enqueue('rqtasks.record', 'doomed', depends_on=doomed)
        gone.delete()
        """);
    python.worker(redis, "q").simple().runBurst();
    assertThat(redis.number("ZCARD", "rq:deferred:q")).isEqualTo(150);
    assertThat(redis.number("LLEN", "test:ran")).isZero();

    JanitorReport report = fixture.examineSettled();
    RepairReport repair = fixture.janitor().repair(report);

    assertThat(report.counts())
        .containsEntry(FindingKind.DEFERRED_FOR_NOTHING, 50L)
        .containsEntry(FindingKind.DEFERRED_FOR_EVER, 50L);
    assertThat(repair.repaired()).hasSizeGreaterThanOrEqualTo(150);
    assertThat(redis.number("ZCARD", "rq:canceled:q")).isEqualTo(100);
    python.worker(redis, "q").simple().runBurst();
    assertThat(redis.texts("LRANGE", "test:ran", 0, -1)).hasSize(50).doesNotContain("doomed");
    assertThat(redis.number("ZCARD", "rq:deferred:q")).isZero();
    assertThat(fixture.examineSettled().findings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatJobsLeaveWhenTheyAreDeletedIsDeleted(PythonRq python) {
    python.run(
        redis,
        """
        queue = Queue('q', connection=connection)
        for n in range(5):
            queue.enqueue('rqtasks.fail')
        """);
    python.worker(redis, "q").simple().runBurst();
    python.run(
        redis,
        """
        from rq.registry import FailedJobRegistry
        for id in FailedJobRegistry('q', connection=connection).get_job_ids():
            Job.fetch(id, connection=connection).delete()
        """);
    assertThat(redis.texts("KEYS", "rq:results:*")).hasSize(5);

    JanitorReport report = fixture.examineSettled();

    assertThat(report.counts()).containsEntry(FindingKind.ORPHANED_RESULTS, 5L);
    fixture.janitor().repair(report);
    assertThat(redis.texts("KEYS", "rq:results:*")).isEmpty();
    assertThat(fixture.examineSettled().findings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void workersSurviveWhatWasPoison(PythonRq python) {
    fixture.job("bad-time", "queued", "created_at", "2026-01-02T03:04:05.123456789Z");
    fixture.job("bad-flag", "queued", "enqueue_at_front", "");
    fixture.job("good", "queued");
    redis.command("SADD", "rq:queues", "rq:queue:q");
    redis.command("RPUSH", "rq:queue:q", "bad-time", "bad-flag", "good");

    JanitorReport report = fixture.janitor().examine();
    fixture.janitor().repair(report, Set.of(FindingKind.POISON));
    python.worker(redis, "q").simple().runBurst();

    assertThat(redis.texts("LRANGE", "test:ran", 0, -1)).containsExactly("good");
    assertThat(python.run(redis, "print(status('bad-time'), status('bad-flag'))"))
        .isEqualTo("failed failed");
    assertThat(python.run(redis, "print(Job.fetch('bad-time', connection=connection).exc_info)"))
        .contains("created_at is no time");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aJobThatAWorkerTookAndDidNotBeginRunsOnce(PythonRq python) {
    String id =
        python.run(
            redis, "print(Queue('q', connection=connection).enqueue('rqtasks.record', 'a').id)");
    // The worker dies right after it took the id: on one queue RQ 2 moves it, else it is just gone.
    redis.command(
        python.release() == PythonRq.Release.V2
            ? new Object[] {"LMOVE", "rq:queue:q", "rq:queue:q:intermediate", "LEFT", "RIGHT"}
            : new Object[] {"LPOP", "rq:queue:q"});
    python.worker(redis, "q").simple().runBurst();
    assertThat(redis.number("LLEN", "test:ran")).isZero();

    JanitorReport report = fixture.examineSettled();

    assertThat(report.findings()).extracting(Finding::subject).containsExactly(id);
    fixture.janitor().repair(report);
    assertThat(fixture.janitor().repair(report).repaired()).isEmpty();
    python.worker(redis, "q").simple().runBurst();
    assertThat(redis.texts("LRANGE", "test:ran", 0, -1)).containsExactly("a");
    assertThat(fixture.examineSettled().findings()).isEmpty();
  }

  /** RQ 2.0 to 2.10 forgets its own records of what it runs when another worker was faster. */
  @Test
  void finishedJobsThatRq2WouldTurnIntoFailuresStayFinished() {
    PythonRq python = PythonRq.v2();
    int jobs = 0;
    for (int round = 0; round < 10 && redis.number("ZCARD", "rq:wip:q") == 0; round++) {
      python.run(redis, RANDOM_GRAPH, "300", Integer.toString(round));
      jobs += 300;
      drain(python, jobs);
    }
    long leaked = redis.number("ZCARD", "rq:wip:q");
    assertThat(leaked).isPositive();

    JanitorReport report = fixture.janitor().examine();
    fixture.janitor().repair(report);

    assertThat(report.counts()).containsEntry(FindingKind.ENDED_BUT_RUNNING, leaked);
    assertThat(redis.number("ZCARD", "rq:wip:q")).isZero();
    assertThat(redis.texts("KEYS", "rq:execution*")).isEmpty();
    assertThat(redis.number("ZCARD", "rq:failed:q")).isZero();
    assertThat(redis.number("ZCARD", "rq:finished:q")).isEqualTo(jobs);
    assertThat(fixture.examineSettled().findings()).isEmpty();
  }

  private void drain(PythonRq python, int jobs) {
    List<PythonProcess> workers = new ArrayList<>();
    try {
      for (int n = 0; n < 3; n++) {
        workers.add(python.worker(redis, "q").simple().start());
      }
      Await.until("all ran", Duration.ofMinutes(2), () -> redis.number("LLEN", "test:ran") == jobs);
      Await.until("all ended", () -> redis.number("ZCARD", "rq:finished:q") == jobs);
    } finally {
      workers.forEach(PythonProcess::close);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void repairsBesideLiveWorkersLoseAndDoubleNothing(PythonRq python) {
    int jobs = 600;
    List<PythonProcess> workers = new ArrayList<>();
    try {
      for (int n = 0; n < 3; n++) {
        workers.add(python.worker(redis, "q").simple().start());
      }
      python.run(redis, RANDOM_GRAPH, Integer.toString(jobs), "7");
      Await.until(
          "all ran",
          Duration.ofMinutes(2),
          () -> {
            JanitorReport report = fixture.janitor().examine();
            assertThat(report.counts().keySet()).isSubsetOf(FindingKind.ENDED_BUT_RUNNING);
            fixture.janitor().repair(report);
            return redis.number("LLEN", "test:ran") >= jobs;
          });
      Await.until("all ended", () -> redis.number("ZCARD", "rq:finished:q") == jobs);
    } finally {
      workers.forEach(PythonProcess::terminate);
      workers.forEach(PythonProcess::awaitExit);
      workers.forEach(PythonProcess::close);
    }
    assertThat(redis.texts("LRANGE", "test:ran", 0, -1)).hasSize(jobs).doesNotHaveDuplicates();
    fixture.janitor().repair(fixture.examineSettled());
    assertThat(fixture.examineSettled().findings()).isEmpty();
    assertThat(redis.number("LLEN", "test:ran")).isEqualTo(jobs);
  }
}

package io.github.batchrunner.rq.janitor;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is made by hand, each with what a repair leaves. */
@ExtendWith(RedisExtension.class)
class JanitorTest {

  private final RedisFixture redis;
  private JanitorFixture fixture;

  JanitorTest(RedisFixture redis) {
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

  @Test
  void anEmptyDatabaseIsInOrder() {
    JanitorReport report = fixture.examineSettled();

    assertThat(report.findings()).isEmpty();
    assertThat(report.sizes()).containsEntry("jobs", 0L).containsEntry("deferred", 0L);
  }

  @Test
  void whatIsInOrderIsNotReported() {
    fixture.job("queued", "queued");
    redis.command("SADD", "rq:queues", "rq:queue:q");
    redis.command("RPUSH", "rq:queue:q", "queued");
    fixture.defer("child", "queued");
    fixture.job("running", "started");
    redis.command("ZADD", "rq:wip:q", fixture.now() + 1000, "running:1");
    fixture.job("done", "finished");
    redis.command("ZADD", "rq:finished:q", fixture.now() + 1000, "done");
    redis.command("ZADD", "rq:finished:q", fixture.now() - 1000, "long-gone");
    redis.command("SET", "rq:wip:of another type", "x");
    redis.command("SET", "rq:job:of-another-type", "x");
    redis.command("SET", "other:job:a", "x");

    JanitorReport report = fixture.examineSettled();

    assertThat(report.findings()).isEmpty();
    assertThat(report.unsettled()).isEmpty();
    assertThat(report.sizes())
        .containsEntry("jobs", 4L)
        .containsEntry("queued", 1L)
        .containsEntry("wip", 1L)
        .containsEntry("deferred", 1L);
  }

  @Test
  void jobsThatHaveEndedAreTakenOutOfTheRunningOnes() {
    for (String status : List.of("finished", "failed", "stopped")) {
      fixture.job(status, status);
      redis.command("ZADD", "rq:wip:q", fixture.now() + 50, status + ":e1");
      redis.command("ZADD", "rq:wip:q", fixture.now() + 50, status);
      redis.command("ZADD", "rq:executions:" + status, fixture.now() + 50, "e1");
      redis.command("HSET", "rq:execution:" + status + ":e1", "id", "e1");
    }
    fixture.job("canceled", "canceled");
    redis.command("ZADD", "rq:wip:q", fixture.now() + 50, "canceled:e1");

    JanitorReport report = fixture.janitor().examine();

    assertThat(report.counts()).containsOnlyKeys(FindingKind.ENDED_BUT_RUNNING);
    assertThat(report.findings()).hasSize(6);
    assertThat(fixture.janitor().repair(report).repaired()).hasSize(6);
    assertThat(redis.texts("ZRANGE", "rq:wip:q", 0, -1)).containsExactly("canceled:e1");
    assertThat(redis.texts("KEYS", "rq:execution*")).isEmpty();
    assertThat(fixture.janitor().examine().findings()).isEmpty();
  }

  @Test
  void jobsWhoseWorkerDiedFailOrAreTriedAgain() {
    fixture.job("fails", "started", "worker_name", "w1");
    fixture.job("again", "started", "retries_left", "2");
    fixture.job("later", "started", "retries_left", "1", "retry_intervals", "[5, 60]");
    fixture.job("callback", "started", "failure_callback_name", "rqtasks.on_failure");
    for (String id : List.of("fails", "again", "later", "callback")) {
      redis.command("ZADD", "rq:wip:q", fixture.now() - 1, id + ":e");
    }
    fixture.defer("needs-it", "fails");
    fixture.defer("and-so-on", "needs-it");
    fixture.job("tolerant", "deferred", "allow_dependency_failures", "1");
    fixture.defer("tolerant", "fails");

    JanitorReport report = fixture.janitor().examine();
    RepairReport repair = fixture.janitor().repair(report);

    assertThat(report.counts())
        .containsEntry(FindingKind.ABANDONED, 3L)
        .containsEntry(FindingKind.ABANDONED_WITH_CALLBACK, 1L);
    assertThat(report.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.subject()).isEqualTo("fails");
              assertThat(finding.why()).contains("\"w1\"");
              assertThat(finding.repair()).contains("fails the job");
            });
    assertThat(repair.left()).extracting(Finding::subject).containsExactly("callback");
    assertThat(repair.repaired())
        .extracting(Finding::subject)
        .contains("fails", "needs-it", "and-so-on", "tolerant");
    assertThat(fixture.status("fails")).isEqualTo("failed");
    assertThat(fixture.status("again")).isEqualTo("queued");
    assertThat(redis.text("HGET", "rq:job:again", "retries_left")).isEqualTo("1");
    assertThat(fixture.status("later")).isEqualTo("scheduled");
    assertThat(Double.parseDouble(redis.text("ZSCORE", "rq:scheduled:q", "later")))
        .isBetween(fixture.now() + 50, fixture.now() + 61);
    assertThat(fixture.status("callback")).isEqualTo("started");
    assertThat(fixture.status("needs-it")).isEqualTo("canceled");
    assertThat(fixture.status("and-so-on")).isEqualTo("canceled");
    assertThat(fixture.status("tolerant")).isEqualTo("queued");
    assertThat(redis.number("XLEN", "rq:results:fails")).isEqualTo(1);
    assertThat(redis.number("TTL", "rq:results:fails")).isGreaterThan(31_000_000);

    RepairReport asked =
        fixture.janitor().repair(report, EnumSet.of(FindingKind.ABANDONED_WITH_CALLBACK));
    assertThat(asked.repaired()).extracting(Finding::subject).containsExactly("callback");
    assertThat(fixture.status("callback")).isEqualTo("failed");
  }

  @Test
  void aJobWhoseIdHoldsColonsIsNotMistakenForAnother() {
    fixture.job("a:b", "started");
    fixture.job("c:d", "started");
    redis.command("ZADD", "rq:wip:q", fixture.now() - 1, "a:b", fixture.now() - 1, "c:d:e1");
    assertThat(fixture.janitor().examine().findings())
        .allMatch(finding -> finding.kind() == FindingKind.ABANDONED)
        .extracting(Finding::subject)
        .containsExactlyInAnyOrder("a:b", "c:d");
  }

  @Test
  void aJobThatRunsAgainElsewhereIsNotAbandoned() {
    fixture.job("twice", "started");
    redis.command(
        "ZADD", "rq:wip:q", fixture.now() - 1, "twice:dead", fixture.now() + 80, "twice:e2");
    redis.command("ZADD", "rq:executions:twice", fixture.now() + 80, "e2");
    fixture.job("renewed", "started");
    redis.command("ZADD", "rq:wip:q", fixture.now() - 1, "renewed");
    JanitorReport report = fixture.janitor().examine();
    assertThat(report.findings()).extracting(Finding::subject).containsExactly("renewed");

    redis.command("ZADD", "rq:wip:q", fixture.now() + 80, "renewed");

    assertThat(fixture.janitor().repair(report).changed()).hasSize(1);
    assertThat(fixture.status("renewed")).isEqualTo("started");
  }

  @Test
  void aStartedJobThatNobodyHasIsAbandonedAfterAWhile() {
    fixture.job("nowhere", "started", "worker_name", "dead");
    fixture.job("held", "started", "worker_name", "alive");
    redis.command(
        "HSET", "rq:worker:alive", "current_job", "held", "last_heartbeat", "2999-01-01T00:00:00Z");
    redis.command("EXPIRE", "rq:worker:alive", 100);

    JanitorReport report = fixture.examineSettled();

    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.subject()).isEqualTo("nowhere"));
    fixture.janitor().repair(report);
    assertThat(fixture.status("nowhere")).isEqualTo("failed");
    assertThat(fixture.status("held")).isEqualTo("started");
  }

  @Test
  void deferredJobsAreReleasedOrCanceledAsTheirNeedsEnded() {
    fixture.job("done", "finished");
    fixture.job("bad", "failed");
    fixture.job("gone-off", "canceled");
    fixture.job("halted", "stopped");
    fixture.job("runs", "started");
    redis.command("ZADD", "rq:wip:q", fixture.now() + 1000, "runs");
    fixture.defer("met", "done", "missing");
    fixture.defer("waits", "done", "runs");
    fixture.defer("doomed", "bad", "runs");
    fixture.defer("doomed-too", "doomed");
    fixture.defer("after-cancel", "gone-off");
    fixture.defer("after-stop", "halted");
    fixture.defer("tolerant", "bad", "halted");
    redis.command("HSET", "rq:job:tolerant", "allow_dependency_failures", "1");
    fixture.defer("front", "done");
    redis.command("HSET", "rq:job:front", "enqueue_at_front", "1");

    redis.command("DEL", "rq:job:missing:dependents");

    JanitorReport first = fixture.janitor().examine();
    assertThat(first.findings()).isEmpty();
    assertThat(first.unsettled()).hasSize(6);
    fixture.pass(Duration.ofSeconds(59));
    assertThat(fixture.janitor().examine().findings()).isEmpty();
    fixture.pass(Duration.ofSeconds(1));
    JanitorReport report = fixture.janitor().examine();

    assertThat(report.counts())
        .containsEntry(FindingKind.DEFERRED_FOR_NOTHING, 3L)
        .containsEntry(FindingKind.DEFERRED_FOR_EVER, 3L);
    RepairReport repair = fixture.janitor().repair(report);
    assertThat(repair.repaired()).hasSize(7);
    assertThat(redis.texts("LRANGE", "rq:queue:q", 0, -1))
        .startsWith("front")
        .containsExactlyInAnyOrder("front", "met", "tolerant");
    for (String canceled : List.of("doomed", "doomed-too", "after-cancel", "after-stop")) {
      assertThat(fixture.status(canceled)).isEqualTo("canceled");
      assertThat(redis.text("ZSCORE", "rq:canceled:q", canceled)).isNotNull();
    }
    assertThat(redis.texts("ZRANGE", "rq:deferred:q", 0, -1)).containsExactly("waits");
    assertThat(redis.texts("SMEMBERS", "rq:job:runs:dependents")).containsExactly("waits");
    assertThat(fixture.janitor().repair(report).repaired()).isEmpty();
    redis.command("DEL", "rq:queue:q");
  }

  @Test
  void theListOfDeferredJobsIsMadeToAgree() {
    fixture.job("parent", "started");
    redis.command("ZADD", "rq:wip:q", fixture.now() + 1000, "parent");
    fixture.defer("unlisted", "parent");
    redis.command("ZREM", "rq:deferred:q", "unlisted");
    fixture.job("mislisted", "finished");
    redis.command("ZADD", "rq:deferred:q", "+inf", "mislisted");
    fixture.defer("expires", "parent");
    redis.command("ZADD", "rq:deferred:q", "1", "expires");
    fixture.defer("with-ttl", "parent");
    redis.command("ZADD", "rq:deferred:q", "1", "with-ttl");
    redis.command("HSET", "rq:job:with-ttl", "ttl", "600");
    assertThat(fixture.examineSettled().counts())
        .containsOnlyKeys(FindingKind.DEFERRED_UNLISTED, FindingKind.DEFERRED_MISLISTED);
    redis.command(
        "HSET", "rq:worker:w", "version", "2.3.3", "last_heartbeat", "2999-01-01T00:00:00Z");

    JanitorReport report = fixture.examineSettled();

    assertThat(report.counts())
        .containsOnly(
            entry(FindingKind.DEFERRED_UNLISTED, 1L),
            entry(FindingKind.DEFERRED_MISLISTED, 1L),
            entry(FindingKind.DEFERRED_EXPIRES, 1L));
    fixture.janitor().repair(report);
    assertThat(redis.text("ZSCORE", "rq:deferred:q", "unlisted")).isEqualTo("inf");
    assertThat(redis.text("ZSCORE", "rq:deferred:q", "expires")).isEqualTo("inf");
    assertThat(redis.text("ZSCORE", "rq:deferred:q", "with-ttl")).isEqualTo("1");
    assertThat(redis.text("ZSCORE", "rq:deferred:q", "mislisted")).isNull();
    assertThat(fixture.examineSettled().findings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("places")
  void idsWithoutJobAreTakenOutOfEveryList(Object[] listing, String key) {
    redis.command("SADD", "rq:queues", "rq:queue:q");
    redis.command(listing);

    JanitorReport report = fixture.examineSettled();

    assertThat(report.counts()).containsExactly(entry(FindingKind.NO_SUCH_JOB, 1L));
    assertThat(report.findings().get(0).why()).contains(key);
    fixture.janitor().repair(report);
    assertThat(redis.number("EXISTS", key)).isZero();
  }

  static Stream<Arguments> places() {
    return Stream.of(
        place("rq:queue:q", "RPUSH", "rq:queue:q", "ghost"),
        place("rq:queue:q:intermediate", "RPUSH", "rq:queue:q:intermediate", "ghost"),
        place("rq:deferred:q", "ZADD", "rq:deferred:q", "+inf", "ghost"),
        place("rq:scheduled:q", "ZADD", "rq:scheduled:q", "9999999999", "ghost"),
        place("rq:canceled:q", "ZADD", "rq:canceled:q", "1", "ghost"),
        place("rq:finished:q", "ZADD", "rq:finished:q", "+inf", "ghost"),
        place("rq:failed:q", "ZADD", "rq:failed:q", "-1", "ghost"),
        place("rq:ready:q", "ZADD", "rq:ready:q", "1", "ghost"),
        place("rq:wip:q", "ZADD", "rq:wip:q", "1", "ghost"),
        place("rq:wip:q", "ZADD", "rq:wip:q", "1", "ghost:e1"),
        place("rq:queue:a b:c", "RPUSH", "rq:queue:a b:c", "ghost ly:*"));
  }

  private static Arguments place(String key, Object... listing) {
    return arguments(listing, key);
  }

  @Test
  void jobsThatAreInNoListComeBackToTheFront() {
    fixture.job("lost", "queued", "enqueued_at", "2026-01-01T00:00:00Z");
    fixture.job("stuck", "queued", "enqueued_at", "2026-01-01T00:00:00Z");
    fixture.job("moves", "queued", "enqueued_at", "2026-01-01T00:00:00Z");
    fixture.job("waits", "queued");
    fixture.job("ended", "finished");
    redis.command("RPUSH", "rq:queue:q", "waits");
    redis.command("RPUSH", "rq:queue:q:intermediate", "stuck", "ended");

    assertThat(fixture.janitor().examine().unsettled()).hasSize(4);
    fixture.pass(Duration.ofSeconds(60));
    // It was queued anew, and taken anew, meanwhile: its time begins again.
    redis.command("HSET", "rq:job:moves", "enqueued_at", "2026-01-01T00:00:30Z");
    JanitorReport report = fixture.janitor().examine();

    assertThat(report.findings())
        .extracting(Finding::subject)
        .containsOnly("lost", "stuck", "ended");
    fixture.janitor().repair(report);
    assertThat(redis.texts("LRANGE", "rq:queue:q", 0, -1))
        .containsExactlyInAnyOrder("lost", "stuck", "waits")
        .endsWith("waits");
    assertThat(redis.number("EXISTS", "rq:queue:q:intermediate")).isZero();
    assertThat(fixture.status("ended")).isEqualTo("finished");
  }

  @Test
  void anIdThatWaitsTwiceKeepsItsFirstPlace() {
    fixture.job("twice", "queued");
    fixture.job("once", "queued");
    redis.command("RPUSH", "rq:queue:q", "twice", "once", "twice", "twice");

    JanitorReport report = fixture.janitor().examine();

    assertThat(report.counts()).containsExactly(entry(FindingKind.DUPLICATE, 1L));
    fixture.janitor().repair(report);
    assertThat(redis.texts("LRANGE", "rq:queue:q", 0, -1)).containsExactly("twice", "once");
  }

  @Test
  void whatIsLeftOfJobsThatAreGoneIsDeleted() {
    redis.command("XADD", "rq:results:gone", "*", "type", 2);
    redis.command("XADD", "rq:results:expires", "*", "type", 2);
    redis.command("EXPIRE", "rq:results:expires", 500);
    redis.command("SADD", "rq:job:gone:dependents", "x");
    redis.command("SADD", "rq:job::gone:dependencies", "y");
    redis.command("HSET", "rq:job:stub", "last_heartbeat", "2026-01-01T00:00:00Z");
    fixture.job("there", "finished");
    redis.command("XADD", "rq:results:there", "*", "type", 1);

    JanitorReport report = fixture.examineSettled();

    assertThat(report.counts())
        .containsEntry(FindingKind.ORPHANED_RESULTS, 1L)
        .containsEntry(FindingKind.ORPHANED_DEPENDENCIES, 2L)
        .containsEntry(FindingKind.ORPHANED_HASH, 1L);
    fixture.janitor().repair(report);
    assertThat(redis.texts("KEYS", "*"))
        .containsExactlyInAnyOrder("rq:job:there", "rq:results:there", "rq:results:expires");
  }

  @Test
  void jobsThatAreReadyForLongGoIntoTheirQueue() {
    fixture.job("old", "ready_to_enqueue");
    fixture.job("new", "ready_to_enqueue");
    redis.command("ZADD", "rq:ready:q", fixture.now() - 61, "old", fixture.now(), "new");

    JanitorReport report = fixture.janitor().examine();

    assertThat(report.findings()).extracting(Finding::subject).containsExactly("old");
    fixture.janitor().repair(report);
    assertThat(redis.texts("LRANGE", "rq:queue:q", 0, -1)).containsExactly("old");
    assertThat(redis.texts("ZRANGE", "rq:ready:q", 0, -1)).containsExactly("new");
  }

  @Test
  void workersThatAreGoneLeaveTheLists() {
    redis.command("SADD", "rq:workers", "rq:worker:gone", "rq:worker:here", "rq:worker:silent");
    redis.command("SADD", "rq:workers:q", "rq:worker:gone", "rq:worker:here", "rq:worker:silent");
    redis.command("HSET", "rq:worker:here", "last_heartbeat", "2999-01-01T00:00:00.0Z");
    redis.command(
        "HSET", "rq:worker:silent", "last_heartbeat", "2020-01-01T00:00:00.0Z", "queues", "q,r");

    JanitorReport report = fixture.examineSettled();

    assertThat(report.counts())
        .containsEntry(FindingKind.WORKER_GONE, 2L)
        .containsEntry(FindingKind.WORKER_SILENT, 1L);
    fixture.janitor().repair(report);
    assertThat(redis.texts("SMEMBERS", "rq:workers")).containsExactly("rq:worker:here");
    assertThat(redis.texts("SMEMBERS", "rq:workers:q")).containsExactly("rq:worker:here");
    assertThat(redis.number("TTL", "rq:worker:silent")).isBetween(1L, 60L);
    assertThat(fixture.examineSettled().findings()).isEmpty();
  }

  @Test
  void aJobWithoutTimeoutGetsTheDefault() {
    fixture.job("a", "queued");
    redis.command("HDEL", "rq:job:a", "timeout");
    redis.command("RPUSH", "rq:queue:q", "a");

    JanitorReport report = fixture.janitor().examine();

    assertThat(report.counts()).containsExactly(entry(FindingKind.WITHOUT_TIMEOUT, 1L));
    fixture.janitor().repair(report);
    assertThat(redis.text("HGET", "rq:job:a", "timeout")).isEqualTo("180");
  }

  @ParameterizedTest
  @MethodSource("poisons")
  void poisonIsReportedAndTakenOutOnlyWhenAsked(String field, String value) {
    fixture.job("a", "queued");
    redis.command("RPUSH", "rq:queue:q", "a");
    redis.command("HSET", "rq:job:a", field, value);
    fixture.defer("child", "a");

    JanitorReport report = fixture.janitor().examine();

    assertThat(report.counts()).containsExactly(entry(FindingKind.POISON, 1L));
    assertThat(report.findings().get(0).why()).contains(field);
    assertThat(fixture.janitor().repair(report).left()).hasSize(1);
    assertThat(redis.number("LLEN", "rq:queue:q")).isEqualTo(1);
    RepairReport repair = fixture.janitor().repair(report, Set.of(FindingKind.POISON));
    assertThat(repair.repaired()).extracting(Finding::subject).containsExactly("a", "child");
    assertThat(redis.number("LLEN", "rq:queue:q")).isZero();
    assertThat(fixture.status("a")).isEqualTo("failed");
    assertThat(redis.text("ZSCORE", "rq:failed:q", "a")).isNotNull();
    assertThat(redis.number("XLEN", "rq:results:a")).isEqualTo(1);
    redis.command("DEL", "rq:job:child");
    assertThat(fixture.janitor().examine().findings()).isEmpty();
  }

  static Stream<Arguments> poisons() {
    return Stream.of(
        arguments("status", "quaint"),
        arguments("created_at", "2026-01-02T03:04:05.123456789Z"),
        arguments("enqueued_at", "2026-01-02T03:04:05+00:00"),
        arguments("last_heartbeat", "2026-13-02T03:04:05Z"),
        arguments("timeout", "180.0"),
        arguments("timeout", "3m"),
        arguments("result_ttl", "soon"),
        arguments("retries_left", "1.5"),
        arguments("enqueue_at_front", ""),
        arguments("enqueue_at_front", "false"),
        arguments("success_callback_timeout", ""),
        arguments("dependency_ids", "[\"a\""),
        arguments("retry_intervals", "5"),
        arguments("meta", "garbage"),
        arguments("meta", "[1]"));
  }

  @Test
  void aJobWithAnUnfitIdIsFailedAndListedNowhere() {
    fixture.job("a:b", "queued");
    redis.command("RPUSH", "rq:queue:q", "a:b");

    JanitorReport report = fixture.janitor().examine();
    fixture.janitor().repair(report, Set.of(FindingKind.POISON));

    assertThat(report.counts()).containsExactly(entry(FindingKind.POISON, 1L));
    assertThat(fixture.status("a:b")).isEqualTo("failed");
    assertThat(redis.number("LLEN", "rq:queue:q")).isZero();
    assertThat(redis.number("EXISTS", "rq:failed:q")).isZero();
  }

  @Test
  void poisonThatWasMendedMeanwhileIsLeft() {
    fixture.job("a", "queued", "timeout", "3m");
    redis.command("RPUSH", "rq:queue:q", "a");
    JanitorReport report = fixture.janitor().examine();

    redis.command("HSET", "rq:job:a", "timeout", "180");

    assertThat(fixture.janitor().repair(report, Set.of(FindingKind.POISON)).changed()).hasSize(1);
    assertThat(fixture.status("a")).isEqualTo("queued");
  }

  /** As many as WEPPcloud once had. */
  @Test
  void thousandsOfZombiesAreCanceledAndOthersLeft() {
    redis.command(
        "EVAL",
        """
        local function job(id, status)
          redis.call('HSET', 'rq:job:' .. id, 'data', 'x', 'origin', 'q', 'status', status, 'timeout', '180',
            'created_at', '2026-01-02T03:04:05.000001Z')
        end
        for n = 1, 20000 do
          job('waits' .. n, 'queued')
          redis.call('RPUSH', 'rq:queue:q', 'waits' .. n)
        end
        job('bad', 'failed')
        for n = 1, 9800 do
          local id, need = 'zombie' .. n, n % 2 == 0 and 'bad' or 'zombie' .. (n + 1)
          job(id, 'deferred')
          redis.call('HSET', 'rq:job:' .. id, 'dependency_ids', '["' .. need .. '"]')
          redis.call('SADD', 'rq:job::' .. id .. ':dependencies', need)
          redis.call('SADD', 'rq:job:' .. need .. ':dependents', id)
          redis.call('ZADD', 'rq:deferred:q', '+inf', id)
        end
        """,
        0);

    JanitorReport report = fixture.examineSettled();
    RepairReport repair = fixture.janitor().repair(report);

    assertThat(report.counts()).containsExactly(entry(FindingKind.DEFERRED_FOR_EVER, 4900L));
    assertThat(repair.repaired()).hasSize(9800);
    assertThat(redis.number("ZCARD", "rq:canceled:q")).isEqualTo(9800);
    assertThat(redis.number("ZCARD", "rq:deferred:q")).isZero();
    assertThat(redis.number("LLEN", "rq:queue:q")).isEqualTo(20_000);
    assertThat(fixture.examineSettled().findings()).isEmpty();
  }
}

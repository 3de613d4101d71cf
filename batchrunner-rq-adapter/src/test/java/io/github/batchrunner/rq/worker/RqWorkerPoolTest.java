package io.github.batchrunner.rq.worker;

import static io.github.batchrunner.rq.worker.WorkerBench.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.Callback;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.RetryPolicy;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class RqWorkerPoolTest {

  private final WorkerBench bench;
  private final RedisFixture redis;

  RqWorkerPoolTest(RedisFixture redis) {
    this.redis = redis;
    this.bench = new WorkerBench(redis);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void doesJobsAndLeavesNothingBehind() {
    String id = bench.enqueue("rqtasks.add", 20, 22);
    WorkerStatistics done = bench.burst(bench.pool());
    assertThat(done.finished()).isOne();
    assertThat(bench.status(id)).isEqualTo("finished");
    assertThat(redis.number("TTL", "rq:job:" + id)).isBetween(400L, 500L);
    assertThat(redis.number("TTL", "rq:results:" + id)).isBetween(400L, 500L);
    assertThat(redis.number("ZCARD", "rq:finished:q")).isOne();
    assertThat(bench.leftovers()).isEmpty();
    assertThat(redis.number("SCARD", "rq:workers")).isZero();
  }

  @Test
  void waitsForJobsAndTakesThemWhenTheyCome() {
    RqWorkerPool pool = bench.start(bench.pool().workers(2));
    Await.until(
        "both are idle",
        () ->
            pool.workerNames().stream()
                .allMatch(name -> "idle".equals(redis.text("HGET", "rq:worker:" + name, "state"))));
    for (int round = 0; round < 20; round++) {
      String id = bench.enqueue("rqtasks.add", round, 1);
      bench.awaitStatus(id, "finished");
    }
    Await.until("all are counted", () -> pool.statistics().finished() == 20);
  }

  @Test
  void servesTheFirstQueueFirst() {
    for (String name : List.of("low", "high")) {
      for (int i = 0; i < 5; i++) {
        bench.rq.queue(name).enqueue(job(name + i, "rqtasks.gate", name + i).build());
        bench.gateOf(name + i).countDown();
      }
    }
    List<String> order = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
    bench.burst(
        bench
            .pool("high", "low")
            .function(
                "rqtasks.gate",
                job -> {
                  order.add(job.queue());
                  return null;
                }));
    assertThat(order.subList(0, 5)).containsOnly("high");
    assertThat(order.subList(5, 10)).containsOnly("low");
  }

  @Test
  void failsWithATracebackWhoseLastLineIsTheException() {
    String id = bench.enqueue("rqtasks.fail");
    bench.burst(bench.pool());
    assertThat(bench.status(id)).isEqualTo("failed");
    assertThat(bench.failureText(id).strip())
        .startsWith("Traceback")
        .contains("\n  at ")
        .endsWith("java.lang.IllegalStateException: failed on purpose");
    assertThat(redis.number("ZCARD", "rq:failed:q")).isOne();
  }

  @Test
  void anErrorOfAFunctionDoesNotEndTheWorker() {
    String deep = bench.enqueue("deep");
    String heap = bench.enqueue("heap");
    String fine = bench.enqueue("rqtasks.add", 1, 1);
    bench.burst(
        bench
            .pool()
            .function("deep", RqWorkerPoolTest::endless)
            .function(
                "heap",
                job -> {
                  throw new OutOfMemoryError("on purpose");
                }));
    assertThat(bench.failureText(deep)).contains("StackOverflowError");
    assertThat(bench.failureText(heap)).contains("OutOfMemoryError");
    assertThat(bench.status(fine)).isEqualTo("finished");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static Object endless(JobContext job) {
    return List.of(endless(job));
  }

  @Test
  void anUnknownFunctionFailsAndNamesTheNearest() {
    String id = bench.enqueue("rqtasks.ad", 1, 2);
    bench.burst(bench.pool());
    assertThat(bench.status(id)).isEqualTo("failed");
    assertThat(bench.failureText(id)).contains("\"rqtasks.ad\"; did you mean \"rqtasks.add\"?");
  }

  @Test
  void aResultThatCannotBeWrittenIsReplacedAsInRq2() {
    String id = bench.enqueue("odd");
    bench.burst(bench.pool().function("odd", job -> new Object()));
    assertThat(bench.status(id)).isEqualTo("finished");
    assertThat(redis.texts("XREVRANGE", "rq:results:" + id, "+", "+")).isEmpty();
    assertThat(redis.number("XLEN", "rq:results:" + id)).isOne();
  }

  @Test
  void aResultThatIsNotToBeKeptTakesTheJobWithIt() {
    bench.enqueue(job("a", "rqtasks.add", 1, 2).resultTtl(Duration.ZERO));
    bench.enqueue(job("b", "rqtasks.add", 1, 2).dependsOn("a").resultTtl(JobRequest.FOREVER));
    bench.burst(bench.pool());
    assertThat(bench.status("a")).isEqualTo("none");
    assertThat(redis.number("XLEN", "rq:results:a")).isZero();
    assertThat(bench.status("b")).isEqualTo("finished");
    assertThat(redis.number("TTL", "rq:job:b")).isEqualTo(-1);
    assertThat(redis.text("ZSCORE", "rq:finished:q", "b")).isEqualTo("inf");
    assertThat(redis.texts("ZRANGE", "rq:finished:q", "0", "-1")).containsExactly("b");
  }

  @Test
  void interruptsAJobThatRunsTooLong() {
    bench.enqueue(job("a", "rqtasks.gate", "never").timeout(Duration.ofSeconds(1)));
    bench.enqueue(job("b", "rqtasks.add", 1, 2));
    bench.burst(bench.pool());
    assertThat(bench.status("a")).isEqualTo("failed");
    assertThat(bench.failureText("a"))
        .contains("InterruptedException")
        .endsWith("JobTimeoutException: Task exceeded maximum timeout value (1 seconds)\n");
    assertThat(bench.status("b")).isEqualTo("finished");
  }

  @Test
  void leavesAThreadBehindThatDoesNotReact() {
    AtomicBoolean end = new AtomicBoolean();
    bench.enqueue(job("a", "stubborn").timeout(Duration.ofSeconds(1)));
    bench.enqueue(job("b", "rqtasks.add", 1, 2));
    RqWorkerPool pool =
        bench.start(
            bench
                .pool()
                .interruptPatience(Duration.ofMillis(100))
                .function(
                    "stubborn",
                    job -> {
                      while (!end.get()) {
                        Thread.onSpinWait();
                      }
                      return null;
                    }));
    bench.awaitStatus("b", "finished");
    assertThat(bench.status("a")).isEqualTo("failed");
    assertThat(bench.failureText("a")).contains("left behind").contains("JobTimeoutException");
    assertThat(pool.statistics().stuckThreads()).isOne();
    end.set(true);
    Await.until("the thread is back", () -> pool.statistics().stuckThreads() == 0);
    assertThat(bench.status("a")).isEqualTo("failed");
    Await.until("it is counted", () -> pool.statistics().failed() == 1);
  }

  @Test
  void stopsAJobByCommand() {
    bench.enqueue(
        job("a", "rqtasks.gate", "never")
            .retry(RetryPolicy.times(3))
            .onStopped(Callback.of("rqtasks.on_stopped")));
    RqWorkerPool pool = bench.start(bench.pool());
    Await.until("it runs", () -> bench.runsOf("a") == 1);
    String channel = "rq:pubsub:" + pool.workerNames().get(0);
    redis.command("PUBLISH", channel, "not json");
    redis.command("PUBLISH", channel, "{\"command\": \"dance\"}");
    redis.command("PUBLISH", channel, "{\"command\": \"stop-job\", \"job_id\": \"other\"}");
    redis.command("PUBLISH", channel, "{\"command\": \"stop-job\", \"job_id\": \"a\"}");
    bench.awaitStatus("a", "stopped");
    assertThat(bench.called).containsExactly("stopped a");
    assertThat(bench.failureText("a")).endsWith("Job stopped by user, work-horse terminated.");
    assertThat(redis.number("ZCARD", "rq:failed:q")).isOne();
  }

  @Test
  void killsAJobByCommandAndEndsByCommand() {
    bench.enqueue(job("a", "rqtasks.gate", "never").retry(RetryPolicy.times(1)));
    RqWorkerPool pool = bench.start(bench.pool());
    String channel = "rq:pubsub:" + pool.workerNames().get(0);
    for (int run = 1; run <= 2; run++) {
      int times = run;
      Await.until("it runs", () -> bench.runsOf("a") == times);
      redis.command("PUBLISH", channel, "{\"command\": \"kill-horse\"}");
    }
    bench.awaitStatus("a", "failed");
    redis.command("PUBLISH", channel, "{\"command\": \"shutdown\"}");
    Await.until("it is gone", () -> redis.number("SCARD", "rq:workers") == 0);
  }

  @Test
  void triesAgainAtOnceAndLater() {
    bench.enqueue(job("now", "rqtasks.fail").retry(RetryPolicy.times(2)));
    bench.enqueue(
        job("later", "rqtasks.fail")
            .retry(new RetryPolicy(2, List.of(Duration.ofHours(1), Duration.ofHours(2)))));
    WorkerStatistics done = bench.burst(bench.pool());
    assertThat(done.retried()).isEqualTo(3);
    assertThat(done.failed()).isOne();
    assertThat(bench.status("now")).isEqualTo("failed");
    assertThat(bench.field("now", "retries_left")).contains("0");
    assertThat(redis.number("XLEN", "rq:results:now")).isOne();
    assertThat(bench.status("later")).isEqualTo("scheduled");
    assertThat(Double.parseDouble(redis.text("ZSCORE", "rq:scheduled:q", "later")))
        .isBetween(
            Clock.systemUTC().instant().getEpochSecond() + 3500.0,
            Clock.systemUTC().instant().getEpochSecond() + 3700.0);
    Clock nextDay = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
    bench.burst(bench.pool().withScheduler().clock(nextDay));
    assertThat(bench.field("later", "retries_left")).contains("0");
    assertThat(redis.text("GET", "rq:scheduler-lock:q")).isNull();
  }

  @Test
  void aFunctionMayAskToBeTriedAgain() {
    bench.enqueue(job("a", "again"));
    bench.burst(
        bench
            .pool()
            .function("again", job -> job.retriesDone() == 1 ? "done" : RetryPolicy.times(2)));
    assertThat(bench.status("a")).isEqualTo("finished");
    bench.enqueue(job("b", "always"));
    bench.burst(bench.pool().function("always", job -> RetryPolicy.times(2)));
    assertThat(bench.status("b")).isEqualTo("failed");
    assertThat(bench.failureText("b")).isEqualTo("Job failed after 2 retry attempts");
  }

  @Test
  void callsCallbacksItKnowsAndNotesOthers() {
    bench.enqueue(job("a", "rqtasks.add", 1, 2).onSuccess(Callback.of("rqtasks.on_success")));
    bench.enqueue(job("b", "rqtasks.fail").onFailure(Callback.of("rqtasks.on_failure")));
    bench.enqueue(job("c", "rqtasks.add", 1, 2).onSuccess(Callback.of("no.such")));
    bench.enqueue(job("d", "rqtasks.add", 1, 2).onSuccess(Callback.of("raising")));
    WorkerStatistics done =
        bench.burst(
            bench
                .pool()
                .callback(
                    "raising",
                    (job, result, failure) -> {
                      throw new IllegalStateException("callback failed on purpose");
                    }));
    assertThat(bench.called).containsExactly("success a", "failure b");
    assertThat(done.unknownCallbacks()).isOne();
    assertThat(bench.status("c")).isEqualTo("finished");
    assertThat(bench.status("d")).isEqualTo("failed");
    assertThat(bench.failureText("d")).contains("callback failed on purpose");
  }

  @Test
  void takesNothingWhileSuspended() {
    redis.command("SET", "rq:suspended", "1");
    RqWorkerPool pool = bench.start(bench.pool());
    String id = bench.enqueue("rqtasks.add", 1, 2);
    Await.until(
        "it is suspended",
        () ->
            "suspended"
                .equals(redis.text("HGET", "rq:worker:" + pool.workerNames().get(0), "state")));
    assertThat(bench.status(id)).isEqualTo("queued");
    redis.command("DEL", "rq:suspended");
    bench.awaitStatus(id, "finished");
  }

  @Test
  void keepsMetadataThatAFunctionChanges() {
    bench.enqueue(job("a", "meta").meta(Map.of("n", 1)));
    bench.enqueue(job("b", "delete"));
    bench.burst(
        bench
            .pool()
            .function(
                "meta",
                job -> {
                  job.meta().put("more", "ä");
                  job.saveMeta();
                  return null;
                })
            .function(
                "delete",
                job -> {
                  redis.command("DEL", "rq:job:" + job.id());
                  job.meta().put("more", 1);
                  job.saveMeta();
                  return null;
                }));
    assertThat(bench.rq.job("a").orElseThrow().meta())
        .containsEntry("n", 1L)
        .containsEntry("more", "ä");
    assertThat(bench.status("b")).isEqualTo("none");
    assertThat(redis.number("EXISTS", "rq:job:b")).isZero();
    assertThat(bench.leftovers()).isEmpty();
  }

  @Test
  void doesNotBringBackAJobThatWasDeletedOrAbandoned() {
    for (String id : List.of("deleted", "abandoned")) {
      bench.enqueue(job(id, "rqtasks.gate", id));
    }
    RqWorkerPool pool = bench.start(bench.pool().workers(2).startedEntries(StartedEntries.PLAIN));
    Await.until("both run", () -> bench.runsOf("deleted") + bench.runsOf("abandoned") == 2);
    redis.command("DEL", "rq:job:deleted");
    redis.command("ZREM", "rq:wip:q", "abandoned");
    redis.command("HSET", "rq:job:abandoned", "status", "failed");
    bench.gateOf("deleted").countDown();
    bench.gateOf("abandoned").countDown();
    Await.until("both are told", () -> pool.statistics().disowned() == 2);
    assertThat(bench.status("deleted")).isEqualTo("none");
    assertThat(bench.status("abandoned")).isEqualTo("failed");
    assertThat(redis.number("XLEN", "rq:results:abandoned")).isZero();
    assertThat(redis.number("ZCARD", "rq:wip:q")).isZero();
    assertThat(redis.texts("HKEYS", "rq:worker:" + pool.workerNames().get(0)))
        .doesNotContain("current_job");
  }

  @Test
  void finishesItsJobWhenClosedAndTakesNoMore() {
    bench.enqueue(job("a", "rqtasks.gate", "a"));
    bench.enqueue(job("b", "rqtasks.add", 1, 2));
    RqWorkerPool pool = bench.start(bench.pool());
    Await.until("it runs", () -> bench.runsOf("a") == 1);
    pool.shutdown();
    bench.gateOf("a").countDown();
    pool.close();
    assertThat(bench.status("a")).isEqualTo("finished");
    assertThat(bench.status("b")).isEqualTo("queued");
    assertThat(redis.number("SCARD", "rq:workers")).isZero();
  }

  @Test
  void interruptsItsJobAfterTheGracePeriod() {
    bench.enqueue(job("a", "rqtasks.gate", "never"));
    RqWorkerPool pool = bench.start(bench.pool().grace(Duration.ofMillis(50)));
    Await.until("it runs", () -> bench.runsOf("a") == 1);
    pool.close();
    assertThat(bench.status("a")).isEqualTo("failed");
    assertThat(bench.failureText("a")).contains("its worker was shut down");
    assertThat(bench.leftovers()).isEmpty();
  }

  @Test
  void registersAgainWhenRedisWasFlushed() {
    RqWorkerPool pool =
        bench.start(bench.pool().workers(2).monitoringInterval(Duration.ofSeconds(1)));
    redis.flush();
    String id = bench.enqueue("rqtasks.add", 1, 2);
    bench.awaitStatus(id, "finished");
    Await.until("both are there", () -> redis.number("SCARD", "rq:workers") == 2);
    String key = "rq:worker:" + pool.workerNames().get(1);
    assertThat(redis.text("HGET", key, "birth")).isNotNull();
  }

  @Test
  void saysThatItLives() {
    bench.enqueue(job("a", "rqtasks.gate", "a"));
    bench.start(
        bench
            .pool()
            .monitoringInterval(Duration.ofSeconds(1))
            .startedEntries(StartedEntries.EXECUTIONS));
    Await.until("it runs", () -> bench.runsOf("a") == 1);
    String member = redis.texts("ZRANGE", "rq:wip:q", "0", "-1").get(0);
    String first = redis.text("ZSCORE", "rq:wip:q", member);
    Await.until("it says so", () -> !first.equals(redis.text("ZSCORE", "rq:wip:q", member)));
    assertThat(member).startsWith("a:");
    assertThat(redis.number("EXISTS", "rq:execution:" + member)).isOne();
    bench.gateOf("a").countDown();
    bench.awaitStatus("a", "finished");
    assertThat(redis.number("EXISTS", "rq:execution:" + member, "rq:executions:a")).isZero();
  }

  @Test
  void theLifeOfAScheduledJobBeginsInItsQueue() {
    bench.enqueue(
        job("a", "rqtasks.noop")
            .at(Instant.parse("2020-01-01T00:00:00Z"))
            .ttl(Duration.ofHours(1)));
    assertThat(redis.number("TTL", "rq:job:a")).isEqualTo(-1);
    redis.command("SET", "rq:suspended", "1");
    bench.burst(bench.pool().withScheduler());
    assertThat(redis.texts("LRANGE", "rq:queue:q", "0", "-1")).containsExactly("a");
    assertThat(redis.number("TTL", "rq:job:a")).isBetween(3_500L, 3_600L);
  }

  @Test
  void schedulesWhileItRuns() {
    bench.enqueue(
        JobRequest.builder(Call.of("rqtasks.add", 1, 2)).id("a").at(Instant.EPOCH.plusSeconds(5)));
    bench.start(bench.pool().withScheduler());
    bench.awaitStatus("a", "finished");
    assertThat(redis.number("ZCARD", "rq:scheduled:q")).isZero();
    assertThat(redis.text("GET", "rq:scheduler-lock:q"))
        .isEqualTo(Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void repeatsAJobAsRq23Does() {
    bench.enqueue(job("a", "rqtasks.record", "x"));
    redis.command("HSET", "rq:job:a", "repeats_left", "2");
    bench.burst(bench.pool());
    assertThat(bench.runsOf("a")).isEqualTo(3);
    assertThat(bench.status("a")).isEqualTo("finished");
  }

  @Test
  void theCostOfManyParentsAndChildrenGrowsNoFasterThanTheirNumber() {
    int size = 1500;
    List<JobRequest> jobs = new java.util.ArrayList<>();
    List<String> ids = new java.util.ArrayList<>();
    for (int i = 0; i < size; i++) {
      ids.add("p" + i);
      jobs.add(job("p" + i, "rqtasks.noop").dependsOn("first").build());
    }
    bench.enqueue(job("first", "rqtasks.noop"));
    bench.queue.enqueueAll(jobs);
    bench.enqueue(job("last", "rqtasks.noop").dependsOn(ids));
    redis.command("CONFIG", "RESETSTAT");
    assertThat(bench.burst(bench.pool().workers(2)).finished()).isEqualTo(size + 2);
    assertThat(bench.status("last")).isEqualTo("finished");
    long calls = redis.calls().values().stream().mapToLong(Long::longValue).sum();
    assertThat(calls).isLessThan(60L * size);
  }

  @Test
  void theSameTakeAskedForTwiceGivesTheSameJob() {
    RqWorkerPool pool = bench.start(bench.pool());
    String worker = pool.workerNames().get(0);
    pool.shutdown();
    Await.until("it is gone", () -> redis.number("SCARD", "rq:workers") == 0);
    redis.command("HDEL", "rq:worker:" + worker, "death");
    bench.enqueue(job("a", "rqtasks.noop"));
    bench.enqueue(job("b", "rqtasks.noop"));
    String script =
        io.github.batchrunner.rq.internal.redis.Script.resource(RqWorkerPool.class, "take.lua")
            .source();
    for (int asked = 0; asked < 2; asked++) {
      List<?> answer =
          (List<?>)
              redis.command(
                  "EVAL",
                  script,
                  "0",
                  "rq:",
                  worker,
                  "2026-01-02T03:04:05.000000Z",
                  "1767323045.0",
                  "token",
                  "1",
                  "30",
                  "q");
      assertThat((byte[]) answer.get(1)).asString().isEqualTo("a");
    }
    List<?> other =
        (List<?>)
            redis.command(
                "EVAL",
                script,
                "0",
                "rq:",
                worker,
                "2026-01-02T03:04:05.000000Z",
                "1767323045.0",
                "other",
                "1",
                "30",
                "q");
    assertThat((byte[]) other.get(0)).asString().isEqualTo("unfinished");
    assertThat(redis.texts("LRANGE", "rq:queue:q", "0", "-1")).containsExactly("b");
  }

  @Test
  void maintenanceFailsWhatHangsBetweenQueueAndWorker() {
    bench.enqueue(job("a", "rqtasks.noop"));
    redis.command("LMOVE", "rq:queue:q", "rq:queue:q:intermediate", "LEFT", "RIGHT");
    bench.burst(bench.pool());
    assertThat(bench.status("a")).isEqualTo("queued");
    redis.command("SET", "rq:queue:q:intermediate:first_seen:a", "1");
    bench.burst(bench.pool());
    assertThat(bench.status("a")).isEqualTo("failed");
    assertThat(bench.failureText("a")).isEqualTo("Job was stuck in intermediate queue.");
    assertThat(redis.number("LLEN", "rq:queue:q:intermediate")).isZero();
  }

  @Test
  void maintenanceLeavesJobsAloneThatEndedAndAnEntryOfThemStayed() {
    bench.enqueue(job("a", "rqtasks.noop"));
    bench.burst(bench.pool());
    redis.command("ZADD", "rq:wip:q", "1", "a:" + "0".repeat(32), "2", "gone", "3", "a");
    bench.burst(bench.pool());
    assertThat(bench.status("a")).isEqualTo("finished");
    assertThat(redis.number("ZCARD", "rq:wip:q")).isZero();
  }
}

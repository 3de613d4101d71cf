package io.github.batchrunner.rq.worker;

import static io.github.batchrunner.rq.worker.WorkerBench.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis goes away, comes back, forgets, or takes no writes. */
class WorkersWithoutRedisTest {

  private final RedisFixture redis = RedisFixture.options().appendOnly().start();
  private final WorkerBench bench = new WorkerBench(redis);

  @AfterEach
  void close() {
    bench.close();
    redis.close();
  }

  @Test
  void aJobGoesOnAndItsEndIsWrittenWhenRedisIsBack() {
    bench.enqueue(job("a", "rqtasks.gate", "a"));
    bench.enqueue(job("b", "rqtasks.gate", "b").dependsOn("a"));
    bench.gateOf("b").countDown();
    RqWorkerPool pool = bench.start(bench.pool().workers(2));
    Await.until("it runs", () -> bench.runsOf("a") == 1);
    redis.kill();
    bench.gateOf("a").countDown();
    Await.until("it has returned", () -> pool.statistics().running() == 0);
    redis.restart();
    bench.awaitStatus("b", "finished");
    assertThat(bench.status("a")).isEqualTo("finished");
    assertThat(bench.runsOf("a")).isOne();
    assertThat(bench.runsOf("b")).isOne();
    Await.until(
        "both ends are counted",
        () -> pool.statistics().finished() + pool.statistics().disowned() == 2);
  }

  @Test
  void crashesLoseAndDoubleNothing() {
    for (int i = 0; i < 2000; i++) {
      bench.enqueue(
          i < 50
              ? job("j" + i, "count", "j" + i)
              : job("j" + i, "count", "j" + i).dependsOn("j" + (i - 50), "j" + (i - 37)));
    }
    RqWorkerPool pool =
        bench.start(
            bench
                .pool()
                .workers(4)
                .function(
                    "count",
                    job -> {
                      bench.called.add(job.id());
                      return null;
                    }));
    for (int crash = 1; crash <= 3; crash++) {
      int some = crash * 400;
      Await.until("some are done", () -> bench.called.size() >= some);
      redis.kill();
      redis.restart();
    }
    Await.until(
        "all are done",
        Duration.ofMinutes(1),
        () -> redis.number("ZCARD", "rq:finished:q") == 2000);
    List<String> ran = List.copyOf(bench.called);
    assertThat(new TreeSet<>(ran)).hasSize(2000);
    assertThat(ran).hasSize(2000);
    pool.close();
    assertThat(bench.leftovers()).isEmpty();
  }

  @Test
  void closesWithoutRedis() {
    bench.enqueue(job("a", "rqtasks.gate", "a"));
    RqWorkerPool pool =
        bench.start(
            bench
                .pool()
                .workers(2)
                .grace(Duration.ofMillis(50))
                .interruptPatience(Duration.ofSeconds(1)));
    Await.until("it runs", () -> bench.runsOf("a") == 1);
    redis.kill();
    pool.close();
    assertThat(pool.statistics().running()).isZero();
    redis.restart();
    assertThat(bench.status("a")).isEqualTo("started");
    assertThat(redis.number("ZCARD", "rq:wip:q")).isOne();
  }

  @Test
  void waitsForAServerThatHasNoMemory() {
    bench.enqueue(job("a", "rqtasks.gate", "a"));
    bench.enqueue(job("b", "rqtasks.add", 1, 2).dependsOn("a"));
    RqWorkerPool pool = bench.start(bench.pool());
    Await.until("it runs", () -> bench.runsOf("a") == 1);
    redis.command("CONFIG", "SET", "maxmemory", "1");
    bench.gateOf("a").countDown();
    Await.until("it has returned", () -> pool.statistics().running() == 0);
    assertThat(bench.status("a")).isEqualTo("started");
    redis.command("CONFIG", "SET", "maxmemory", "0");
    bench.awaitStatus("b", "finished");
    assertThat(bench.status("a")).isEqualTo("finished");
    assertThat(pool.statistics().disowned()).isZero();
  }

  @Test
  void aServerThatForgotItsScriptsIsToldThemAgain() {
    bench.start(bench.pool());
    bench.awaitStatus(bench.enqueue("rqtasks.add", 1, 2), "finished");
    redis.command("SCRIPT", "FLUSH");
    bench.awaitStatus(bench.enqueue("rqtasks.add", 1, 2), "finished");
  }
}

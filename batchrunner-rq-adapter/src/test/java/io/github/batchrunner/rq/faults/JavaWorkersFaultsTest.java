package io.github.batchrunner.rq.faults;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.worker.RqWorkerPool;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batch on Java workers, which go on through all of it themselves: each task runs once. */
@Timeout(120)
class JavaWorkersFaultsTest {

  private static final int WORKERS = 3;

  @TempDir private Path root;
  private RedisFixture redis;
  private RqWorkerPool pool;
  private FaultyBatch batch;

  @BeforeEach
  void start() {
    redis = RedisFixture.options().appendOnly().start();
    pool = BatchTasks.workers(redis.uri(), WORKERS);
    batch = FaultyBatch.start(root, redis.uri(), "workers", "java");
    batch.awaitGate(WORKERS);
  }

  @AfterEach
  void end() {
    batch.close();
    pool.close();
    redis.close();
  }

  private void requireAllOnce() throws InterruptedException {
    batch.awaitSuccess(redis);
    batch.ran().requireEachOnce(FaultyBatch.TASKS);
  }

  /** Tasks end, and the host submits, while the fault is there. */
  private void goOn() {
    batch.releaseSubmissions();
    batch.openGate();
  }

  @Test
  void theServerIsRestartedWhileTasksEnd() throws InterruptedException {
    redis.kill();
    goOn();
    batch.awaitComplaint("redis");
    redis.restart();
    requireAllOnce();
  }

  @Test
  void connectionsAreCutAgainAndAgain() throws InterruptedException {
    goOn();
    while (batch.ran().ended() < FaultyBatch.TASKS) {
      redis.command("CLIENT", "KILL", "TYPE", "normal");
      long seen = batch.ran().ended();
      Await.until(
          "something ends between cuts",
          () -> batch.ran().ended() > seen || seen == FaultyBatch.TASKS);
    }
    requireAllOnce();
  }

  @Test
  void theServerStandsStill() throws InterruptedException {
    redis.freeze();
    goOn();
    batch.awaitComplaint("redis");
    redis.thaw();
    requireAllOnce();
  }

  @Test
  void theServerHasNoMemoryLeft() throws InterruptedException {
    redis.command("CONFIG", "SET", "maxmemory", "1");
    goOn();
    batch.awaitComplaint("oom");
    redis.command("CONFIG", "SET", "maxmemory", "0");
    requireAllOnce();
  }

  @Test
  void theServerBecomesAReplica() throws InterruptedException {
    redis.command("REPLICAOF", "127.0.0.1", "1");
    goOn();
    batch.awaitComplaint("readonly");
    redis.command("REPLICAOF", "NO", "ONE");
    requireAllOnce();
  }

  @Test
  void thePasswordIsChanged() throws InterruptedException {
    redis.command("CONFIG", "SET", "requirepass", "another");
    redis.command("CLIENT", "KILL", "TYPE", "normal");
    goOn();
    batch.awaitComplaint("auth");
    redis.command("CONFIG", "SET", "requirepass", "");
    requireAllOnce();
  }

  @Test
  void theDatabaseIsFlushed() throws InterruptedException {
    redis.flush();
    goOn();
    requireAllOnce();
  }
}

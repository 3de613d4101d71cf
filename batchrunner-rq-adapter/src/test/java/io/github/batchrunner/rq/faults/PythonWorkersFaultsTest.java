package io.github.batchrunner.rq.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch on Python workers of all versions at hand.
 *
 * <p>Faults come and go while their jobs run: Python's workers die if Redis is away when they need
 * it, and what they were about to say is lost with them.
 */
@Timeout(60)
class PythonWorkersFaultsTest {

  @TempDir private Path root;
  private RedisFixture redis;
  private final List<PythonProcess> workers = new ArrayList<>();
  private FaultyBatch batch;

  @BeforeEach
  void start() {
    List<PythonRq> releases = PythonRq.all().toList();
    redis = RedisFixture.options().appendOnly().start();
    for (PythonRq release : releases) {
      workers.add(release.worker(redis, FaultyBatch.QUEUE).simple().start());
    }
    workers.add(
        releases.get(releases.size() - 1).worker(redis, FaultyBatch.QUEUE).name("forks").start());
    batch = FaultyBatch.start(root, redis.uri());
    batch.awaitGate(workers.size());
  }

  @AfterEach
  void end() {
    if (batch != null) {
      batch.close();
    }
    workers.forEach(PythonProcess::close);
    if (redis != null) { // it is not there if the test was skipped
      redis.close();
    }
  }

  private void requireAllOnce() throws InterruptedException {
    batch.openGate();
    batch.awaitSuccess(redis);
    batch.ran().requireEachOnce(FaultyBatch.TASKS);
  }

  @Test
  void theServerIsRestarted() throws InterruptedException {
    redis.kill();
    batch.releaseSubmissions();
    batch.awaitComplaint("redis");
    redis.restart();
    batch.awaitContent();
    requireAllOnce();
  }

  @Test
  void theServerHasNoMemoryLeft() throws InterruptedException {
    redis.command("CONFIG", "SET", "maxmemory", "1");
    batch.releaseSubmissions();
    batch.awaitComplaint("oom");
    redis.command("CONFIG", "SET", "maxmemory", "0");
    requireAllOnce();
  }

  @Test
  void theServerBecomesAReplica() throws InterruptedException {
    redis.command("REPLICAOF", "127.0.0.1", "1");
    batch.releaseSubmissions();
    batch.awaitComplaint("readonly");
    redis.command("REPLICAOF", "NO", "ONE");
    requireAllOnce();
  }

  @Test
  void thePasswordIsChanged() throws InterruptedException {
    redis.command("CONFIG", "SET", "requirepass", "another");
    redis.command("CLIENT", "KILL", "TYPE", "normal");
    batch.releaseSubmissions();
    batch.awaitComplaint("auth");
    redis.command("CONFIG", "SET", "requirepass", "");
    requireAllOnce();
  }

  @Test
  void connectionsAreCut() throws InterruptedException {
    redis.command("CLIENT", "KILL", "TYPE", "normal");
    batch.releaseSubmissions();
    requireAllOnce();
  }

  @Test
  void theDatabaseIsFlushed() throws InterruptedException {
    redis.flush();
    batch.releaseSubmissions();
    requireAllOnce();
  }

  @Test
  void aJobIsKilled() throws InterruptedException {
    Set<String> open = batch.ran().open();
    workers.get(workers.size() - 1).killChildren();
    batch.releaseSubmissions();
    batch.openGate();
    batch.awaitSuccess(redis);
    batch.ran().requireEachOnceBut(open, FaultyBatch.TASKS);
    assertThat(batch.ran().doubled()).as("that job alone ran again").isEqualTo(1);
  }
}

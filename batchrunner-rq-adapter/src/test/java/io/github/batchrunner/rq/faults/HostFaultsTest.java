package io.github.batchrunner.rq.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the host of a batch, or between it and Redis, while a Python worker goes on. */
@Timeout(60)
class HostFaultsTest {

  @TempDir private Path root;
  private RedisFixture redis;
  private PythonProcess worker;

  @BeforeEach
  void start() {
    PythonRq python = PythonRq.all().reduce((first, last) -> last).orElseThrow();
    redis = RedisFixture.options().appendOnly().start();
    worker = python.worker(redis, FaultyBatch.QUEUE).simple().start();
  }

  @AfterEach
  void end() {
    if (worker != null) { // it is not there if the test was skipped
      worker.close();
      redis.close();
    }
  }

  @Test
  void theHostIsKilledAndTheWorkersGoOnWithWhatTheyHave() throws Exception {
    FaultyBatch.create(root);
    Ran ran = new Ran(FaultyBatch.record(root.resolve("demo")));
    Process host = HostProcess.start(root, redis.uri());
    try {
      Await.until("tasks end", () -> ran.ended() > 20);
    } finally {
      host.destroyForcibly();
    }
    host.waitFor();
    long then = ran.ended();
    Await.until(
        "the workers have done all that was submitted",
        () ->
            redis.number("LLEN", "rq:queue:batch") == 0
                && redis.number("ZCARD", "rq:deferred:batch") == 0
                && ran.running() == 0);
    assertThat(ran.ended()).as("without a host").isGreaterThan(then);
    try (FaultyBatch next = FaultyBatch.resume(root, redis.uri())) {
      next.awaitSuccess(redis);
      next.ran().requireEachOnce(FaultyBatch.TASKS);
    }
  }

  @Test
  void theHostIsKilledAndAnotherTakesOverAtOnce() throws Exception {
    FaultyBatch.create(root);
    Ran ran = new Ran(FaultyBatch.record(root.resolve("demo")));
    Process host = HostProcess.start(root, redis.uri());
    try {
      Await.until("tasks end", () -> ran.ended() > 20);
    } finally {
      host.destroyForcibly();
    }
    host.waitFor();
    try (FaultyBatch next = FaultyBatch.resume(root, redis.uri())) {
      next.awaitSuccess(redis);
      next.ran().requireEachOnce(FaultyBatch.TASKS);
    }
  }

  @Test
  void answersToSubmissionsAreLost() throws InterruptedException {
    try (CuttingProxy proxy = new CuttingProxy(redis.port(), "dependency_ids")) {
      try (FaultyBatch batch = FaultyBatch.start(root, proxy.uri())) {
        batch.awaitGate(1);
        proxy.cut(5);
        batch.releaseSubmissions();
        batch.awaitComplaint("redis");
        batch.openGate();
        batch.awaitSuccess(redis);
        assertThat(proxy.cutsLeft()).isZero();
        batch.ran().requireEachOnce(FaultyBatch.TASKS);
      }
    }
  }

  @Test
  void redisIsNotThereAtTheStart() throws InterruptedException {
    redis.stop();
    FaultyBatch.create(root);
    assertThatThrownBy(() -> FaultyBatch.resume(root, redis.uri()))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + redis.port());
    redis.restart();
    worker.close();
    PythonRq python = PythonRq.all().findFirst().orElseThrow();
    try (PythonProcess later = python.worker(redis, FaultyBatch.QUEUE).simple().start();
        FaultyBatch batch = FaultyBatch.resume(root, redis.uri())) {
      assertThat(later.isRunning()).isTrue();
      batch.awaitSuccess(redis);
      batch.ran().requireEachOnce(FaultyBatch.TASKS);
    }
  }
}

package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import io.github.batchrunner.tck.ExecutorContractTest;
import io.github.batchrunner.tck.ExecutorHarness;
import io.github.batchrunner.tck.WorkKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on real Python workers, three of them, of one release of RQ. */
abstract class PythonWorkersContract extends ExecutorContractTest {

  private static final String QUEUE = "contract";
  private static final int WORKERS = 3;

  private static RedisFixture redis;
  private final List<PythonProcess> workers = new ArrayList<>();

  /** Returns the release, or skips the test. */
  abstract PythonRq python();

  /** Returns further options of the executor. */
  Map<String, String> more() {
    return Map.of();
  }

  @BeforeEach
  void startWorkers() {
    PythonRq python = python();
    if (redis == null) {
      redis = RedisFixture.start();
    }
    for (int i = 0; i < WORKERS; i++) {
      workers.add(python.worker(redis, QUEUE).name("contract-" + i).start());
    }
  }

  @AfterEach
  void endWorkers() {
    workers.forEach(PythonProcess::close);
    workers.clear();
    if (redis != null) { // there is none if the test was skipped
      redis.flush();
    }
  }

  @AfterAll
  static void endRedis() {
    if (redis != null) {
      redis.close();
      redis = null;
    }
  }

  @Override
  protected ExecutorHarness harness() {
    return new ExecutorHarness() {
      @Override
      public TaskExecutorProvider provider() {
        return new RqExecutorProvider();
      }

      @Override
      public Map<String, String> options() {
        // The workers' command lines show their own address of the same database.
        return options("redis://localhost:" + redis.port() + "/0");
      }

      @Override
      public Map<String, String> unreachableOptions() {
        return options("redis://localhost:1/0");
      }

      @Override
      public Map<String, String> contradictoryOptions() {
        return Map.of("poll_interval", "1h", "result_ttl", "1h");
      }

      @Override
      public WorkKit kit(WorkKind kind) {
        return kind == WorkKind.CALL ? new CallKit() : ExecutorHarness.super.kit(kind);
      }

      @Override
      public Duration patience() {
        return Duration.ofSeconds(60);
      }

      private Map<String, String> options(String address) {
        Map<String, String> options = new HashMap<>(more());
        options.putAll(Map.of("redis", address, "queue", QUEUE, "poll_interval", "20ms"));
        return options;
      }
    };
  }
}

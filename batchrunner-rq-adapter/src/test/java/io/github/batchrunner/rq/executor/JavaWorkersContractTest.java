package io.github.batchrunner.rq.executor;

import io.github.batchrunner.local.LocalExecutorProvider;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.pickle.PyTuple;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.worker.AttemptFunction;
import io.github.batchrunner.rq.worker.JobContext;
import io.github.batchrunner.rq.worker.JobFunction;
import io.github.batchrunner.rq.worker.RqWorkerPool;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import io.github.batchrunner.tck.ExecutorContractTest;
import io.github.batchrunner.tck.ExecutorHarness;
import io.github.batchrunner.tck.Probe;
import io.github.batchrunner.tck.WorkKit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on a pool of Java workers that have attempts run by executor "local". */
class JavaWorkersContractTest extends ExecutorContractTest {

  private static final String QUEUE = "contract";
  private static final int WORKERS = 3;

  private static RedisFixture redis;
  private RqWorkerPool pool;
  private AttemptFunction attempts;

  @BeforeEach
  void startWorkers() {
    if (redis == null) {
      redis = RedisFixture.start();
    }
    LocalExecutorProvider local = new LocalExecutorProvider();
    attempts =
        AttemptFunction.open(
            local,
            ExecutorOptions.parse(
                local.id(),
                local.options(),
                Map.of("threads", Integer.toString(WORKERS), "grace_period", "200ms")),
            WorkKit.registeredHandlers());
    pool =
        RqWorkerPool.builder(RqConfig.of(redis.uri()), QUEUE)
            .workers(WORKERS)
            .function(AttemptFunction.NAME, attempts)
            .function("rqtasks.contract_succeed", onProbe(JavaWorkersContractTest::succeed))
            .function("rqtasks.contract_fail", onProbe(JavaWorkersContractTest::fail))
            .function("rqtasks.contract_block", onProbe(JavaWorkersContractTest::block))
            .function("rqtasks.contract_return_failure", onProbe(this::returnFailure))
            .function("rqtasks.print_line", JavaWorkersContractTest::print)
            .build();
    pool.start();
    Await.until(
        "the workers listen", () -> redis.number("SCARD", "rq:workers:" + QUEUE) == WORKERS);
  }

  @AfterEach
  void endWorkers() {
    pool.shutdownNow();
    pool.close();
    attempts.close();
    redis.flush();
  }

  @AfterAll
  static void endRedis() {
    if (redis != null) {
      redis.close();
      redis = null;
    }
  }

  /** What a function does with the probe that it is given the directory of. */
  @FunctionalInterface
  private interface Body {
    Object run(Probe probe) throws Exception;
  }

  private static JobFunction onProbe(Body body) {
    return job -> body.run(new Probe(Path.of(String.valueOf(job.args().get(0)))));
  }

  private static Object succeed(Probe probe) {
    note(probe.begun());
    note(probe.finished());
    return true;
  }

  private static Object fail(Probe probe) {
    note(probe.begun());
    throw new IllegalStateException("contract failure");
  }

  private static Object block(Probe probe) throws InterruptedException {
    note(probe.begun());
    while (!Files.exists(probe.gate())) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    note(probe.finished());
    return true;
  }

  private Object returnFailure(Probe probe) {
    succeed(probe);
    return new PyTuple(Arrays.asList(false, "not done"));
  }

  private static Object print(JobContext job) throws IOException {
    Path log = Path.of(String.valueOf(job.meta().get("log_file")));
    Files.createDirectories(log.getParent());
    append(log, job.args().get(0) + "\n");
    return null;
  }

  private static void note(Path file) {
    append(file, "x\n");
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
        return Map.of(
            "redis",
            redis.uri().toString(),
            "queue",
            QUEUE,
            "poll_interval",
            "20ms",
            "workers",
            "java");
      }

      @Override
      public WorkKit kit(WorkKind kind) {
        return kind == WorkKind.CALL ? new CallKit() : ExecutorHarness.super.kit(kind);
      }

      @Override
      public Duration patience() {
        return Duration.ofSeconds(60);
      }
    };
  }
}

package io.github.batchrunner.sample.web.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.local.LocalExecutorProvider;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.worker.AttemptFunction;
import io.github.batchrunner.rq.worker.RqWorkerPool;
import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.Service;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.TaskHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The service with executor "rq" and Java workers. */
@Timeout(180)
@ExtendWith(RedisExtension.class)
class RqTest {

  @TempDir Path data;
  private final RedisFixture redis;

  RqTest(RedisFixture redis) {
    this.redis = redis;
  }

  @Test
  void handlersRunOnJavaWorkers() throws Exception {
    TestBatch.squares(data, 3);
    LocalExecutorProvider local = new LocalExecutorProvider();
    ExecutorOptions options =
        ExecutorOptions.parse("local", local.options(), Map.of("threads", "2"));
    List<TaskHandler> handlers =
        ServiceLoader.load(TaskHandler.class).stream().map(ServiceLoader.Provider::get).toList();
    RqConfig config = RqConfig.builder(redis.uri().toString()).build();
    try (AttemptFunction attempts = AttemptFunction.open(local, options, handlers);
        RqWorkerPool pool =
            RqWorkerPool.builder(config, "batch")
                .workers(2)
                .function(AttemptFunction.NAME, attempts)
                .build();
        Service service =
            Service.start(
                data,
                "--executor=rq",
                "--host.redis=" + redis.uri(),
                "--host.executor-options.poll_interval=1s")) {
      pool.start();
      Client admin = service.admin();
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        Client.Response started = admin.post(TestBatch.API + "/executions", "{}");
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        assertThat(events.untilEnded(admin, 1).data().get("state").asString())
            .isEqualTo("succeeded");
        assertThat(events.states(List.of("", "", "")).values()).containsOnly("sssssss");
      }
    }
  }

  @Test
  void anEngineThatIsAwayIsAProblemWithoutItsPassword() throws Exception {
    TestBatch.squares(data, 1);
    int port = redis.port();
    redis.kill();
    try (Service service =
        Service.start(
            data, "--executor=rq", "--host.redis=redis://:hunter2@127.0.0.1:" + port + "/9")) {
      Client.Response refused = service.admin().post(TestBatch.API + "/executions", "{}");
      assertThat(refused.status()).as(refused.body()).isEqualTo(503);
      assertThat(refused.json().get("detail").asString())
          .contains("127.0.0.1")
          .doesNotContain("hunter2");
    }
  }
}

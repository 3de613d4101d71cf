package io.github.batchrunner.sample.web.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batch that another process runs is watched, and can be cancelled. */
@Timeout(180)
class OtherProcessTest {

  private static final String API = TestBatch.API;

  @TempDir Path data;

  /** Runs a batch, as a command line does. */
  static final class Main {
    private Main() {}

    /** Takes the directory of the batch and the pipeline. */
    public static void main(String[] arguments) throws Exception {
      BatchRunner batch = BatchRunner.open(Path.of(arguments[0]));
      batch.usePipeline(PipelineJson.parse(Files.readString(Path.of(arguments[1]))));
      try (OpenExecutor executor = Executors.open("local", Map.of("threads", "2"));
          BatchExecution execution = batch.start(batch.plan(), executor)) {
        execution.await();
      }
    }
  }

  @Test
  void isWatchedToItsEndAndCanBeCancelled() throws Exception {
    BatchRunner batch = TestBatch.squares(data, 4);
    String pipeline =
        TestBatch.pipeline(
            data,
            """
            {"id": "waiting", "tasks": [
             {"id": "wait", "work": {"command": ["/bin/sh", "-c",
              "if test $0 = True; then until test -e '%s/go'; do sleep 0.1; done; fi",
              "{properties['odd']}"]}}]}
            """
                .formatted(data));
    try (Service service = Service.start(data, pipeline)) {
      Client admin = service.admin();
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        Process first = start(batch);
        Events.Event running = events.untilRunning();
        assertThat(running.data().get("owner").asString()).contains("process " + first.pid());
        Client.Response refused = admin.post(API + "/executions", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asString()).contains("process " + first.pid());
        assertThat(admin.post(API + "/cancel", "").status()).isEqualTo(202);
        assertThat(events.untilEnded(admin, 1).data().get("state").asString())
            .isEqualTo("cancelled");
        assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();

        Process second = start(batch);
        events.untilRunning();
        Files.createFile(data.resolve("go"));
        assertThat(events.untilEnded(admin, 2).data().get("state").asString())
            .isEqualTo("succeeded");
        assertThat(events.states(List.of("w", "w", "w", "w")).values()).containsOnly("s");
        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
      }
      assertThat(admin.get(API + "/executions").json().at("/executions/0/asked_by").isNull())
          .isTrue();
    }
  }

  private Process start(BatchRunner batch) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            batch.directory().toString(),
            data.resolve("pipeline.json").toString())
        .inheritIO()
        .start();
  }
}

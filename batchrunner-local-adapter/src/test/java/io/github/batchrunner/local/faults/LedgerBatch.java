package io.github.batchrunner.local.faults;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A batch whose tasks, commands and handlers in turn, note in a {@link Ledger} that they ran; and
 * the process that runs it.
 */
final class LedgerBatch {

  static final int RUNS = 40;
  static final int TASKS = 4;

  /** Long enough that many commands are running at any moment, short enough for many of them. */
  private static final String WORK =
      "printf 'begin %s\\n' \"$2\" >>\"$1\"; sleep 0.03; printf 'end %s\\n' \"$2\" >>\"$1\"";

  private LedgerBatch() {}

  static Ledger ledger(Path root) {
    return new Ledger(root.resolve("ledger.txt"));
  }

  static Path directory(Path root) {
    return root.resolve("ledger");
  }

  /** Creates the batch. */
  static void create(Path root) throws IOException {
    Files.createDirectories(root);
    StringBuilder features = new StringBuilder();
    for (int i = 0; i < RUNS; i++) {
      features.append(i == 0 ? "" : ",");
      features.append(
          "{\"type\":\"Feature\",\"properties\":{\"n\":%d},\"geometry\":{\"type\":\"Point\",\"coordinates\":[%d,45]}}"
              .formatted(i, i));
    }
    Path file = root.resolve("points.geojson");
    Files.writeString(file, "{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}");
    BatchRunner batch =
        BatchRunner.create(root, BatchName.of("ledger"), BaseConfig.named("disturbed9002"));
    batch.attachWatersheds(file);
    batch.useRunIdTemplate("run-{properties['n']}");
  }

  /** Opens the batch. */
  static BatchRunner open(Path root) {
    BatchRunner batch = BatchRunner.open(directory(root));
    batch.usePipeline(pipeline(root));
    return batch;
  }

  private static Pipeline pipeline(Path root) {
    return Pipeline.builder("ledger")
        .task(command(root, "first"))
        .task(TaskDefinition.builder("handler", WorkDefinition.handler("ledger")).needs("first"))
        .task(command(root, "second").needs("first"))
        .task(command(root, "last").needs("handler", "second"))
        .build();
  }

  private static TaskDefinition.Builder command(Path root, String task) {
    String file = ledger(root).file().toString();
    return TaskDefinition.builder(
        task, WorkDefinition.command("/bin/sh", "-c", WORK, "sh", file, "{run_id}/" + task));
  }

  /** The host: runs the batch in the directory it is given to its end. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    BatchRunner batch = open(root);
    TaskHandler handler = new LedgerHandler(ledger(root));
    try (OpenExecutor executor =
            Executors.builder("local")
                .option("threads", "4")
                .registeredHandlersOnly()
                .handler(handler)
                .open();
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      System.exit(execution.await().succeeded() ? 0 : 1);
    }
  }

  private record LedgerHandler(Ledger ledger) implements TaskHandler {
    @Override
    public String name() {
      return "ledger";
    }

    @Override
    public void run(HandlerContext context) throws InterruptedException {
      String work = context.task().runId() + "/" + context.task().taskId();
      ledger.write("begin", work);
      new CountDownLatch(1).await(30, TimeUnit.MILLISECONDS); // as long as a command takes
      ledger.write("end", work);
    }
  }
}

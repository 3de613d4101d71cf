package io.github.batchrunner.embedding;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes batches whose runs are called {@code w-0}, {@code w-1}, and so on. */
final class SmallBatches {

  private static final String SQUARE =
      """
      {"type": "Feature", "properties": {"n": %d}, "geometry": {"type": "Polygon",
       "coordinates": [[[%d, 45], [%d.5, 45], [%d.5, 46], [%d, 46], [%d, 45]]]}}\
      """;

  /** Notes that it began, waits for a file beside the batch, and notes that it ends. */
  private static final String GATED =
      "echo $$ >> began.txt; while [ ! -e \"$1\" ]; do sleep 0.02; done; echo ended >> ended.txt";

  private SmallBatches() {}

  /** What a handler does. */
  @FunctionalInterface
  interface Body {
    void run(HandlerContext context) throws Exception;
  }

  static BatchRunner create(Path root, String name, int watersheds, Pipeline pipeline)
      throws IOException {
    BatchRunner batch =
        BatchRunner.create(root, BatchName.of(name), BaseConfig.named("disturbed9002_wbt"));
    batch.attachWatersheds(geoJson(root.resolve(name + ".geojson"), watersheds));
    batch.useRunIdTemplate("w-{properties['n']}");
    batch.usePipeline(pipeline);
    return batch;
  }

  static Path geoJson(Path file, int watersheds) throws IOException {
    return Files.writeString(
        file,
        IntStream.range(0, watersheds)
            .mapToObj(n -> SQUARE.formatted(n, n % 100, n % 100, n % 100, n % 100, n % 100))
            .collect(
                Collectors.joining(
                    ",\n", "{\"type\": \"FeatureCollection\", \"features\": [\n", "\n]}")));
  }

  /** One task, which the handler "work" does. */
  static Pipeline handled() {
    return Pipeline.builder("handled")
        .task(TaskDefinition.builder("work", WorkDefinition.handler("work")))
        .build();
  }

  /** One task, a command that waits until the file is there. */
  static Pipeline gated(Path gate) {
    return Pipeline.builder("gated")
        .task(
            TaskDefinition.builder(
                "work", WorkDefinition.command("sh", "-c", GATED, "sh", gate.toString())))
        .build();
  }

  static TaskHandler handler(String name, Body body) {
    return new TaskHandler() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void run(HandlerContext context) throws Exception {
        body.run(context);
      }
    };
  }

  /** Opens executor "local" with the handler "work". */
  static OpenExecutor executor(int threads, Body work) {
    return Executors.builder("local")
        .option("threads", String.valueOf(threads))
        .option("grace_period", "1s")
        .handler(handler("work", work))
        .open();
  }

  /** Opens executor "local", for commands. */
  static OpenExecutor executor(int threads) {
    return Executors.open("local", Map.of("threads", String.valueOf(threads)));
  }
}

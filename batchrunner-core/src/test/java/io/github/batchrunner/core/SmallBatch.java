package io.github.batchrunner.core;

import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.project.BaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;

/** A host with a batch of the watersheds east and west, and two tasks each. */
public final class SmallBatch implements Callable<String> {

  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  private static final String SQUARE =
      """
      {"type": "Feature", "properties": {"name": "%s"}, "geometry": {"type": "Polygon",
       "coordinates": [[[%d, 45], [%d, 45], [%d, 46], [%d, 46], [%d, 45]]]}}
      """;

  final BatchRunner batch;

  /** Creates it. */
  public SmallBatch(Path root) throws IOException {
    batch =
        BatchRunner.builder()
            .clock(CLOCK)
            .create(root, BatchName.of("small"), BaseConfig.named("disturbed9002_wbt"));
    Path file =
        Files.writeString(
            root.resolve("small.geojson"),
            "{\"type\": \"FeatureCollection\", \"features\": ["
                + SQUARE.formatted("east", -116, -115, -115, -116, -116)
                + ","
                + SQUARE.formatted("west", -118, -117, -117, -118, -118)
                + "]}");
    batch.attachWatersheds(file);
    batch.useRunIdTemplate("{properties['name']}");
    batch.usePipeline(
        Pipeline.builder("pair")
            .task(TaskDefinition.builder("climate", WorkDefinition.handler("climate")))
            .task(TaskDefinition.builder("wepp", WorkDefinition.handler("wepp")).needs("climate"))
            .build());
  }

  BatchResult run(InlineExecutor executor, ExecutionOptions options) throws InterruptedException {
    try (OpenExecutor open = executor.open(CLOCK);
        BatchExecution execution = batch.start(batch.plan(), open, options)) {
      return execution.await();
    }
  }

  /** Runs it and says how that went. */
  @Override
  public String call() throws InterruptedException {
    BatchResult result = run(InlineExecutor.doingNothing(), ExecutionOptions.defaults());
    return result.progress().tasks().succeeded()
        + " of "
        + result.progress().tasks().total()
        + " succeeded";
  }
}

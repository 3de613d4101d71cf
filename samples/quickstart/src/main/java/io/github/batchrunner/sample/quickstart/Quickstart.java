package io.github.batchrunner.sample.quickstart;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one handler of its own over all watersheds of a file. */
public final class Quickstart {

  private Quickstart() {}

  /** The work on one watershed: here, it measures the feature's text. */
  static final class Measure implements TaskHandler {
    @Override
    public String name() {
      return "measure";
    }

    @Override
    public void run(HandlerContext context) throws Exception {
      long bytes = Files.size(context.featureFile());
      Files.writeString(context.wd().resolve("measure.txt"), bytes + " bytes\n");
    }
  }

  /** Runs a new batch; arguments: the directory it is made in, a GeoJSON file, a template. */
  public static void main(String[] args) throws InterruptedException {
    BatchResult result = run(Path.of(args[0]), Path.of(args[1]), args[2]);
    System.out.println(result.succeeded() ? "all succeeded" : "there are failures");
  }

  static BatchResult run(Path root, Path geoJson, String template) throws InterruptedException {
    BatchRunner batch =
        BatchRunner.create(root, BatchName.of("quickstart"), BaseConfig.named("disturbed9002_wbt"));
    batch.attachWatersheds(geoJson);
    ValidationReport report = batch.useRunIdTemplate(template);
    if (!report.isValid()) {
      throw new InvalidInputException("run ids are not unique: " + report.duplicates());
    }
    batch.usePipeline(
        Pipeline.builder("quickstart")
            .task(
                TaskDefinition.builder("measure", WorkDefinition.handler("measure"))
                    .outputs("measure.txt"))
            .build());
    try (OpenExecutor executor = Executors.builder("local").handler(new Measure()).open();
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      execution.onProgress(
          progress ->
              System.out.printf(
                  "%d of %d runs%n", progress.runs().ended(), progress.runs().total()));
      return execution.await();
    }
  }
}

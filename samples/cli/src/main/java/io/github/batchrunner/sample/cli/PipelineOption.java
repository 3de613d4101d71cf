package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.Pipelines;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every run does. */
final class PipelineOption {

  @Option(
      names = "--pipeline",
      paramLabel = "<file.json|name>",
      description =
          "What every run does: a file, or \"wepp\" or \"weppcloud\", which come with the program; "
              + "default: what the latest execution did, else the seven WEPP tasks.")
  private @Nullable String pipeline;

  /** Gives the batch the pipeline that was asked for, if one was. */
  void apply(BatchRunner batch) {
    if (pipeline != null) {
      batch.usePipeline(
          Pipelines.names().contains(pipeline)
              ? Pipelines.named(pipeline, batch.baseDirectory())
              : PipelineJson.read(Path.of(pipeline)));
    }
  }
}

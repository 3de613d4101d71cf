package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.pipeline.PipelineJson;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every run does. */
final class PipelineOption {

  @Option(
      names = "--pipeline",
      paramLabel = "<file.json>",
      description =
          "What every run does; default: what the latest execution did, else the "
              + "seven WEPP tasks.")
  private @Nullable Path file;

  /** Gives the batch the pipeline that was asked for, if one was. */
  void apply(BatchRunner batch) {
    if (file != null) {
      batch.usePipeline(PipelineJson.read(file));
    }
  }
}

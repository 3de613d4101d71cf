package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.clone.OnConflict;
import io.github.batchrunner.core.execution.ExecutionOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose version counts. */
final class ConflictOption {

  @Option(
      names = "--on-conflict",
      paramLabel = "<fail|base|run>",
      description =
          "What becomes of what both the base project and an existing run have changed: the run "
              + "fails, takes the base's version, or keeps its own; default: fail.")
  private @Nullable String choice;

  /** Returns {@code options} with what was asked for. */
  ExecutionOptions.Builder apply(ExecutionOptions.Builder options) {
    return choice == null ? options : options.onConflict(OnConflict.named(choice));
  }
}

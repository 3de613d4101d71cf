package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.ExecutionOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is reason enough not to go on with the rest. */
final class StopOptions {

  @Option(
      names = "--stop-after-failures",
      paramLabel = "<n>",
      description = "Begin nothing new when so many runs have failed; default: go on.")
  private @Nullable Integer stopAfterFailures;

  @Option(
      names = "--stop-when-failing",
      paramLabel = "<20%>",
      converter = PercentConverter.class,
      description =
          "Begin nothing new when more than this percentage of the planned runs have failed; "
              + "default: go on.")
  private @Nullable Double stopWhenFailing;

  @Option(
      names = "--canary",
      paramLabel = "<n>",
      description =
          "Run the n most telling watersheds first (smallest, median, largest, rarest "
              + "attributes), and stop there if one fails; default: none.")
  private @Nullable Integer canary;

  /** Adds what was asked for. */
  ExecutionOptions.Builder addTo(ExecutionOptions.Builder options) {
    if (stopAfterFailures != null) {
      options.stopAfterFailures(stopAfterFailures);
    }
    if (stopWhenFailing != null) {
      options.stopWhenFailing(stopWhenFailing);
    }
    if (canary != null) {
      options.canary(canary);
    }
    return options;
  }
}

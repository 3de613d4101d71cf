package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.ExecutionOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How fast, and how much at once. */
final class ThrottleOptions {

  @Option(
      names = "--max-in-flight",
      paramLabel = "<n>",
      description =
          "At most so many tasks submitted and not ended; default: four for each "
              + "slot of the executor.")
  private @Nullable Integer maxInFlight;

  @ArgGroup(exclusive = false)
  private @Nullable Thresholds thresholds;

  @Option(
      names = "--submit-interval",
      paramLabel = "<10s>",
      converter = DurationConverter.class,
      description = "Least time between two submissions, such as 500ms, 10s, 5m; default: none.")
  private @Nullable Duration submitInterval;

  /** The two that make sense only together. */
  static final class Thresholds {
    @Option(
        names = "--stop-threshold",
        required = true,
        paramLabel = "<n>",
        description = "Start no more runs when so many are started and unfinished ...")
    private int stop;

    @Option(
        names = "--resume-threshold",
        required = true,
        paramLabel = "<n>",
        description = "... until they are down to so many.")
    private int resume;
  }

  /** Returns options of an execution with what was asked for. */
  ExecutionOptions.Builder executionOptions() {
    ExecutionOptions.Builder options = ExecutionOptions.builder();
    if (maxInFlight != null) {
      options.maxInFlight(maxInFlight);
    }
    if (thresholds != null) {
      options.thresholds(thresholds.stop, thresholds.resume);
    }
    if (submitInterval != null) {
      options.submitInterval(submitInterval);
    }
    return options;
  }
}

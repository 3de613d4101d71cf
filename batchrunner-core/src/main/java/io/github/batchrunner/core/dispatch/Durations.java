package io.github.batchrunner.core.dispatch;

import java.time.Duration;

/** Durations as numbers. */
final class Durations {

  private Durations() {}

  /** Returns a duration in nanoseconds; one of more than 146 years counts as 146 years. */
  static long nanos(Duration duration) {
    // Half of what a long holds, so that a moment of the monotonic clock can be added to it.
    long most = Long.MAX_VALUE / 2;
    return duration.compareTo(Duration.ofNanos(most)) < 0 ? duration.toNanos() : most;
  }
}

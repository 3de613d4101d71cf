package io.github.batchrunner.sample.cli;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Durations {

  private Durations() {}

  /** Returns {@code 0:07}, {@code 12:30} or {@code 3:05:00}. */
  static String clock(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /**
   * Returns {@code 4 ms}, {@code 1.4 s}, {@code 12.3 s}, or, from two minutes on, as {@link
   * #clock}.
   */
  static String words(Duration duration) {
    if (duration.toMillis() < 1000) {
      return duration.toMillis() + " ms";
    }
    return duration.toSeconds() < 120
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
        : clock(duration);
  }
}

package io.github.batchrunner.core.report;

import java.util.Arrays;

/**
 * How long attempts took, in milliseconds; all 0 if there were none.
 *
 * @param count how many there are
 * @param min the shortest
 * @param median half of them took at most this; the mean of the two in the middle if their number
 *     is even
 * @param p90 the shortest within which 90 % of them ended (the nearest rank)
 * @param max the longest
 */
record TaskDurations(int count, long min, long median, long p90, long max) {

  /** Returns what there is to say about these durations, which are sorted on the way. */
  static TaskDurations of(long[] millis) {
    int n = millis.length;
    if (n == 0) {
      return new TaskDurations(0, 0, 0, 0, 0);
    }
    Arrays.sort(millis);
    return new TaskDurations(
        n,
        millis[0],
        (millis[(n - 1) / 2] + millis[n / 2]) / 2,
        millis[(int) ((9L * n + 9) / 10) - 1],
        millis[n - 1]);
  }
}

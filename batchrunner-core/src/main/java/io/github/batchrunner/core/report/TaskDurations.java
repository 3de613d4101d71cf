package io.github.batchrunner.core.report;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long attempts took, in milliseconds; all 0 if there were none.
 *
 * @param count how many there are
 * @param min the shortest
 * @param median half of them took at most this; the mean of the two in the middle if their number
 *     is even
 * @param p90 the shortest within which 90 % of them ended (the nearest rank)
 * @param max the longest
 * @param classes how many there are of each class of durations, from {@link #shortestOf} it on; no
 *     class is empty
 */
record TaskDurations(
    int count, long min, long median, long p90, long max, SortedMap<Integer, Integer> classes) {

  /** Classes that a duration passes through while it doubles. */
  private static final int CLASSES_PER_DOUBLING = 2;

  /** Returns what there is to say about these durations, which are sorted on the way. */
  static TaskDurations of(long[] millis) {
    int n = millis.length;
    if (n == 0) {
      return new TaskDurations(0, 0, 0, 0, 0, new TreeMap<>());
    }
    Arrays.sort(millis);
    SortedMap<Integer, Integer> classes = new TreeMap<>();
    for (long duration : millis) {
      classes.merge(classOf(duration), 1, Integer::sum);
    }
    return new TaskDurations(
        n,
        millis[0],
        (millis[(n - 1) / 2] + millis[n / 2]) / 2,
        millis[(int) ((9L * n + 9) / 10) - 1],
        millis[n - 1],
        classes);
  }

  /** Returns the shortest duration of a class, in milliseconds. */
  static double shortestOf(int durationClass) {
    return Math.pow(2, (double) durationClass / CLASSES_PER_DOUBLING);
  }

  private static int classOf(long millis) {
    return (int)
        Math.floor(
            CLASSES_PER_DOUBLING * Math.log((double) Math.max(millis, 1)) / Math.log(2) + 1e-9);
  }
}

package io.github.batchrunner.core.report;

import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskAttempt;
import io.github.batchrunner.core.status.TaskOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long the successful attempts of one task took, in milliseconds; all 0 if there are none.
 *
 * @param count how many there are
 * @param min the shortest
 * @param median half of them took at most this, the mean of the two in the middle if their number
 *     is even
 * @param p90 the shortest within which 90 % of them ended (the nearest rank)
 * @param max the longest
 */
record TaskDurations(int count, long min, long median, long p90, long max) {

  /** Returns the durations of all tasks, by task number. */
  static List<TaskDurations> of(StatusReader reader) {
    int runs = reader.runs().size();
    int tasks = reader.pipeline().size();
    long[][] took = new long[tasks][runs];
    int[] counts = new int[tasks];
    for (int run = 0; run < runs; run++) {
      TaskOutcome[] outcomes = reader.outcomes(run);
      for (int task = 0; task < tasks; task++) {
        TaskAttempt attempt = reader.attempt(run, task);
        if (outcomes[task] == TaskOutcome.SUCCEEDED && attempt.began() > 0) {
          took[task][counts[task]++] = Math.max(0, attempt.ended() - attempt.began());
        }
      }
    }
    List<TaskDurations> durations = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      durations.add(of(Arrays.copyOf(took[task], counts[task])));
    }
    return durations;
  }

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

package io.github.batchrunner.core.report;

import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskAttempt;
import io.github.batchrunner.core.status.TaskOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One task in all runs.
 *
 * @param succeeded in how many runs it succeeded
 * @param failed in how many it failed
 * @param durations how long it took where it succeeded
 * @param attempts in how many runs there were so many attempts of it: number of attempts → runs;
 *     runs without one do not count
 * @param latest when an attempt of it last ended, in milliseconds since the epoch; 0 if none has
 */
record TaskFigures(
    int succeeded,
    int failed,
    TaskDurations durations,
    SortedMap<Integer, Integer> attempts,
    long latest) {

  /** Returns the figures of all tasks, by task number. */
  static List<TaskFigures> of(StatusReader reader) {
    int tasks = reader.pipeline().size();
    int runs = reader.runs().size();
    List<Collector> collectors = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      collectors.add(new Collector(runs));
    }
    for (int run = 0; run < runs; run++) {
      TaskOutcome[] outcomes = reader.outcomes(run);
      for (int task = 0; task < tasks; task++) {
        collectors.get(task).add(outcomes[task], reader.attempt(run, task));
      }
    }
    return collectors.stream().map(Collector::figures).toList();
  }

  private static final class Collector {
    private final long[] millis;
    private final SortedMap<Integer, Integer> attempts = new TreeMap<>();
    private int timed;
    private int succeeded;
    private int failed;
    private long latest;

    Collector(int runs) {
      millis = new long[runs];
    }

    void add(TaskOutcome outcome, TaskAttempt attempt) {
      latest = Math.max(latest, attempt.ended());
      if (attempt.attempts() > 0) {
        attempts.merge(attempt.attempts(), 1, Integer::sum);
      }
      if (outcome == TaskOutcome.FAILED) {
        failed++;
      }
      if (outcome == TaskOutcome.SUCCEEDED) {
        succeeded++;
        if (attempt.began() > 0) {
          millis[timed++] = Math.max(0, attempt.ended() - attempt.began());
        }
      }
    }

    TaskFigures figures() {
      return new TaskFigures(
          succeeded, failed, TaskDurations.of(Arrays.copyOf(millis, timed)), attempts, latest);
    }
  }
}

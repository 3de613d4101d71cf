package io.github.batchrunner.core.estimate;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.BatchState.TaskView;
import io.github.batchrunner.core.journal.TaskVersion;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.RunTable;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;

/** What the journal says about how long tasks take. Not thread-safe. */
public final class History {

  private static final double RECENT_DURATIONS = 2;

  private final Pipeline pipeline;
  private final RunTable runs;
  private final List<TaskView> views;
  private final int[] numbers;

  /** Opens the history of the runs of a table. */
  public History(Pipeline pipeline, RunTable runs, BatchState state) {
    this.pipeline = pipeline;
    this.runs = runs;
    this.views = pipeline.tasks().stream().map(task -> state.task(task.id())).toList();
    this.numbers = new int[runs.size()];
    for (int run = 0; run < numbers.length; run++) {
      numbers[run] = state.runNumber(runs.id(run));
    }
  }

  /**
   * Returns an estimate that knows how long the latest attempts took, with nothing to do.
   *
   * @param asNow tells whether a version of a task, known by its number, takes as long as the
   *     present one
   */
  public WorkEstimate estimate(BiPredicate<Integer, TaskVersion> asNow) {
    int[][] needs = new int[pipeline.size()][];
    for (int task = 0; task < needs.length; task++) {
      needs[task] = pipeline.needs(task);
    }
    WorkEstimate estimate = new WorkEstimate(needs, runs);
    for (int task = 0; task < needs.length; task++) {
      TaskView view = views.get(task);
      for (int run = 0; run < numbers.length; run++) {
        if (view.status(numbers[run]) == TaskStatus.SUCCEEDED
            && asNow.test(task, view.version(numbers[run]))) {
          estimate.learn(run, task, view.ended(numbers[run]) - view.began(numbers[run]));
        }
      }
    }
    estimate.endHistory();
    return estimate;
  }

  /**
   * Returns how many seconds of work were done in a second since {@code start}; 0 if that cannot be
   * told.
   *
   * <p>The journal does not say how long attempts have run that have not ended. So the time is
   * looked at that ends a little ago: most of what ran then has ended.
   */
  public double workPerSecond(Instant start, Instant now) {
    long from = start.toEpochMilli();
    long to = now.toEpochMilli();
    Work all = work(from, to);
    double mean = all.ends == 0 ? 0 : all.seconds / all.ends;
    long until = Math.max(from + (to - from) / 2, to - (long) (1000 * RECENT_DURATIONS * mean));
    return until > from ? 1000 * work(from, until).seconds / (until - from) : 0;
  }

  /** Work that was done, and how many attempts it was that ended. */
  private record Work(double seconds, long ends) {}

  private Work work(long from, long until) {
    double seconds = 0;
    long ends = 0;
    for (TaskView view : views) {
      for (int run : numbers) {
        TaskStatus status = view.status(run);
        boolean worked = status == TaskStatus.SUCCEEDED || status == TaskStatus.FAILED;
        if (worked && view.ended(run) >= from && view.began(run) <= until) {
          long part = Math.min(view.ended(run), until) - Math.max(view.began(run), from);
          seconds += WorkEstimate.seconds(part);
          ends++;
        }
      }
    }
    return new Work(seconds, ends);
  }
}

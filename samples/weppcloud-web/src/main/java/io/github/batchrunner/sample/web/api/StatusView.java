package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import io.github.batchrunner.sample.web.run.LiveStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch stands, in numbers.
 *
 * @param at the position in the events
 * @param state of the library's words, in lower case
 * @param execution number of the execution that goes on; null if none does
 * @param elapsed seconds that the latest execution takes or took; null if that is not known
 * @param timeLeft how long it will still take; null if that is not known
 * @param note why nothing goes on at the moment, or an empty string
 * @param executor id of the executor of the latest execution; null if there was none
 * @param owner which other process runs it; null if none does
 * @param failures what failures have in common, most frequent first; {@value #MOST_FAILURES} at
 *     most
 * @param failuresTotal how many of these there are
 */
record StatusView(
    String batch,
    String state,
    String at,
    @Nullable Integer execution,
    RunCounts runs,
    TaskCounts tasks,
    @Nullable Double elapsed,
    @Nullable TimeLeftView timeLeft,
    String note,
    @Nullable String executor,
    @Nullable String owner,
    List<FailureView> failures,
    int failuresTotal) {

  private static final int MOST_FAILURES = 50;
  private static final int MOST_RUNS = 100;

  /** Runs by where they stand. */
  record RunCounts(long total, long succeeded, long failed, long running, long waiting) {}

  /** Tasks whose check-box is on by where they stand. */
  record TaskCounts(
      long total, long succeeded, long failed, long running, long waiting, long skipped) {}

  /** Seconds: one time in ten it takes less than {@code low}, one time in ten more than high. */
  record TimeLeftView(double low, double likely, double high) {
    static @Nullable TimeLeftView of(@Nullable TimeLeft left) {
      return left == null
          ? null
          : new TimeLeftView(seconds(left.low()), seconds(left.likely()), seconds(left.high()));
    }
  }

  /**
   * Failures of one signature.
   *
   * @param share how many of the runs in which the task has ended failed so, from 0 to 1
   * @param runs the first of them; null in events
   */
  record FailureView(
      String signature,
      String kind,
      String task,
      String label,
      long count,
      double share,
      String pattern,
      String message,
      List<String> evidence,
      String exampleRun,
      Instant firstAt,
      Instant latestAt,
      @Nullable List<String> runs) {

    static FailureView of(FailureGroup group, Pipeline pipeline, boolean withRuns) {
      return new FailureView(
          group.signature(),
          group.kind(),
          group.taskId(),
          label(group.taskId(), pipeline),
          group.count(),
          group.share(),
          group.pattern(),
          group.message(),
          group.evidence(),
          group.exampleRun(),
          group.firstAt(),
          group.latestAt(),
          withRuns ? group.runs().stream().limit(MOST_RUNS).toList() : null);
    }

    private static String label(String task, Pipeline pipeline) {
      return pipeline.tasks().stream()
          .filter(each -> each.id().equals(task))
          .map(each -> each.label())
          .findFirst()
          .orElse(task);
    }
  }

  static StatusView of(LiveStatus status, Pipeline pipeline, boolean withRuns) {
    BatchStatus counts = status.counts();
    return new StatusView(
        counts.batch(),
        counts.state().name().toLowerCase(Locale.ROOT),
        status.at().toString(),
        status.execution(),
        new RunCounts(
            counts.runs().total(),
            counts.runs().succeeded(),
            counts.runs().failed(),
            counts.runs().running(),
            counts.runs().waiting()),
        new TaskCounts(
            counts.tasks().total(),
            counts.tasks().succeeded(),
            counts.tasks().failed(),
            counts.tasks().running(),
            counts.tasks().waiting(),
            counts.tasks().skipped()),
        status.elapsed() == null ? null : seconds(status.elapsed()),
        TimeLeftView.of(status.timeLeft()),
        status.note(),
        status.executor(),
        status.owner(),
        counts.failures().stream()
            .limit(MOST_FAILURES)
            .map(group -> FailureView.of(group, pipeline, withRuns))
            .toList(),
        counts.failures().size());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}

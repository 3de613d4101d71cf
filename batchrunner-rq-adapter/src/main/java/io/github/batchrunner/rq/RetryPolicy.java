package io.github.batchrunner.rq;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How often RQ itself tries a job again after it raised. Immutable.
 *
 * @param times how many more tries after the first, 1 or more
 * @param intervals how long to wait before each, the last one for all that follow; whole seconds;
 *     empty for no wait. Waiting needs a worker that runs RQ's scheduler
 */
public record RetryPolicy(int times, List<Duration> intervals) {

  /** Copies the intervals. */
  public RetryPolicy {
    if (times < 1) {
      throw new IllegalArgumentException("a job is tried again once or more, not " + times);
    }
    for (Duration interval : intervals) {
      if (interval.isNegative() || !interval.equals(interval.truncatedTo(ChronoUnit.SECONDS))) {
        throw new IllegalArgumentException("a wait is whole seconds, not " + interval);
      }
    }
    intervals = List.copyOf(intervals);
  }

  /** Returns tries without a wait between them. */
  public static RetryPolicy times(int times) {
    return new RetryPolicy(times, List.of());
  }
}

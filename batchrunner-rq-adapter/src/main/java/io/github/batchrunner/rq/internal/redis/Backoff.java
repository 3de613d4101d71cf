package io.github.batchrunner.rq.internal.redis;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, up to a limit, and up to a fifth
 * less by chance, so that those who failed together do not come back together.
 *
 * <p>It only counts; whoever uses it waits, in a way that can be interrupted. Not thread-safe.
 */
public final class Backoff {

  private static final double JITTER = 0.2;

  private final Duration initial;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  /**
   * Makes one.
   *
   * @param initial the first delay, more than zero
   * @param longest the longest delay, not less than the first
   */
  public Backoff(Duration initial, Duration longest, RandomGenerator random) {
    if (initial.isNegative() || initial.isZero() || longest.compareTo(initial) < 0) {
      throw new IllegalArgumentException("delays from " + initial + " to " + longest);
    }
    this.initial = initial;
    this.longest = longest;
    this.random = random;
    this.next = initial;
  }

  /** Makes one with chance of its own. */
  public static Backoff between(Duration initial, Duration longest) {
    return new Backoff(initial, longest, RandomGenerator.getDefault());
  }

  /** Returns the delay before the next try. */
  public Duration next() {
    Duration full = next;
    next = full.compareTo(longest.dividedBy(2)) > 0 ? longest : full.multipliedBy(2);
    return full.minusNanos((long) (full.toNanos() * JITTER * random.nextDouble()));
  }

  /** Begins again with the first delay, after a try that succeeded. */
  public void reset() {
    next = initial;
  }
}

package io.github.batchrunner.core.dispatch;

import java.time.Duration;

/**
 * Says how many submissions may be made now, so that a rate and a least interval are kept.
 *
 * <p>Time is given by the caller in nanoseconds of a monotonic clock. Of a rate, up to a tenth of a
 * second's worth of unused submissions is carried over, so that it is kept by bursts that no engine
 * minds; an interval is a promise about each pair of submissions. Not thread-safe.
 */
final class Pacer {

  private static final double BURST_SECONDS = 0.1;

  /** So much may be lost in rounding while a rate adds up to one submission. */
  private static final double ROUNDING = 1e-9;

  private final long interval;
  private final double perNano;
  private final double mostCarried;
  private double carried = 1;
  private long counted;
  private boolean counting;
  private long latest;
  private boolean submitted;

  /**
   * Creates a pacer.
   *
   * @param interval least time between two submissions; zero for none
   * @param perSecond greatest rate; positive infinity for none
   */
  Pacer(Duration interval, double perSecond) {
    this.interval = Durations.nanos(interval);
    this.perNano = perSecond / 1e9;
    this.mostCarried = Math.max(1, perSecond * BURST_SECONDS);
  }

  /** Returns how many submissions may be made at {@code now}. */
  int permits(long now) {
    if (intervalLeft(now) > 0) {
      return 0;
    }
    int most = interval == 0 ? Integer.MAX_VALUE : 1;
    if (Double.isInfinite(perNano)) {
      return most;
    }
    if (counting) {
      carried = Math.min(mostCarried, carried + (now - counted) * perNano);
    }
    counting = true;
    counted = now;
    return (int) Math.min(most, Math.floor(carried + ROUNDING));
  }

  /** Takes note of submissions made at {@code now}. */
  void submitted(int count, long now) {
    if (!Double.isInfinite(perNano)) {
      carried -= count;
    }
    answered(now);
  }

  /** Takes note that the engine has answered: the interval counts from here. */
  void answered(long now) {
    submitted = true;
    latest = now;
  }

  /**
   * Returns how long to wait from {@code now} until one submission may be made, in nanoseconds; 0
   * if it may be now.
   */
  long nanosToNext(long now) {
    long left = intervalLeft(now);
    double missing = 1 - ROUNDING - carried;
    if (Double.isInfinite(perNano) || missing <= 0) {
      return left;
    }
    long elapsed = counting ? now - counted : 0;
    // A nanosecond more than the quotient, so that its rounding cannot make the wait too short.
    return Math.max(left, Math.max(0, (long) Math.ceil(missing / perNano) + 1 - elapsed));
  }

  private long intervalLeft(long now) {
    return submitted ? Math.max(0, interval - (now - latest)) : 0;
  }
}

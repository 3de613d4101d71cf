package io.github.batchrunner.core.dispatch;

import java.time.Duration;

/**
 * Says how many submissions may be made now, so that a rate and a least interval are kept.
 *
 * <p>Time is given by the caller in nanoseconds of a monotonic clock. Up to a tenth of a second's
 * worth of unused submissions is carried over, so that the rate is kept by bursts that no engine
 * minds. Not thread-safe.
 */
final class Pacer {

  private static final double BURST_SECONDS = 0.1;

  private final double perNano;
  private final double mostCarried;
  private double carried = 1;
  private long last;
  private boolean started;

  /**
   * Creates a pacer.
   *
   * @param interval least time between two submissions; zero for none
   * @param perSecond greatest rate; positive infinity for none
   */
  Pacer(Duration interval, double perSecond) {
    double fromInterval = interval.isZero() ? Double.POSITIVE_INFINITY : 1e9 / interval.toNanos();
    double rate = Math.min(perSecond, fromInterval);
    this.perNano = rate / 1e9;
    // An interval is a promise about each pair of submissions: nothing is carried over.
    this.mostCarried = interval.isZero() ? Math.max(1, rate * BURST_SECONDS) : 1;
  }

  /** Returns how many submissions may be made at {@code now}. */
  int permits(long now) {
    if (Double.isInfinite(perNano)) {
      return Integer.MAX_VALUE;
    }
    if (started) {
      carried = Math.min(mostCarried, carried + (now - last) * perNano);
    }
    started = true;
    last = now;
    // A nanosecond may be lost in rounding.
    return (int) Math.floor(carried + 1e-6);
  }

  /** Takes note of submissions made. */
  void submitted(int count) {
    if (!Double.isInfinite(perNano)) {
      carried -= count;
    }
  }

  /**
   * Returns how long to wait until one submission may be made, in nanoseconds; 0 if it may be now.
   */
  long nanosToNext() {
    return Double.isInfinite(perNano) || carried >= 1
        ? 0
        : (long) Math.ceil((1 - carried) / perNano);
  }
}

package io.github.batchrunner.core.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What to make of an engine that refuses attempts for now: how long to leave it alone, and when to
 * give a task up.
 *
 * <p>An engine that refuses everything is full or ill, and is given more and more time. A task is
 * given up only when the engine refuses it again and again while it accepts others: then it is the
 * task that does not fit. Belongs to the dispatcher's thread.
 */
final class Refusals {

  private static final int MOST = 10;
  private static final long MOST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final long firstWait;
  private final Map<Integer, Refused> tasks = new HashMap<>();
  private long acceptances;
  private long wait;
  private long notBefore = System.nanoTime();
  private boolean refusesAll;

  /**
   * How a task fared.
   *
   * @param times how often it was refused, without the times when nothing had been accepted since
   * @param acceptances how many attempts of any task had been accepted at the latest time
   */
  private record Refused(int times, long acceptances) {}

  /** Starts with an engine that has refused nothing; the first wait is in nanoseconds. */
  Refusals(long firstWait) {
    this.firstWait = firstWait;
    this.wait = firstWait;
  }

  /** Returns double the wait, up to a minute, or the wait where that is longer. */
  static long longer(long wait) {
    return Math.max(wait, Math.min(wait * 2, MOST_WAIT_NANOS));
  }

  void accepted() {
    acceptances++;
  }

  /** A task was refused for now: tells whether it is to be given up. */
  boolean refused(int place) {
    Refused before = tasks.getOrDefault(place, new Refused(0, -1));
    Refused now =
        new Refused(before.times + (acceptances > before.acceptances ? 1 : 0), acceptances);
    tasks.put(place, now);
    return now.times >= MOST;
  }

  /** Forgets a task that has ended. */
  void forget(int place) {
    tasks.remove(place);
  }

  /**
   * A whole request has been answered.
   *
   * @param some whether attempts were refused for now
   * @param all whether all were
   * @return whether the engine has begun to refuse everything
   */
  boolean answered(boolean some, boolean all) {
    boolean begins = all && !refusesAll;
    refusesAll = all;
    if (some) {
      notBefore = System.nanoTime() + wait;
      wait = longer(wait);
    } else {
      wait = firstWait;
    }
    return begins;
  }

  /** Returns how long from {@code now} the engine is left alone, in nanoseconds; 0 for no more. */
  long nanosLeft(long now) {
    return Math.max(0, notBefore - now);
  }
}

package io.github.batchrunner.rq.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One job in the hands of one thread, and who may still write its end: the thread, or, if it does
 * not come back, the watchdog. Thread-safe.
 */
final class Run {

  /** Why a job was interrupted. */
  enum Cut {
    /** It has run out of time. */
    TIMEOUT,
    /** Command {@code stop-job}. */
    STOPPED,
    /** Command {@code kill-horse}. */
    KILLED,
    /** Its worker is to end at once. */
    SHUTDOWN
  }

  /** What the watchdog finds. */
  enum Look {
    /** Nothing is to be done. */
    FINE,
    /** It has just been interrupted. */
    INTERRUPTED,
    /** It does not react; its end is now the watchdog's to write. */
    ABANDONED
  }

  private final TakenJob job;
  private final Thread thread;
  private final long startedNanos = System.nanoTime();
  private @Nullable Duration limit;
  private long limitFromNanos = startedNanos;
  private @Nullable Cut cut;
  private long cutNanos;
  private boolean returned;
  private boolean ended;

  Run(TakenJob job, Thread thread, @Nullable Duration limit) {
    this.job = job;
    this.thread = thread;
    this.limit = limit;
  }

  TakenJob job() {
    return job;
  }

  Thread thread() {
    return thread;
  }

  long startedNanos() {
    return startedNanos;
  }

  /** Returns how long it has run. */
  Duration worked() {
    return Endings.since(startedNanos);
  }

  /** Returns how long the job may still run at most; null for no limit. */
  synchronized @Nullable Duration left() {
    return limit == null ? null : limit.minus(Endings.since(limitFromNanos));
  }

  /** Returns why it was interrupted; null if it was not. */
  synchronized @Nullable Cut cut() {
    return cut;
  }

  /** Interrupts the job, unless its function has returned; the first reason stands. */
  synchronized void cut(Cut reason) {
    if (!returned && !ended && cut == null) {
      cut = reason;
      cutNanos = System.nanoTime();
      thread.interrupt();
    }
  }

  /** Looks whether it has run out of time, and then whether it reacts. */
  synchronized Look look(Duration patience) {
    if (ended) {
      return Look.FINE;
    }
    if (cut == null) {
      if (limit == null || Endings.since(limitFromNanos).compareTo(limit) < 0) {
        return Look.FINE;
      }
      cut = Cut.TIMEOUT;
      cutNanos = System.nanoTime();
      thread.interrupt();
      return Look.INTERRUPTED;
    }
    if (Endings.since(cutNanos).compareTo(patience) < 0) {
      return Look.FINE;
    }
    ended = true;
    return Look.ABANDONED;
  }

  /**
   * Says that the function has returned, and that a callback may now run for so long.
   *
   * @return why it had been interrupted; null if it was not
   */
  synchronized @Nullable Cut returned(Duration callbackLimit) {
    Cut reason = cut;
    returned = true;
    cut = null;
    limit = callbackLimit;
    limitFromNanos = System.nanoTime();
    Thread.interrupted();
    return reason;
  }

  /** Says that all is done; false if the watchdog has written the end already. */
  synchronized boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    Thread.interrupted();
    return true;
  }

  /** Tells whether the watchdog has taken it over. */
  synchronized boolean isEnded() {
    return ended;
  }
}

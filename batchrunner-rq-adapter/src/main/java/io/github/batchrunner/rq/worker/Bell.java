package io.github.batchrunner.rq.worker;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Where idle workers wait until something lies in a queue. Thread-safe. */
final class Bell {

  private int idle;
  private int rung;
  private boolean closed;

  /**
   * Waits until the bell is rung for this worker, a condition is met, or the bell is closed.
   *
   * @return false if nothing of this happened in time
   */
  synchronized boolean await(Duration patience, BooleanSupplier condition) {
    idle++;
    notifyAll();
    try {
      long end = System.nanoTime() + patience.toNanos();
      while (rung == 0 && !closed && !condition.getAsBoolean()) {
        if (!pause(end)) {
          return false;
        }
      }
      rung = Math.max(0, rung - 1);
      return true;
    } finally {
      idle--;
      rung = Math.min(rung, idle);
    }
  }

  /** Waits for some time, a condition, or the bell's end; rings are for others. */
  synchronized void rest(Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!closed && !condition.getAsBoolean() && pause(end)) {
      // Looks again.
    }
  }

  /** Waits once; those who call look at what they wait for again. */
  @SuppressWarnings("WaitNotInLoop")
  private boolean pause(long end) {
    long left = end - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      return true;
    } catch (InterruptedException e) {
      // Only jobs are interrupted, and nobody has one here: such an interrupt came too late.
      return true;
    }
  }

  /** Waits until a worker waits that has not been rung for; false when the bell is closed. */
  synchronized boolean awaitIdle() {
    while (!closed && idle <= rung) {
      try {
        wait();
      } catch (InterruptedException e) {
        return !closed;
      }
    }
    return !closed;
  }

  /** Wakes one waiting worker. */
  synchronized void ring() {
    if (rung < idle) {
      rung++;
      notifyAll();
    }
  }

  /** Lets all who wait look at their conditions. */
  synchronized void poke() {
    notifyAll();
  }

  /** Wakes all, for ever. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

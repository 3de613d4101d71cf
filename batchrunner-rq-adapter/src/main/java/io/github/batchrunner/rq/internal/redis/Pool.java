package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.RqUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections for many threads: the one used last is used next. Thread-safe, without a thread of
 * its own.
 */
final class Pool {

  private static final int MOST = 16;
  private static final long CHECKED_AFTER_NANOS = Duration.ofSeconds(15).toNanos();
  private static final Command PING = Command.of("PING");

  private final Dialer dialer;
  private final LongSupplier nanoClock;
  private final Semaphore free = new Semaphore(MOST);
  private final Deque<Idle> idle = new ArrayDeque<>();
  private final Set<Wire> busy = new HashSet<>();
  private boolean closed;

  /**
   * Makes an empty one.
   *
   * @param nanoClock as {@link System#nanoTime}
   */
  Pool(Dialer dialer, LongSupplier nanoClock) {
    this.dialer = dialer;
    this.nanoClock = nanoClock;
  }

  /** Does something with a connection that nobody else uses meanwhile. */
  <T extends @Nullable Object> T with(Function<Wire, T> work) {
    waitForTurn();
    try {
      Wire wire = borrow();
      boolean inStep = false;
      try {
        T result = work.apply(wire);
        inStep = true;
        return result;
      } catch (RqRefusedException e) {
        inStep = true;
        throw e;
      } finally {
        giveBack(wire, inStep);
      }
    } finally {
      free.release();
    }
  }

  /** Closes all connections, also those in use. */
  void close() {
    synchronized (this) {
      closed = true;
      busy.forEach(Wire::cut);
    }
    dropIdle();
  }

  private void waitForTurn() {
    Endpoint endpoint = dialer.endpoint();
    Duration patience = endpoint.config().commandTimeout();
    try {
      if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw endpoint.unavailable(
            "all " + MOST + " connections were busy for " + patience.toMillis() + " ms",
            false,
            new IllegalStateException("no free connection"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw endpoint.unavailable("interrupted before anything was sent", false, e);
    }
  }

  private Wire borrow() {
    for (Idle last = takeIdle(); last != null; last = takeIdle()) {
      if (nanoClock.getAsLong() - last.since() < CHECKED_AFTER_NANOS || answers(last.wire())) {
        return last.wire();
      }
      last.wire().cut();
      forget(last.wire());
      dropIdle();
    }
    Wire wire = dialer.dial(new Fuse());
    synchronized (this) {
      if (!closed) {
        busy.add(wire);
        return wire;
      }
    }
    wire.cut();
    throw closed();
  }

  private synchronized @Nullable Idle takeIdle() {
    if (closed) {
      throw closed();
    }
    Idle last = idle.pollFirst();
    if (last != null) {
      busy.add(last.wire());
    }
    return last;
  }

  private void giveBack(Wire wire, boolean inStep) {
    synchronized (this) {
      busy.remove(wire);
      if (inStep && !closed) {
        idle.addFirst(new Idle(wire, nanoClock.getAsLong()));
        return;
      }
    }
    wire.cut();
    if (!inStep) {
      // What broke one has most likely broken all.
      dropIdle();
    }
  }

  private synchronized void forget(Wire wire) {
    busy.remove(wire);
  }

  private synchronized void dropIdle() {
    idle.forEach(each -> each.wire().cut());
    idle.clear();
  }

  private static boolean answers(Wire wire) {
    try {
      return !(wire.exchange(List.of(PING), 1).get(0) instanceof RedisError);
    } catch (RqUnavailableException e) {
      return false;
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException(dialer.endpoint() + " is closed here already.");
  }

  /**
   * A connection that waits for work.
   *
   * @param since when it was used last, by the clock of the pool
   */
  private record Idle(Wire wire, long since) {}
}

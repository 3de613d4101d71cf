package io.github.batchrunner.local;

import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObservationSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the host what has changed, many attempts at a time, and forgets ended attempts once their
 * retention is over.
 *
 * <p>One thread of its own calls the sink, so no thread that works waits for the host, and no lock
 * is held meanwhile (rule 10.2). Thread-safe.
 */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /**
   * How long the news of a beginning waits for an end to be told with it: each telling wakes the
   * host.
   */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ObservationSink sink;
  private final Clock clock;
  private final Duration retention;
  private final Consumer<Attempt> forget;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Attempt> pending = new ArrayList<>();
  private boolean urgent;
  private boolean closed;

  /** Ended attempts, oldest first; used by the announcing thread alone. */
  private final ArrayDeque<Observation> remembered = new ArrayDeque<>();

  private final ArrayDeque<Attempt> rememberedAttempts = new ArrayDeque<>();

  Announcer(
      ObservationSink sink,
      Clock clock,
      Duration retention,
      Consumer<Attempt> forget,
      String threadName) {
    this.sink = sink;
    this.clock = clock;
    this.retention = retention;
    this.forget = forget;
    thread = new Thread(null, this::run, threadName, 0, false);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Queues an attempt whose work has begun; the news may wait for the next end, but not for long.
   */
  void begun(Attempt attempt) {
    announce(attempt, false);
  }

  /** Queues an attempt that has ended, of which the host hears at once. */
  void ended(Attempt attempt) {
    announce(attempt, true);
  }

  /** Delivers at once what is queued: an attempt in it has ended in the meantime. */
  void hurry() {
    lock.lock();
    try {
      if (!urgent) {
        urgent = true;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void announce(Attempt attempt, boolean now) {
    lock.lock();
    try {
      pending.add(attempt);
      if (pending.size() == 1 || (now && !urgent)) {
        changed.signal();
      }
      urgent |= now;
    } finally {
      lock.unlock();
    }
  }

  /** Delivers what is queued and ends the thread. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    if (Thread.currentThread() != thread) { // the host may close from within its sink
      Uninterruptibly.join(thread);
    }
  }

  private void run() {
    for (List<Attempt> batch = take(); batch != null; batch = take()) {
      deliver(batch);
      forgetExpired();
    }
  }

  private @Nullable List<Attempt> take() {
    lock.lock();
    try {
      long patience = PATIENCE_NANOS;
      while (!urgent && !closed && (pending.isEmpty() || patience > 0)) {
        if (pending.isEmpty()) {
          changed.awaitUninterruptibly();
        } else {
          patience = await(patience);
        }
      }
      if (pending.isEmpty() && closed) {
        return null;
      }
      List<Attempt> batch = pending;
      pending = new ArrayList<>();
      urgent = false;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private long await(long nanos) {
    try {
      return changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      return 0; // a host interrupted the thread from its sink; what is queued is delivered at once
    }
  }

  private void deliver(List<Attempt> batch) {
    List<Observation> news = new ArrayList<>(batch.size());
    for (Attempt attempt : batch) {
      Observation observation = attempt.takeNews();
      news.add(observation);
      if (observation.state().ended()) {
        remembered.add(observation);
        rememberedAttempts.add(attempt);
      }
    }
    try {
      sink.accept(news);
    } catch (RuntimeException | Error e) { // the host's mistake must not silence the executor
      LOG.error("the host's observation sink threw; {} observations may be lost", news.size(), e);
    }
  }

  private void forgetExpired() {
    Instant limit = clock.instant().minus(retention);
    for (Observation oldest = remembered.peek();
        oldest != null && oldest.at().isBefore(limit);
        oldest = remembered.peek()) {
      remembered.remove();
      forget.accept(rememberedAttempts.remove());
    }
  }
}

package io.github.batchrunner.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that attempts run on, and the queue before them.
 *
 * <p>A thread that is held by work which ignores its interruption is abandoned and replaced, a
 * limited number of times. Thread-safe.
 */
final class Slots {

  /** The work of one attempt from its start to its end. */
  @FunctionalInterface
  interface Body {
    /** Returns false if the thread was abandoned meanwhile and must not be used again. */
    boolean run(Attempt attempt, Slot slot);
  }

  /** One thread; it knows what it is busy with. */
  final class Slot extends Thread {
    private volatile @Nullable Attempt current;

    private Slot(String name) {
      super(null, null, name, 0, false); // without the inheritable thread locals of the host
      setDaemon(true);
    }

    @Override
    public void run() {
      boolean usable = true;
      while (usable) {
        Attempt attempt = take(this);
        if (attempt == null) {
          return;
        }
        current = attempt;
        usable = body.run(attempt, this);
        current = null;
      }
    }

    boolean belongsTo(Slots owner) {
      return owner == Slots.this;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

  /** A thread that hangs for ever costs memory: more of them than this is a broken handler. */
  static final int MOST_ABANDONED = 100;

  private final String name;
  private final Body body;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition gone = lock.newCondition();
  private final ArrayDeque<Attempt> queue = new ArrayDeque<>();
  private final Set<Slot> slots = new HashSet<>();
  private int idle;
  private int started;
  private int abandoned;
  private boolean closing;

  Slots(String name, Body body) {
    this.name = name;
    this.body = body;
  }

  /**
   * Starts {@code count} threads.
   *
   * @throws OutOfMemoryError if the system gives no more threads
   */
  void start(int count) {
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        startOne();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Queues attempts in this order. */
  void add(Collection<Attempt> attempts) {
    lock.lock();
    try {
      queue.addAll(attempts);
      for (int wanted = Math.min(attempts.size(), idle); wanted > 0; wanted--) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Queues attempts that are running already before all others. */
  void addFirst(Attempt attempt) {
    lock.lock();
    try {
      queue.addFirst(attempt);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Gives up a thread whose attempt has been ended without it, and starts another instead. */
  void abandon(Slot slot) {
    lock.lock();
    try {
      if (!slots.remove(slot)) {
        return;
      }
      gone.signalAll();
      abandoned++;
      slot.setName(slot.getName() + " (abandoned)");
      LOG.warn(
          "a handler ignores its interruption: thread \"{}\" is abandoned, {} so far",
          slot.getName(),
          abandoned);
      boolean needed = !closing || !queue.isEmpty();
      if (needed && abandoned <= MOST_ABANDONED) {
        replace();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Removes and returns all that waits if no thread is left that could run it. */
  List<Attempt> takeStranded() {
    lock.lock();
    try {
      if (!slots.isEmpty()) {
        return List.of();
      }
      List<Attempt> stranded = List.copyOf(queue);
      queue.clear();
      return stranded;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what the threads are busy with now. */
  List<Attempt> busyWith() {
    lock.lock();
    try {
      List<Attempt> busy = new ArrayList<>();
      for (Slot slot : slots) {
        Attempt attempt = slot.current;
        if (attempt != null) {
          busy.add(attempt);
        }
      }
      return busy;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the attempt that starts next; null if none waits. */
  @Nullable Attempt next() {
    lock.lock();
    try {
      return queue.peek();
    } finally {
      lock.unlock();
    }
  }

  /** Lets the threads end once nothing waits any more. */
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the threads have ended, abandoned ones apart; returns false if they have not in
   * time.
   */
  boolean awaitEnd(long time, TimeUnit unit) throws InterruptedException {
    long left = unit.toNanos(time);
    lock.lockInterruptibly();
    try {
      while (!slots.isEmpty() && left > 0) {
        left = gone.awaitNanos(left);
      }
      return slots.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the threads that have not ended, for the sake of those that wait for a process. */
  void interrupt() {
    lock.lock();
    try {
      slots.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Attempt take(Slot slot) {
    lock.lock();
    try {
      while (true) {
        Attempt attempt = queue.poll();
        if (attempt != null) {
          return attempt;
        }
        if (closing) {
          slots.remove(slot);
          gone.signalAll();
          return null;
        }
        idle++;
        work.awaitUninterruptibly();
        idle--;
      }
    } finally {
      lock.unlock();
    }
  }

  private void startOne() {
    started++;
    Slot slot = new Slot(name + "-" + started);
    slot.start();
    slots.add(slot);
  }

  private void replace() {
    try {
      startOne();
    } catch (OutOfMemoryError e) { // no more threads: go on with fewer
      LOG.error("no thread could be started in place of an abandoned one", e);
    }
  }
}

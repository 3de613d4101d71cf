package io.github.batchrunner.core.dispatch;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are tried again when their time has come, the next one in front.
 *
 * <p>Whether a task still waits is for the {@linkplain TaskTable table} to say: one that is skipped
 * meanwhile stays here until its time. Time is given by the caller in nanoseconds of a monotonic
 * clock. Belongs to the dispatcher's thread.
 */
final class Delays {

  private final PriorityQueue<Delayed> queue = new PriorityQueue<>();

  /** A task and the time from which it may be submitted. */
  private record Delayed(int run, int task, long due) implements Comparable<Delayed> {
    @Override
    public int compareTo(Delayed other) {
      return Long.compare(due - other.due, 0); // such times may overflow
    }
  }

  /** Adds a task that may be submitted from {@code due} on. */
  void add(int run, int task, long due) {
    queue.add(new Delayed(run, task, due));
  }

  /** Returns how long from {@code now} until the next task, in nanoseconds. */
  long nanosToNext(long now) {
    Delayed next = queue.peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.due - now);
  }

  /** Lets the tasks whose time has come be submitted. */
  void release(long now, TaskTable table) {
    Delayed next = takeDue(now);
    while (next != null) {
      if (table.phase(next.run, next.task) == TaskTable.Phase.DELAYED) {
        table.due(next.run, next.task);
      }
      next = takeDue(now);
    }
  }

  private @Nullable Delayed takeDue(long now) {
    Delayed next = queue.peek();
    return next != null && next.due - now <= 0 ? queue.poll() : null;
  }

  /** Forgets all: they are not to be submitted. */
  void clear() {
    queue.clear();
  }
}

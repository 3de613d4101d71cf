package io.github.batchrunner.core.dispatch;

import java.util.PriorityQueue;

/**
 * Tasks that may be submitted, those of the run that began first in front.
 *
 * <p>This is what finishes started runs before others: whenever there is room, the oldest run goes
 * on. Not thread-safe.
 */
final class ReadyQueue {

  private static final int TASK_BITS = 10;

  private final PriorityQueue<Long> queue = new PriorityQueue<>();

  /** Adds a task of the run that began as the {@code turn}th. */
  void add(int turn, int task) {
    queue.add((long) turn << TASK_BITS | task);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** Removes the first task; {@link #turn} and {@link #task} take it apart. */
  long remove() {
    return queue.remove();
  }

  static int turn(long item) {
    return (int) (item >> TASK_BITS);
  }

  static int task(long item) {
    return (int) item & ((1 << TASK_BITS) - 1);
  }

  void clear() {
    queue.clear();
  }
}

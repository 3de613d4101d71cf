package io.github.batchrunner.core.dispatch;

import java.util.TreeSet;

/**
 * Tasks that may be submitted, those of the run that began first in front, and of one run each
 * after those it needs.
 *
 * <p>This is what finishes started runs before others: whenever there is room, the oldest run goes
 * on. Not thread-safe.
 */
final class ReadyQueue {

  private static final int TASK_BITS = 10;

  private final TreeSet<Long> queue = new TreeSet<>();

  /** Returns the place of a task in the order of submission. */
  static long item(int turn, int task) {
    return (long) turn << TASK_BITS | task;
  }

  static int turn(long item) {
    return (int) (item >> TASK_BITS);
  }

  static int task(long item) {
    return (int) item & ((1 << TASK_BITS) - 1);
  }

  /** Adds a task of the run that began as the {@code turn}th. */
  void add(int turn, int task) {
    queue.add(item(turn, task));
  }

  /** Takes a task out, and tells whether it was there. */
  boolean remove(int turn, int task) {
    return queue.remove(item(turn, task));
  }

  boolean contains(int turn, int task) {
    return queue.contains(item(turn, task));
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** Removes the first task; {@link #turn} and {@link #task} take it apart. */
  long remove() {
    long first = queue.first();
    queue.remove(first);
    return first;
  }

  void clear() {
    queue.clear();
  }
}

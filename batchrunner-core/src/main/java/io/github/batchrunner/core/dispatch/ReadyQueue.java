package io.github.batchrunner.core.dispatch;

import java.util.BitSet;
import java.util.NoSuchElementException;

/**
 * Tasks that may be submitted, those of the run that began first in front, and of one run each
 * after those it needs.
 *
 * <p>This is what finishes started runs before others: whenever there is room, the oldest run goes
 * on. A bit for each task of each run that has begun: nothing is allocated while millions of tasks
 * pass through. Not thread-safe.
 */
final class ReadyQueue {

  private final int width;
  private final BitSet queue = new BitSet();
  private int size;

  /** No task stands before this place. */
  private int front;

  /**
   * Creates an empty queue.
   *
   * @param width how many tasks a run has at most
   */
  ReadyQueue(int width) {
    this.width = width;
  }

  private int place(int turn, int task) {
    return Math.addExact(Math.multiplyExact(turn, width), task);
  }

  /** Returns the turn of the run of a task that was {@linkplain #remove() removed}. */
  int turn(int place) {
    return place / width;
  }

  /** Returns the number of a task that was {@linkplain #remove() removed}. */
  int task(int place) {
    return place % width;
  }

  /** Adds a task of the run that began as the {@code turn}th. */
  void add(int turn, int task) {
    int place = place(turn, task);
    if (!queue.get(place)) {
      queue.set(place);
      size++;
      front = Math.min(front, place);
    }
  }

  /** Takes a task out, and tells whether it was there. */
  boolean remove(int turn, int task) {
    int place = place(turn, task);
    boolean there = queue.get(place);
    if (there) {
      queue.clear(place);
      size--;
    }
    return there;
  }

  boolean contains(int turn, int task) {
    return queue.get(place(turn, task));
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Removes the first task; {@link #turn} and {@link #task} take it apart. */
  int remove() {
    int first = queue.nextSetBit(front);
    if (first < 0) {
      throw new NoSuchElementException("no task is ready");
    }
    queue.clear(first);
    size--;
    front = first;
    return first;
  }

  void clear() {
    queue.clear();
    size = 0;
  }
}

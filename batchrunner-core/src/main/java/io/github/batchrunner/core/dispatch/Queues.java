package io.github.batchrunner.core.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntPredicate;

/**
 * What is to be submitted: tasks that are ready, and attempts that the engine does not have and
 * that are submitted again as they were.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Queues implements TaskTable.Releases {

  private final Turns turns;
  private final IntPredicate unpreparable;
  private final ReadyQueue ready;

  /** What is in flight, but not at the engine any more. */
  private final ReadyQueue absent;

  /** Runs that cannot be prepared, of which tasks became ready. */
  private final Deque<Integer> hopeless = new ArrayDeque<>();

  /** A task of a run. */
  record Place(int run, int task) {}

  /**
   * Creates empty queues.
   *
   * @param width how many tasks a run has at most
   * @param unpreparable tells of which runs nothing can be submitted
   */
  Queues(int width, Turns turns, IntPredicate unpreparable) {
    this.ready = new ReadyQueue(width);
    this.absent = new ReadyQueue(width);
    this.turns = turns;
    this.unpreparable = unpreparable;
  }

  @Override
  public void ready(int run, int task) {
    if (unpreparable.test(run)) {
      hopeless.add(run);
    } else {
      ready.add(turns.of(run), task);
    }
  }

  @Override
  public void notReady(int run, int task) {
    ready.remove(turns.of(run), task);
  }

  /** Returns how many tasks are ready. */
  int ready() {
    return ready.size();
  }

  /** Takes the first task that is ready. */
  Place takeReady() {
    return take(ready);
  }

  /** Forgets the tasks that are ready: they are not to be submitted. */
  void clearReady() {
    ready.clear();
  }

  /** Adds an attempt that is to be submitted again as it was. */
  void addAbsent(Flight flight) {
    absent.add(turns.of(flight.run), flight.task);
  }

  /** Takes an attempt out of those that are submitted again, and tells whether it was there. */
  boolean removeAbsent(Flight flight) {
    return absent.remove(turns.of(flight.run), flight.task);
  }

  /** Tells whether the attempt of a task in flight is to be submitted again as it was. */
  boolean isAbsent(int run, int task) {
    return absent.contains(turns.of(run), task);
  }

  /** Returns how many attempts are to be submitted again. */
  int absent() {
    return absent.size();
  }

  /** Takes the first attempt that is to be submitted again. */
  Place takeAbsent() {
    return take(absent);
  }

  private Place take(ReadyQueue queue) {
    int place = queue.remove();
    return new Place(turns.run(queue.turn(place)), queue.task(place));
  }

  /** Tells whether tasks became ready that cannot be submitted. */
  boolean hasHopeless() {
    return !hopeless.isEmpty();
  }

  /** Takes a run of which tasks became ready that cannot be submitted. */
  int takeHopeless() {
    return hopeless.remove();
  }
}

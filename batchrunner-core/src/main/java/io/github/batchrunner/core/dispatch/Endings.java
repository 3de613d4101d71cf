package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the end of an attempt: it counts, or another attempt follows, or those behind
 * it are skipped; and what waits for it at the engine is taken back where it would wait in vain.
 *
 * <p>Belongs to the thread of the dispatch loop.
 */
final class Endings {

  private final Pipeline pipeline;
  private final Clock clock;
  private final TaskTable table;
  private final Flights flights;
  private final Absent absent;
  private final AttemptBook attempts;
  private final Refusals refusals;
  private final Cancels cancels;
  private final News news;
  private final BooleanSupplier cancelled;
  private final IntConsumer whenEnded;
  private final Map<Integer, Failure> firstFailure = new HashMap<>();

  /** Takes out of the queue of those that are to be submitted again as they were. */
  @FunctionalInterface
  interface Absent {
    /** Takes an attempt out and tells whether it was there. */
    boolean remove(Flight flight);
  }

  /**
   * Creates the rules over the state of a loop.
   *
   * @param cancelled whether the execution is being cancelled
   * @param whenEnded is told of a run of which an attempt has ended
   */
  Endings(
      Pipeline pipeline,
      Clock clock,
      TaskTable table,
      Flights flights,
      Absent absent,
      AttemptBook attempts,
      Refusals refusals,
      Cancels cancels,
      News news,
      BooleanSupplier cancelled,
      IntConsumer whenEnded) {
    this.pipeline = pipeline;
    this.clock = clock;
    this.table = table;
    this.flights = flights;
    this.absent = absent;
    this.attempts = attempts;
    this.refusals = refusals;
    this.cancels = cancels;
    this.news = news;
    this.cancelled = cancelled;
    this.whenEnded = whenEnded;
  }

  /** Returns why the first of the failed tasks of a run failed, once; null if none did. */
  @Nullable Failure takeFirstFailure(int run) {
    return firstFailure.remove(run);
  }

  /** An attempt has ended, or never was at the engine. */
  void ended(Flight flight, Flight.End end) {
    if (mustWait(flight, end)) {
      flights.hold(flight, end);
    } else {
      finish(flight, end);
      finishHeld(flight.run);
    }
  }

  /**
   * Tells whether an end is recorded only after the ends of what the attempt needed: these decide
   * what it counts for, and have to come first in the journal.
   */
  private boolean mustWait(Flight flight, Flight.End end) {
    boolean countsAsNothing = withdrawn(flight) && flight.failedNeed < 0;
    boolean succeeded = end.status() == TaskStatus.SUCCEEDED;
    return !countsAsNothing
        && (succeeded || !(cancelled.getAsBoolean() || withdrawn(flight)))
        && flights.needsAreOpen(flight);
  }

  /** Records the ends of a run that had to wait, as far as they have not to any more. */
  private void finishHeld(int run) {
    Flight next = flights.held(run, this::mayFinish);
    while (next != null) {
      finish(next, Objects.requireNonNull(next.end));
      next = flights.held(run, this::mayFinish);
    }
  }

  private boolean mayFinish(Flight flight) {
    return !mustWait(flight, Objects.requireNonNull(flight.end));
  }

  private void finish(Flight flight, Flight.End end) {
    if (withdrawn(flight) && flight.failedNeed < 0 && !cancelled.getAsBoolean()) {
      finishWithdrawn(flight, end);
      news.taskEnded(flight, TaskStatus.WITHDRAWN, began(flight, end), end.at(), null, true);
      submitAnew(flight);
      return;
    }
    remove(flight);
    boolean skipped = flight.failedNeed >= 0 && end.status() != TaskStatus.SUCCEEDED;
    if (skipped) {
      finishWithdrawn(flight, end);
      forget(flight);
      table.skipped(flight.run, flight.task);
      news.taskSkipped(flight.run, flight.task, flight.failedNeed);
    } else {
      finishCounting(flight, end);
    }
    whenEnded.accept(flight.run);
  }

  private void finishWithdrawn(Flight flight, Flight.End end) {
    attempts.end(flight, TaskStatus.WITHDRAWN, began(flight, end), end.at(), null);
  }

  private static long began(Flight flight, Flight.End end) {
    return flight.began == 0 ? end.at() : Math.min(end.at(), flight.began); // clocks differ
  }

  private void finishCounting(Flight flight, Flight.End end) {
    Failure failure = end.failureOrNull();
    long began = began(flight, end);
    attempts.end(flight, end.status(), began, end.at(), failure);
    boolean lost = failure != null && lostByEngine(flight, end.status(), failure);
    boolean again =
        lost
            || (!cancelled.getAsBoolean()
                && failure != null
                && pipeline
                    .task(flight.task)
                    .retry()
                    .triesAgain(failure.kind(), flight.attemptOfExecution));
    news.taskEnded(flight, end.status(), began, end.at(), failure, again);
    if (again) {
      if (!lost) {
        attempts.again(flight);
      }
      submitAnew(flight);
      return;
    }
    forget(flight);
    if (end.status() == TaskStatus.SUCCEEDED) {
      table.succeeded(flight.run, flight.task);
    } else {
      firstFailure.putIfAbsent(
          flight.run,
          failure == null ? Failure.of(FailureKind.CANCELLED, "it was cancelled") : failure);
      List<Flight> behind = new ArrayList<>();
      table.failed(
          flight.run,
          flight.task,
          news::taskSkipped,
          (run, task, need) ->
              flights
                  .find(run, task)
                  .ifPresent(
                      dependent -> {
                        dependent.failedNeed =
                            dependent.failedNeed < 0 ? need : dependent.failedNeed;
                        behind.add(dependent);
                      }));
      takeBack(behind);
    }
  }

  /**
   * What the engine lost through no fault of the task is no try of the task (rule 4.10), unless
   * that happens to it again and again.
   */
  private boolean lostByEngine(Flight flight, TaskStatus status, Failure failure) {
    return !cancelled.getAsBoolean()
        && status == TaskStatus.LOST
        && failure.kind() == FailureKind.INFRASTRUCTURE
        && !refusals.refused(attempts.place(flight));
  }

  private void remove(Flight flight) {
    flights.remove(flight);
    absent.remove(flight);
  }

  private void forget(Flight flight) {
    attempts.done(flight);
    refusals.forget(attempts.place(flight));
  }

  /** Tells whether an attempt is taken back. */
  boolean withdrawn(Flight flight) {
    return table.phase(flight.run, flight.task) == TaskTable.Phase.WITHDRAWN;
  }

  /** The engine refused an attempt for now: another follows. */
  void refused(Flight flight, Failure failure) {
    attempts.end(flight, TaskStatus.LOST, 0, clock.millis(), failure);
    submitAnew(flight);
  }

  /** The engine does not have an attempt, and it is not to be submitted again: another follows. */
  void lost(Flight flight) {
    finishWithdrawn(flight, new Flight.End(TaskStatus.LOST, null, clock.millis()));
    submitAnew(flight);
  }

  /** A task goes back to be submitted as a new attempt, and so does what waits for this one. */
  private void submitAnew(Flight flight) {
    remove(flight);
    List<Flight> behind = new ArrayList<>();
    table.again(
        flight.run, flight.task, task -> flights.find(flight.run, task).ifPresent(behind::add));
    takeBack(behind);
    finishHeld(flight.run);
  }

  /** Ends attempts that are withdrawn: at the engine, or here if they are not there. */
  private void takeBack(List<Flight> behind) {
    cancels.ask(behind);
    for (Flight flight : behind) {
      if (absent.remove(flight)) {
        ended(flight, new Flight.End(TaskStatus.LOST, null, clock.millis()));
      }
    }
  }
}

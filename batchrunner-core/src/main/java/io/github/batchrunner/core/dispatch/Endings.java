package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the end of an attempt: it counts, or another attempt follows, or those behind
 * it are skipped; and what waits for it at the engine is taken back where it would wait in vain.
 *
 * <p>Belongs to the thread of the dispatch loop.
 */
final class Endings {

  private final Board board;
  private final Clock clock;
  private final TaskTable table;
  private final Flights flights;
  private final AttemptBook attempts;
  private final Runs runs;
  private final Keepsakes keepsakes;
  private final Retries retries;
  private final Refusals refusals;
  private final Cancels cancels;
  private final Standstill standstill;
  private final Canaries canaries;
  private final StopRules stopRules;
  private final News news;
  private final Map<Integer, Failure> firstFailure = new HashMap<>();

  Endings(
      Board board,
      Runs runs,
      Keepsakes keepsakes,
      Retries retries,
      Refusals refusals,
      Cancels cancels,
      Standstill standstill,
      Canaries canaries,
      StopRules stopRules,
      Clock clock,
      News news) {
    this.board = board;
    this.clock = clock;
    this.table = board.table();
    this.flights = board.flights();
    this.attempts = board.attempts();
    this.runs = runs;
    this.keepsakes = keepsakes;
    this.retries = retries;
    this.refusals = refusals;
    this.cancels = cancels;
    this.standstill = standstill;
    this.canaries = canaries;
    this.stopRules = stopRules;
    this.news = news;
  }

  /**
   * An attempt has ended, or never was at the engine.
   *
   * @param failure why it failed or was lost, or why it was a success all the same; null if it
   *     simply succeeded, or nobody is to blame
   * @param at when, in milliseconds since the epoch
   */
  void ended(Flight flight, TaskStatus status, @Nullable Failure failure, long at) {
    board.uncertain().remove(flight);
    standstill.moved(System.nanoTime());
    take(flight, new Flight.End(status, failure, at));
  }

  private void take(Flight flight, Flight.End end) {
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
    boolean countsAsNothing = board.withdrawn(flight) && flight.failedNeed < 0;
    boolean succeeded = end.status() == TaskStatus.SUCCEEDED;
    return !countsAsNothing
        && (succeeded || !(cancelled() || board.withdrawn(flight)))
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
    if (comesBack(flight, end)) {
      finishWithdrawn(flight, end);
      @Nullable Instant next = board.course().goesOn() ? clock.instant() : null;
      news.taskEnded(flight, TaskStatus.WITHDRAWN, began(flight, end), end.at(), null, next);
      submitAnew(flight, Duration.ZERO);
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
    if (!table.open(flight.run)) {
      if (table.allSucceeded(flight.run)) {
        canaries.succeeded(flight.run);
      }
      runs.ended(flight.run, attempts.succeededAt(flight.run), firstFailure.remove(flight.run));
      if (!attempts.anyUnended(flight.run)) {
        keepsakes.ended(flight.run);
      }
    }
  }

  /**
   * Tells whether an attempt counts as none and its task waits again: it was taken back because of
   * a task it needs; or nothing is to begin any more, and the engine let go of it; or an earlier
   * host took it back, and died before it could say so.
   */
  private boolean comesBack(Flight flight, Flight.End end) {
    if (cancelled() || flight.failedNeed >= 0) {
      return false;
    }
    boolean leaving = board.course().leavesTheRest();
    Failure failure = end.failureOrNull();
    return board.withdrawn(flight)
        || (end.status() == TaskStatus.CANCELLED && (leaving || flight.adopted))
        || (end.status() == TaskStatus.LOST
            && leaving
            && failure != null
            && failure.kind() == FailureKind.INFRASTRUCTURE);
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
    Optional<Duration> delay = delayOfNext(flight, end.status(), failure);
    news.taskEnded(
        flight,
        end.status(),
        began,
        end.at(),
        failure,
        delay.map(clock.instant()::plus).orElse(null));
    if (delay.isPresent()) {
      submitAnew(flight, delay.get());
      return;
    }
    forget(flight);
    if (end.status() == TaskStatus.SUCCEEDED) {
      table.succeeded(flight.run, flight.task);
    } else {
      Failure why =
          failure == null ? Failure.of(FailureKind.CANCELLED, "it was cancelled") : failure;
      firstFailure.putIfAbsent(flight.run, why);
      stopRules.failed(flight.run, flight.task, why);
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

  /** Returns how long to wait for the next attempt; empty if none follows. */
  private Optional<Duration> delayOfNext(
      Flight flight, TaskStatus status, @Nullable Failure failure) {
    if (failure == null || status == TaskStatus.SUCCEEDED || !board.course().goesOn()) {
      return Optional.empty();
    }
    if (status == TaskStatus.LOST && failure.kind() == FailureKind.INFRASTRUCTURE) {
      // Surely not running, and no try of the task (rule 4.10), unless that happens again and
      // again.
      return refusals.refused(attempts.place(flight))
          ? Optional.empty()
          : Optional.of(Duration.ZERO);
    }
    return retries.after(flight, failure);
  }

  private void remove(Flight flight) {
    flights.remove(flight);
    board.queues().removeAbsent(flight);
    if (flights.none(flight.run)) {
      runs.noneInFlight(flight.run);
    }
  }

  private void forget(Flight flight) {
    retries.forget(flight);
    refusals.forget(attempts.place(flight));
  }

  private boolean cancelled() {
    return board.course().cancelled();
  }

  /** The engine refused an attempt for now: another follows, if anything does. */
  void refused(Flight flight, Failure failure) {
    if (board.course().leavesTheRest()) {
      lost(flight);
      return;
    }
    attempts.end(flight, TaskStatus.LOST, 0, clock.millis(), failure);
    submitAnew(flight, Duration.ZERO);
  }

  /** The engine does not have an attempt, and it is not to be submitted again: another follows. */
  void lost(Flight flight) {
    finishWithdrawn(flight, new Flight.End(TaskStatus.LOST, null, clock.millis()));
    submitAnew(flight, Duration.ZERO);
  }

  /** A task goes back to be submitted as a new attempt, and so does what waits for this one. */
  private void submitAnew(Flight flight, Duration delay) {
    remove(flight);
    List<Flight> behind = new ArrayList<>();
    IntConsumer withdrawn = task -> flights.find(flight.run, task).ifPresent(behind::add);
    if (delay.isZero()) {
      table.again(flight.run, flight.task, withdrawn);
    } else {
      table.delayed(flight.run, flight.task, withdrawn);
      board.delays().add(flight.run, flight.task, System.nanoTime() + Durations.nanos(delay));
    }
    takeBack(behind);
    finishHeld(flight.run);
  }

  /** Ends attempts that are withdrawn: at the engine, or here if they are not there. */
  private void takeBack(List<Flight> behind) {
    cancels.ask(behind);
    for (Flight flight : behind) {
      if (board.queues().removeAbsent(flight)) {
        take(flight, new Flight.End(TaskStatus.LOST, null, clock.millis()));
      }
    }
  }
}

package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.SubmittedAttempt;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out what became of attempts that may or may not be at the engine: those that an earlier
 * host submitted, and those whose submission was not answered.
 *
 * <p>Belongs to the dispatcher's thread; one question is under way at a time.
 */
final class Reattachment {

  private final Board board;
  private final EngineLink engine;
  private final RunWorkshop workshop;
  private final Runs runs;
  private final Submitter submitter;
  private final Handles handles;
  private final Cancels cancels;
  private final EngineWatch watch;
  private final Endings endings;
  private final Clock clock;
  private final News news;
  private final Note note;
  private boolean asking;

  Reattachment(
      Board board,
      EngineLink engine,
      RunWorkshop workshop,
      Runs runs,
      Submitter submitter,
      Handles handles,
      Cancels cancels,
      EngineWatch watch,
      Endings endings,
      Clock clock,
      News news,
      Note note) {
    this.board = board;
    this.engine = engine;
    this.workshop = workshop;
    this.runs = runs;
    this.submitter = submitter;
    this.handles = handles;
    this.cancels = cancels;
    this.watch = watch;
    this.endings = endings;
    this.clock = clock;
    this.news = news;
    this.note = note;
  }

  /** Takes over attempts that an earlier host submitted and whose end it did not see. */
  void adoptInterrupted() {
    // Also an executor that keeps nothing is asked: its answer is a promise that they do not run
    // any more.
    for (int run : runs.inOrder()) {
      List<Flight> interrupted = new ArrayList<>();
      for (int task = 0; task < board.plan().pipeline().size(); task++) {
        if (board.plan().runs(run, task)) {
          board.attempts().unended(run, task).ifPresent(interrupted::add);
        }
      }
      if (!interrupted.isEmpty()) {
        runs.beginOccupied(run);
        interrupted.forEach(this::adopt);
      }
    }
  }

  /**
   * An attempt goes on if it does what the plan wants, and what it needs has succeeded or goes on
   * as well; another one is to be ended before the task is submitted anew.
   */
  private void adopt(Flight flight) {
    TaskTable table = board.table();
    flight.adopted = true;
    table.adopted(flight.run, flight.task);
    board.flights().add(flight);
    board.uncertain().adopt(flight);
    BitSet unmet = table.unmet(flight.run, flight.task);
    boolean allGoOn =
        unmet.stream().allMatch(need -> table.phase(flight.run, need) == TaskTable.Phase.IN_FLIGHT);
    if (allGoOn
        && board.plan().reason(flight.run, flight.task) == Reason.INTERRUPTED
        && board.attempts().isPresent(flight)) {
      flight.needs = board.flights().tokens(flight.run, unmet);
    } else {
      table.withdraw(flight.run, flight.task);
    }
  }

  /** Returns how long from {@code now} until the engine is asked, in nanoseconds. */
  long nanosToNext(long now) {
    return asking ? Long.MAX_VALUE : board.uncertain().nanosToQuestion(now);
  }

  /** Asks the engine if it is time to. */
  void ask(long now) {
    Uncertain uncertain = board.uncertain();
    if (asking || submitter.isSubmitting() || uncertain.nanosToQuestion(now) > 0) {
      return;
    }
    asking = true;
    List<Flight> asked = uncertain.all();
    engine.reattach(
        asked.stream().map(this::submitted).toList(),
        found -> answered(asked, found),
        reason -> unanswered(asked, reason));
  }

  private SubmittedAttempt submitted(Flight flight) {
    SubmittedAttempt attempt =
        workshop.submitted(flight.run, flight.task, flight.attempt, flight.token);
    return board.attempts().nativeId(flight).map(attempt::withNativeId).orElse(attempt);
  }

  private void unanswered(List<Flight> asked, String reason) {
    asking = false;
    board.uncertain().removeAll(asked);
    if (board.uncertain().isEmpty()) {
      news.engineUnavailable(reason);
    }
    note.trouble(reason);
    asked.forEach(board.uncertain()::add);
  }

  private void answered(Collection<Flight> asked, List<Observation> found) {
    asking = false;
    board.uncertain().removeAll(asked);
    Map<AttemptToken, Observation> byToken = new HashMap<>();
    found.forEach(observation -> byToken.put(observation.token(), observation));
    List<Flight> gone = new ArrayList<>();
    for (Flight flight : asked) {
      Observation observation = byToken.get(flight.token);
      if (observation != null) {
        handles.learned(flight, observation.handle());
        watch.observe(observation);
        cancels.askIfUnwanted(flight); // unless it turned out to run, and may
      } else if (board.flights().contains(flight) && !flight.settling) {
        gone.add(flight);
        board.queues().addAbsent(flight);
      }
    }
    gone.forEach(this::notAtEngine);
    if (board.uncertain().isEmpty()) {
      note.engineAnswers();
    }
  }

  /**
   * The engine does not have an attempt: the same token may be submitted again, for its intent is
   * on disk. But not before its run is prepared; and not if something at the engine waits for it,
   * perhaps for ever: that is to be submitted anew, and a later host sees by the order of intents
   * that it was. Nor if nothing is to begin any more.
   */
  private void notAtEngine(Flight flight) {
    TaskTable table = board.table();
    Queues queues = board.queues();
    int run = flight.run;
    if (!queues.isAbsent(run, flight.task)) {
      return; // it was taken back, because of another
    }
    Failure unprepared = runs.unpreparable(run).orElse(null);
    if (board.course().cancelled()) {
      endings.ended(flight, TaskStatus.CANCELLED, null, clock.millis());
    } else if (board.withdrawn(flight)) {
      endings.ended(flight, TaskStatus.LOST, null, clock.millis());
    } else if (board.course().stopping()) {
      endings.lost(flight);
    } else if (unprepared != null) {
      endings.ended(flight, TaskStatus.FAILED, unprepared, clock.millis());
    } else if (!table.isPrepared(run)
        || !table.free(run, flight.task)
        || table.anyBehind(run, flight.task, task -> !queues.isAbsent(run, task))) {
      endings.lost(flight);
    }
  }
}

package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Submits what the queues hold as fast as the limits allow, and takes the engine's answers:
 * accepted, refused, or nobody knows.
 *
 * <p>Belongs to the dispatcher's thread; one request is under way at a time.
 */
final class Submitter {

  private final Board board;
  private final JournalWriter journal;
  private final EngineLink engine;
  private final RunWorkshop workshop;
  private final Clock clock;
  private final Room room;
  private final Refusals refusals;
  private final Handles handles;
  private final Endings endings;
  private final News news;
  private final Note note;
  private final Pacer pacer;
  private final int largestRequest;
  private boolean submitting;

  Submitter(
      Board board,
      JournalWriter journal,
      EngineLink engine,
      Capabilities capabilities,
      ExecutionOptions options,
      RunWorkshop workshop,
      Clock clock,
      Room room,
      Refusals refusals,
      Handles handles,
      Endings endings,
      News news,
      Note note) {
    this.board = board;
    this.journal = journal;
    this.engine = engine;
    this.workshop = workshop;
    this.clock = clock;
    this.room = room;
    this.refusals = refusals;
    this.handles = handles;
    this.endings = endings;
    this.news = news;
    this.note = note;
    this.pacer =
        new Pacer(
            options.submitInterval(),
            Math.min(options.submitsPerSecond(), capabilities.submissionsPerSecond()));
    this.largestRequest = capabilities.maxSubmissionSize();
  }

  /** Tells whether an answer of the engine is waited for. */
  boolean isSubmitting() {
    return submitting;
  }

  /** Returns how long from {@code now} until something may be submitted, in nanoseconds. */
  long nanosToNext(long now) {
    return maySubmit() ? Math.max(pacer.nanosToNext(now), refusals.nanosLeft(now)) : Long.MAX_VALUE;
  }

  /** Tells whether only time can keep the next task from being submitted. */
  private boolean maySubmit() {
    Queues queues = board.queues();
    return !submitting
        && !board.course().cancelled()
        && board.uncertain().isEmpty()
        && (queues.absent() > 0 || (queues.ready() > 0 && room.admitsAttempts()));
  }

  /** Submits what may be submitted now. */
  void submit() {
    long now = System.nanoTime();
    if (!maySubmit() || refusals.nanosLeft(now) > 0) {
      return;
    }
    // What is submitted again goes first, since others may need it.
    boolean again = board.queues().absent() > 0;
    int queued =
        again ? board.queues().absent() : Math.min(board.queues().ready(), room.forAttempts());
    int count = Math.min(Math.min(queued, largestRequest), pacer.permits(now));
    if (count <= 0) {
      return;
    }
    List<Flight> chosen = new ArrayList<>(count);
    long position = 0;
    for (int i = 0; i < count; i++) {
      Flight flight;
      if (again) {
        Queues.Place place = board.queues().takeAbsent();
        flight = board.flights().of(place.run(), place.task());
      } else {
        Queues.Place place = board.queues().takeReady();
        flight = board.attempts().next(place.run(), place.task());
        position = intend(flight);
      }
      flight.needs =
          board.flights().tokens(flight.run, board.table().unmet(flight.run, flight.task));
      chosen.add(flight);
    }
    pacer.submitted(count, now);
    send(chosen, position);
  }

  /** An attempt of a ready task is in flight as soon as the journal is told. */
  private long intend(Flight flight) {
    long position = board.attempts().intend(flight);
    board.table().submitted(flight.run, flight.task);
    board.flights().add(flight);
    return position;
  }

  private void send(List<Flight> chosen, long position) {
    submitting = true;
    engine.submit(
        chosen,
        () -> journal.awaitDurable(position),
        this::submission,
        this::answered,
        Submitter::breakOff);
  }

  private static void breakOff(RuntimeException cause) {
    throw cause;
  }

  private Submission submission(Flight flight) {
    return workshop.submission(
        flight.run, flight.task, flight.attempt, flight.memoryMb, flight.token, flight.needs);
  }

  /** Ready tasks of runs that cannot be prepared fail: the executor never sees them. */
  void failHopeless(Runs runs) {
    while (board.queues().hasHopeless()) {
      int run = board.queues().takeHopeless();
      Failure why = runs.unpreparable(run).orElseThrow();
      for (int task = 0; task < board.plan().pipeline().size(); task++) {
        if (board.table().phase(run, task) == TaskTable.Phase.READY) {
          // The journal is told all the same.
          Flight flight = board.attempts().next(run, task);
          intend(flight);
          endings.ended(flight, TaskStatus.FAILED, why, clock.millis());
        }
      }
    }
  }

  private void answered(List<Flight> chosen, List<SubmitOutcome> outcomes) {
    submitting = false;
    pacer.answered(System.nanoTime());
    boolean answered = false;
    for (int i = 0; i < chosen.size(); i++) {
      Flight flight = chosen.get(i);
      SubmitOutcome outcome = outcomes.get(i);
      if (outcome instanceof SubmitOutcome.Accepted accepted) {
        answered = true;
        refusals.accepted();
        handles.learned(flight, accepted.handle());
      } else if (outcome instanceof SubmitOutcome.Rejected rejected) {
        answered = true;
        rejected(flight, rejected);
      } else if (outcome instanceof SubmitOutcome.Uncertain unclear) {
        uncertain(flight, unclear.reason());
      }
    }
    if (answered && board.uncertain().isEmpty()) {
      board.uncertain().engineAnswers();
    }
    notNow(outcomes);
  }

  private void uncertain(Flight flight, String reason) {
    if (board.uncertain().isEmpty()) {
      news.engineUnavailable(reason);
    }
    note.tell(reason);
    board.uncertain().add(flight);
  }

  private void rejected(Flight flight, SubmitOutcome.Rejected rejected) {
    if (!board.flights().contains(flight) || flight.settling) {
      return; // it has ended before its refusal was told
    }
    if (rejected.permanent()
        || board.withdrawn(flight)
        || refusals.refused(board.attempts().place(flight))) {
      flight.refused = true;
      endings.ended(flight, TaskStatus.FAILED, rejected.failure(), clock.millis());
      return;
    }
    // A new attempt, under a new token, when the engine has had time to recover.
    endings.refused(flight, rejected.failure());
  }

  /** An engine that refuses for now is given more and more time. */
  private void notNow(List<SubmitOutcome> outcomes) {
    List<Failure> refused = new ArrayList<>();
    for (SubmitOutcome outcome : outcomes) {
      if (outcome instanceof SubmitOutcome.Rejected rejected && !rejected.permanent()) {
        refused.add(rejected.failure());
      }
    }
    boolean begins = refusals.answered(!refused.isEmpty(), refused.size() == outcomes.size());
    if (begins) {
      news.engineUnavailable(refused.get(0).message());
    }
    if (!refused.isEmpty()) {
      note.tell(refused.get(0).message());
    } else if (board.uncertain().isEmpty()) {
      note.engineAnswers();
    }
  }
}

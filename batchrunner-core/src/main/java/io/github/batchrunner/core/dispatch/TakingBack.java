package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.AttemptState;
import java.util.List;

/**
 * Takes attempts back that wait at the engine when an execution stops, so that only those end there
 * that run.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class TakingBack {

  private final Board board;
  private final Runs runs;
  private final Cancels cancels;
  private final Endings endings;
  private final Note note;
  private boolean done;

  TakingBack(Board board, Runs runs, Cancels cancels, Endings endings, Note note) {
    this.board = board;
    this.runs = runs;
    this.cancels = cancels;
    this.endings = endings;
    this.note = note;
  }

  /** Takes back what waits if the execution has begun to stop. */
  void whenStopping() {
    if (done || !board.course().stopping()) {
      return;
    }
    done = true;
    runs.prepareNoMore();
    note.ending("stopping: " + board.course().stopReason());
    while (board.queues().absent() > 0) {
      Queues.Place place = board.queues().takeAbsent();
      endings.lost(board.flights().of(place.run(), place.task()));
    }
    List<Flight> waiting =
        board.flights().all().stream()
            .filter(flight -> flight.state != AttemptState.RUNNING && !flight.settling)
            .toList();
    cancels.ask(waiting);
  }
}

package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.Handle;
import java.util.List;

/**
 * What the engine calls the attempts that it has: whoever learns of a handle says so here.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Handles {

  private final Board board;
  private final Cancels cancels;

  Handles(Board board, Cancels cancels) {
    this.board = board;
    this.cancels = cancels;
  }

  /** The engine has an attempt; one that is not wanted any more can be ended from now on. */
  void learned(Flight flight, Handle handle) {
    if (!board.flights().contains(flight)) {
      return; // it has ended before its acceptance was told
    }
    flight.handle = handle;
    if (!handle.nativeId().equals(flight.token.value())) {
      board.attempts().handle(flight, handle);
    }
    if (board.course().cancelled() || board.withdrawn(flight)) {
      cancels.ask(List.of(flight));
    }
  }
}

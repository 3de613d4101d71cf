package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.Handle;

/**
 * What the engine calls the attempts that it has: whoever learns of a handle says so here.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Handles {

  private final Board board;

  Handles(Board board) {
    this.board = board;
  }

  /** The engine has an attempt. */
  void learned(Flight flight, Handle handle) {
    if (!board.flights().contains(flight)) {
      return; // it has ended before its acceptance was told
    }
    flight.handle = handle;
    if (!handle.nativeId().equals(flight.token.value())) {
      board.attempts().handle(flight, handle);
    }
  }
}

package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Handle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks the engine to end attempts, until it has heard. Belongs to the dispatcher's thread.
 *
 * <p>An attempt without a handle is not asked for: whoever learns of its handle does so then.
 */
final class Cancels {

  private final EngineLink engine;
  private final Board board;
  private final long retry;
  private final Set<Flight> unheard = new LinkedHashSet<>();
  private CancelMode mode = CancelMode.GRACEFUL;
  private long next;

  /** Starts gracefully; what was not heard is said again after {@code retry} nanoseconds. */
  Cancels(EngineLink engine, Board board, long retry) {
    this.board = board;
    this.engine = engine;
    this.retry = retry;
  }

  /** Ends by force from now on. */
  void force() {
    mode = CancelMode.FORCED;
  }

  /** Asks for an attempt of which the handle has been learned, if it is not wanted any more. */
  void askIfUnwanted(Flight flight) {
    if (board.flights().contains(flight) && board.unwanted(flight)) {
      ask(List.of(flight));
    }
  }

  void ask(Collection<Flight> flights) {
    List<Flight> asked = new ArrayList<>();
    List<Handle> handles = new ArrayList<>();
    for (Flight flight : flights) {
      if (flight.handle != null) {
        asked.add(flight);
        handles.add(flight.handle);
      }
    }
    if (!handles.isEmpty()) {
      engine.cancel(
          handles,
          mode,
          () -> {
            unheard.addAll(asked);
            next = System.nanoTime() + retry;
          });
    }
  }

  /** What the engine could not be asked to end is running still. */
  void askAgain(long now) {
    if (!unheard.isEmpty() && now - next >= 0) {
      List<Flight> still =
          unheard.stream()
              .filter(flight -> board.flights().contains(flight) && board.unwanted(flight))
              .toList();
      unheard.clear();
      ask(still);
    }
  }

  /** Returns how long from {@code now} until something is to be said again, in nanoseconds. */
  long nanosToNext(long now) {
    return unheard.isEmpty() ? Long.MAX_VALUE : Math.max(0, next - now);
  }
}

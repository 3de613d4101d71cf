package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.spi.Capabilities;

/**
 * How much more may be begun: attempts as far as the engine and the options allow, runs as far as
 * their attempts will have room.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Room {

  private static final int IN_FLIGHT_PER_SLOT = 4;
  private static final int LEAST_IN_FLIGHT = 8;
  private static final int IN_FLIGHT_WITHOUT_SLOTS = 100;
  private static final int NATIVE_IN_FLIGHT_WITHOUT_SLOTS = 100_000;

  private final Board board;
  private final ExecutionOptions options;
  private final int slots;
  private final int maxInFlight;
  private boolean paused;

  Room(Board board, Capabilities capabilities, Lowering lowering, ExecutionOptions options) {
    this.board = board;
    this.options = options;
    this.slots = capabilities.slots();
    this.maxInFlight = maxInFlight(options, slots, lowering);
  }

  private static int maxInFlight(ExecutionOptions options, int slots, Lowering lowering) {
    int withoutSlots =
        lowering.mode() == Lowering.Mode.NATIVE
            ? NATIVE_IN_FLIGHT_WITHOUT_SLOTS
            : IN_FLIGHT_WITHOUT_SLOTS;
    long wanted = Math.max(LEAST_IN_FLIGHT, (long) slots * IN_FLIGHT_PER_SLOT);
    int followed = slots == 0 ? withoutSlots : (int) Math.min(Integer.MAX_VALUE, wanted);
    return Math.min(
        options.maxInFlight().orElse(followed), options.stopThreshold().orElse(Integer.MAX_VALUE));
  }

  /** Returns for how many more attempts there is room; not positive for none. */
  int forAttempts() {
    return maxInFlight - board.flights().size();
  }

  /**
   * Tells whether new attempts may be submitted. While attempts wait at the executor, submissions
   * gather: one sync of the journal serves them all.
   */
  boolean admitsAttempts() {
    int room = forAttempts();
    boolean executorHasPlenty =
        slots > 0 && board.flights().size() > 2 * slots && room < maxInFlight / IN_FLIGHT_PER_SLOT;
    return room > 0 && !executorHasPlenty;
  }

  /**
   * Tells whether another run may begin.
   *
   * @param preparing how many attempts will be there when all that is being prepared is prepared
   */
  boolean admitsRun(long preparing) {
    if (options.stopThreshold().isPresent()) {
      long begun = board.table().begunRuns();
      if (begun >= options.stopThreshold().getAsInt()) {
        paused = true;
      } else if (begun <= options.resumeThreshold().orElse(0)) {
        paused = false;
      }
    }
    return !paused && board.queues().ready() + preparing < forAttempts();
  }
}

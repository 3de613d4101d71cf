package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.sample.web.batch.Batches;
import io.github.batchrunner.sample.web.batch.PlanRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts, cancels and continues executions; thread-safe.
 *
 * <p>What was asked is in a file from before an execution starts until its order has ended. So a
 * service that was killed goes on when it is started again, and one that is shut down in order
 * detaches its executions, which the next start takes up. It is stopped after the web server.
 *
 * <p>It holds no lock: what excludes what is said in {@link Slot} and {@link Slots}.
 */
@Component
public final class Executions implements SmartLifecycle {

  private final Batches batches;
  private final OrderFiles orders;
  private final Slots slots;
  private final RequestedStart requested;
  private final History history;
  private final Resumption resumption;

  Executions(
      Batches batches,
      OrderFiles orders,
      Slots slots,
      RequestedStart requested,
      ResumedStart resumed,
      History history) {
    this.batches = batches;
    this.orders = orders;
    this.slots = slots;
    this.requested = requested;
    this.history = history;
    this.resumption = new Resumption(resumed::resume);
  }

  /**
   * What was started.
   *
   * @param execution its number; null if there was nothing to do
   * @param toRun how many tasks will run
   */
  public record Started(@Nullable Integer execution, long toRun) {}

  /**
   * Writes the controls into the base project, plans and starts; returns when it has begun.
   *
   * @param by who asks
   * @throws BatchBusyException if the batch is being run or started
   * @throws InvalidInputException if it cannot be planned as asked
   * @throws EngineUnavailableException if the engine cannot be reached; nothing has changed then
   */
  public Started start(String name, PlanRequest request, String by) {
    return requested.start(batches.get(name), request, by);
  }

  /**
   * Asks for the end of the execution that goes on, in whichever process; a second time forces it.
   *
   * @throws NothingRunsException if none does
   */
  public void cancel(String name) {
    BatchRunner batch = batches.get(name);
    // First of all, so that a restart does not go on with what was cancelled.
    Optional<Order> order = orders.order(name);
    order.ifPresent(each -> orders.end(name, each));
    Optional<RunningBatch> running =
        slots.get(name).running().filter(execution -> !execution.isOver());
    if (running.isPresent()) {
      running.get().cancel();
    } else if (batch.requestCancel().isEmpty() && order.isEmpty()) {
      throw new NothingRunsException(name);
    }
  }

  /**
   * One execution, and who asked this service for it.
   *
   * @param askedBy null if nobody did, as when a command line ran it
   */
  public record Known(ExecutionSummary execution, @Nullable String askedBy) {}

  /** Returns all executions of a batch, newest first. */
  public List<Known> history(String name) {
    return history.of(batches.get(name));
  }

  /** Goes on with what the service was asked before. */
  @Override
  public void start() {
    slots.open();
    resumption.start(orders.batchesWithOrder());
  }

  /** Leaves what runs to the engines, as far as they can finish it, and to the next start. */
  @Override
  public void stop() {
    slots.close();
    resumption.stop();
    slots.detachAll();
  }

  @Override
  public boolean isRunning() {
    return slots.isOpen();
  }

  /** After the web server when stopping, before it when starting. */
  @Override
  public int getPhase() {
    return 0;
  }
}

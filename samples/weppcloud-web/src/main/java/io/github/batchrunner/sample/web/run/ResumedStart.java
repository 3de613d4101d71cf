package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.sample.web.batch.Batches;
import io.github.batchrunner.sample.web.batch.NoSuchBatchException;
import io.github.batchrunner.spi.CloseMode;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The start that goes on with an order after a restart of the service; an order with which it
 * cannot go on is forgotten.
 *
 * <p>Thread-safe: it has no state of its own, and all is done within the slot of the batch.
 */
@Component
final class ResumedStart {

  private static final Logger LOG = LoggerFactory.getLogger(ResumedStart.class);

  private final Batches batches;
  private final Slots slots;
  private final Engine engine;
  private final OrderFiles orders;
  private final PlanStart plans;

  ResumedStart(Batches batches, Slots slots, Engine engine, OrderFiles orders, PlanStart plans) {
    this.batches = batches;
    this.slots = slots;
    this.engine = engine;
    this.orders = orders;
    this.plans = plans;
  }

  /**
   * Goes on with the order of a batch.
   *
   * @return why it has to be tried again later; empty if there is nothing more to try
   */
  Optional<String> resume(String name) {
    Slot slot = slots.get(name);
    if (!slot.tryEnter()) {
      return Optional.of("it is just being started");
    }
    try {
      Optional<Order> order = orders.order(name);
      if (!slots.isOpen() || order.isEmpty() || slot.running().isPresent()) {
        return Optional.empty();
      }
      return resume(name, slot, order.get());
    } finally {
      slot.leave();
    }
  }

  private Optional<String> resume(String name, Slot slot, Order order) {
    BatchRunner batch;
    BatchPlan plan;
    try {
      batch = batches.get(name);
      Optional<BatchOwner> owner = batch.owner();
      if (owner.isPresent()) {
        return Optional.of("it is being run by %s, which is watched".formatted(owner.get()));
      }
      if (hasEnded(batch, order)) {
        return forget(name, order, "it has ended meanwhile");
      }
      plan = batch.plan(order.remaining());
    } catch (NoSuchBatchException | InvalidInputException e) {
      return forget(name, order, String.valueOf(e.getMessage()));
    }
    if (plan.toRun() == 0) {
      return forget(name, order, "nothing is left to do");
    }
    try {
      resume(batch, slot, order, plan);
      return Optional.empty();
    } catch (EngineUnavailableException | BatchBusyException | InvalidInputException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Whoever ran the batch last since the order was given came to an end of it. */
  private static boolean hasEnded(BatchRunner batch, Order order) {
    List<ExecutionSummary> all = batch.statusReader().executions();
    if (all.isEmpty()) {
      return false;
    }
    ExecutionSummary latest = all.get(all.size() - 1);
    return !latest.startedAt().isBefore(order.at())
        && latest.ending().filter(ending -> ending != Ending.DETACHED).isPresent();
  }

  private Optional<String> forget(String name, Order order, String why) {
    LOG.info(
        "batch {}: what {} asked for at {} does not go on: {}", name, order.by(), order.at(), why);
    orders.end(name, order);
    return Optional.empty();
  }

  private void resume(BatchRunner batch, Slot slot, Order order, BatchPlan plan) {
    Engine.Lease lease = engine.lease(batch.pipeline());
    boolean started = false;
    try {
      int number = plans.start(batch, slot, lease, plan, order);
      started = true;
      LOG.info(
          "batch {}: execution {} goes on with what {} asked for at {}, {} tasks are left",
          batch.name(),
          number,
          order.by(),
          order.at(),
          plan.toRun());
    } finally {
      if (!started) {
        lease.close(CloseMode.CANCEL);
      }
    }
  }
}

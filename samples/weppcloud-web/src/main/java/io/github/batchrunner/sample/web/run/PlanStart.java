package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.plan.BatchPlan;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The start of a plan, by which an order is carried out: its execution takes its slot, those who
 * look at the batch follow it, and the order is forgotten when it has ended.
 *
 * <p>Thread-safe: it has no state of its own, and the caller has entered the slot.
 */
@Component
final class PlanStart {

  private static final Logger LOG = LoggerFactory.getLogger(PlanStart.class);

  private final OrderFiles orders;
  private final LiveBatches live;
  private final History history;

  PlanStart(OrderFiles orders, LiveBatches live, History history) {
    this.orders = orders;
    this.live = live;
    this.history = history;
  }

  /**
   * Starts a plan, and returns the number of its execution when it has begun.
   *
   * @param slot the slot of the batch, which is free
   * @param lease given back when the execution has ended, but not if this fails
   */
  int start(BatchRunner batch, Slot slot, Engine.Lease lease, BatchPlan plan, Order order) {
    String name = batch.name();
    LiveBatch watched = live.get(name);
    CompletableFuture<Integer> number = new CompletableFuture<>();
    orders.begin(name, order);
    watched.begin(plan);
    BatchExecution execution;
    try {
      execution =
          batch.start(
              plan,
              lease.executor(),
              ExecutionOptions.builder()
                  .listener(watched.listener())
                  .listener(new NumberListener(number))
                  .build());
    } catch (RuntimeException e) {
      watched.ended();
      throw e;
    }
    RunningBatch running =
        new RunningBatch(name, order, execution, lease, end -> ended(name, slot, order, end));
    slot.occupy(running);
    watched.began(execution);
    running.begin();
    int started = number.join();
    history.remember(batch, started, order);
    return started;
  }

  private record NumberListener(CompletableFuture<Integer> number) implements ExecutionListener {
    @Override
    public void executionStarted(ExecutionEvent.ExecutionStarted event) {
      number.complete(event.number());
    }
  }

  private void ended(String name, Slot slot, Order order, RunningBatch.End end) {
    try {
      if (end == RunningBatch.End.DONE) {
        orders.end(name, order);
      }
    } catch (BatchRunnerException e) {
      LOG.error("batch {}: its end is not remembered", name, e);
    } finally {
      slot.vacate();
      live.get(name).ended();
    }
  }
}

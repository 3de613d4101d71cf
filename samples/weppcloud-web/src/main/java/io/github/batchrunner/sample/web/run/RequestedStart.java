package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.sample.web.base.BaseControls;
import io.github.batchrunner.sample.web.batch.PlanChoice;
import io.github.batchrunner.sample.web.batch.PlanRequest;
import io.github.batchrunner.spi.CloseMode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The start that a person asks for: the controls are written into the base project, which makes a
 * plan and a new order.
 *
 * <p>Thread-safe: it has no state of its own, and all is done within the slot of the batch.
 */
@Component
final class RequestedStart {

  private final Slots slots;
  private final Engine engine;
  private final BaseControls controls;
  private final OrderFiles orders;
  private final PlanStart plans;
  private final Clock clock = Clock.systemUTC();

  RequestedStart(
      Slots slots, Engine engine, BaseControls controls, OrderFiles orders, PlanStart plans) {
    this.slots = slots;
    this.engine = engine;
    this.controls = controls;
    this.orders = orders;
    this.plans = plans;
  }

  /** Does what {@link Executions#start(String, PlanRequest, String)} says. */
  Executions.Started start(BatchRunner batch, PlanRequest request, String by) {
    Slot slot = slots.get(batch.name());
    slot.enter(by);
    try {
      slots.requireOpen();
      slot.requireFree(batch);
      return start(batch, slot, request, by);
    } finally {
      slot.leave();
    }
  }

  private Executions.Started start(BatchRunner batch, Slot slot, PlanRequest request, String by) {
    PlanChoice choice = PlanChoice.of(request);
    PlanOptions options = choice.options().build();
    Map<String, Map<String, Object>> forms = request.forms();
    if (!forms.isEmpty()) {
      batch.plan(options); // what cannot be planned at all is refused before anything is written
    }
    Engine.Lease lease = engine.lease(batch.pipeline());
    // Journals have times to the millisecond.
    Order order = new Order(by, clock.instant().truncatedTo(ChronoUnit.MILLIS), choice);
    boolean edited = false;
    boolean started = false;
    try {
      edited = !forms.isEmpty() && !controls.apply(batch, forms).isEmpty();
      BatchPlan plan = batch.plan(options);
      if (plan.toRun() == 0) {
        return new Executions.Started(null, 0);
      }
      int number = plans.start(batch, slot, lease, plan, order);
      started = true;
      return new Executions.Started(number, plan.toRun());
    } catch (BatchRunnerException e) {
      throw edited ? afterEdits(e) : e;
    } finally {
      if (!started) {
        orders.end(batch.name(), order);
        lease.close(CloseMode.CANCEL);
      }
    }
  }

  /** Says that the options were saved although nothing runs, in an exception of the same kind. */
  private static BatchRunnerException afterEdits(BatchRunnerException e) {
    String message =
        "the options of the base project were saved, but the batch was not started: "
            + e.getMessage();
    if (e instanceof BatchBusyException) {
      return new BatchBusyException(message);
    }
    if (e instanceof InvalidInputException) {
      return new InvalidInputException(message, e);
    }
    return new NotStartedException(message, e);
  }
}

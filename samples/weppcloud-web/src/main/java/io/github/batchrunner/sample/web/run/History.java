package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.status.ExecutionSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The executions of a batch, and who asked this service for which.
 *
 * <p>The journal has the executions, a file of the service who asked. Thread-safe: it has no state
 * of its own.
 */
@Component
final class History {

  private static final Logger LOG = LoggerFactory.getLogger(History.class);

  private final OrderFiles orders;

  History(OrderFiles orders) {
    this.orders = orders;
  }

  /** Remembers who asked for an execution that has just started. */
  void remember(BatchRunner batch, int number, Order order) {
    try {
      executions(batch).stream()
          .filter(each -> each.number() == number)
          .forEach(
              each ->
                  orders.asked(
                      batch.name(), new OrderFiles.Asked(number, each.startedAt(), order.by())));
    } catch (BatchRunnerException e) {
      LOG.warn(
          "batch {}: it will not be known who asked for execution {}", batch.name(), number, e);
    }
  }

  /** Returns all executions of a batch, newest first. */
  List<Executions.Known> of(BatchRunner batch) {
    List<OrderFiles.Asked> asked = orders.asked(batch.name());
    return executions(batch).stream()
        .map(execution -> new Executions.Known(execution, askedBy(asked, execution)))
        .sorted((one, other) -> other.execution().number() - one.execution().number())
        .toList();
  }

  private static List<ExecutionSummary> executions(BatchRunner batch) {
    return batch.statusReader().executions();
  }

  private static @Nullable String askedBy(
      List<OrderFiles.Asked> asked, ExecutionSummary execution) {
    return asked.stream()
        .filter(
            each ->
                each.number() == execution.number()
                    && each.startedAt().equals(execution.startedAt()))
        .map(OrderFiles.Asked::by)
        .findFirst()
        .orElse(null);
  }
}

package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;

/**
 * Lets a success count once its declared outputs have been seen, by a thread that may wait for the
 * disk.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class OutputCheck {

  private final Pipeline pipeline;
  private final Runs runs;
  private final RunWorkshop workshop;
  private final Mailbox mailbox;
  private final Endings endings;

  OutputCheck(
      Pipeline pipeline, Runs runs, RunWorkshop workshop, Mailbox mailbox, Endings endings) {
    this.pipeline = pipeline;
    this.runs = runs;
    this.workshop = workshop;
    this.mailbox = mailbox;
    this.endings = endings;
  }

  /** The engine says that an attempt succeeded, in milliseconds since the epoch. */
  void check(Flight flight, long at) {
    if (pipeline.task(flight.task).outputs().isEmpty()) {
      endings.ended(flight, TaskStatus.SUCCEEDED, null, at);
      return;
    }
    flight.settling = true;
    runs.work(
        () -> {
          Failure failure = null;
          try {
            failure =
                workshop
                    .missingOutput(flight.run, flight.task)
                    .map(output -> Failure.of(FailureKind.OUTPUT_MISSING, "it left no " + output))
                    .orElse(null);
          } catch (RuntimeException | Error e) {
            failure = Failure.of(FailureKind.INFRASTRUCTURE, "its outputs cannot be checked: " + e);
          }
          Failure found = failure;
          TaskStatus status = found == null ? TaskStatus.SUCCEEDED : TaskStatus.FAILED;
          mailbox.post(() -> endings.ended(flight, status, found, at));
        });
  }
}

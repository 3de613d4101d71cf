package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.estimate.History;
import io.github.batchrunner.core.estimate.WorkEstimate;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.spi.AttemptState;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long the execution will still take, told from what earlier executions and this one finished;
 * thought over once a second.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Forecast {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final WorkEstimate estimate;
  private final long started;
  private @Nullable TimeLeft timeLeft;
  private boolean looked;
  private long nextLook;

  /**
   * Creates the forecast of a plan.
   *
   * @param state what is known of earlier executions
   * @param started the present time, in milliseconds since the epoch
   */
  Forecast(BatchPlan plan, BatchState state, long started) {
    this.started = started;
    this.estimate =
        new History(plan.pipeline(), plan.runs(), state)
            .estimate(
                (task, version) ->
                    version.definition().equals(plan.versions().get(task).definition()));
    for (int run = 0; run < plan.runs().size(); run++) {
      for (int task = 0; task < plan.pipeline().size(); task++) {
        if (plan.runs(run, task)) {
          estimate.planned(run, task);
        }
      }
    }
  }

  /** A task has ended for good, its last attempt after so many milliseconds. */
  void ended(Flight flight, TaskStatus status, long millis) {
    boolean worked =
        status == TaskStatus.SUCCEEDED || (status == TaskStatus.FAILED && flight.began != 0);
    if (worked) {
      estimate.ended(flight.run, flight.task, millis);
    } else {
      estimate.dropped(flight.run, flight.task);
    }
  }

  /** A task will not run. */
  void skipped(int run, int task) {
    estimate.skipped(run, task);
  }

  /** Returns the time left, null while it is unknown; {@code now} is in milliseconds. */
  @Nullable TimeLeft timeLeft(Collection<Flight> flights, long now) {
    if (!looked || System.nanoTime() - nextLook >= 0) {
      looked = true;
      nextLook = System.nanoTime() + LOOK_NANOS;
      timeLeft = look(flights, now);
    }
    return timeLeft;
  }

  /** Returns the time left as it is at the end. */
  @Nullable TimeLeft last(Collection<Flight> flights, long now) {
    timeLeft = look(flights, now);
    return timeLeft;
  }

  private @Nullable TimeLeft look(Collection<Flight> flights, long now) {
    return estimate
        .timeLeft(
            started,
            now,
            visitor -> {
              for (Flight flight : flights) {
                if (flight.state == AttemptState.RUNNING && flight.began != 0) {
                  visitor.running(flight.run, flight.task, flight.began);
                }
              }
            })
        .orElse(null);
  }
}

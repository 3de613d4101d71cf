package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.spi.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells listeners what happens in the words of the batch; costs nothing while nobody listens. */
final class News {

  private final Announcer announcer;
  private final BatchPlan plan;
  private final Clock clock;

  News(Announcer announcer, BatchPlan plan, Clock clock) {
    this.announcer = announcer;
    this.plan = plan;
    this.clock = clock;
  }

  void runStarted(int run) {
    if (announcer.listening()) {
      announcer.announce(new ExecutionEvent.RunStarted(clock.instant(), plan.runs().id(run)));
    }
  }

  void runEnded(int run, boolean succeeded) {
    if (announcer.listening()) {
      announcer.announce(
          new ExecutionEvent.RunEnded(clock.instant(), plan.runs().id(run), succeeded));
    }
  }

  void taskStarted(Flight flight, Instant at) {
    if (announcer.listening()) {
      announcer.announce(
          new ExecutionEvent.TaskStarted(at, runId(flight), taskId(flight.task), flight.attempt));
    }
  }

  void taskEnded(
      Flight flight,
      TaskStatus status,
      long began,
      long at,
      @Nullable Failure failure,
      @Nullable Instant againAt) {
    if (announcer.listening()) {
      announcer.announce(
          new ExecutionEvent.TaskEnded(
              Instant.ofEpochMilli(at),
              runId(flight),
              taskId(flight.task),
              flight.attempt,
              status,
              Duration.ofMillis(at - began),
              failure,
              againAt));
    }
  }

  void taskSkipped(int run, int task, int need) {
    if (announcer.listening()) {
      announcer.announce(
          new ExecutionEvent.TaskSkipped(
              clock.instant(), plan.runs().id(run), taskId(task), taskId(need)));
    }
  }

  void engineUnavailable(String reason) {
    if (announcer.listening()) {
      announcer.announce(new ExecutionEvent.EngineUnavailable(clock.instant(), reason));
    }
  }

  private String runId(Flight flight) {
    return plan.runs().id(flight.run);
  }

  private String taskId(int task) {
    return plan.pipeline().task(task).id();
  }
}

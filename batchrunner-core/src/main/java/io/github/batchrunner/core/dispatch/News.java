package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.CanaryRun;
import io.github.batchrunner.spi.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what happens in the words of the batch: to listeners, to the logs of runs, to the log of
 * the host, and to the forecast.
 *
 * <p>Events are made only where somebody takes them. Belongs to the dispatcher's thread.
 */
final class News {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final String batch;
  private final Announcer announcer;
  private final RunLogs logs;
  private final Forecast forecast;
  private final BatchPlan plan;
  private final Clock clock;
  private @Nullable Instant awaySince;

  News(
      String batch,
      Announcer announcer,
      RunLogs logs,
      Forecast forecast,
      BatchPlan plan,
      Clock clock) {
    this.batch = batch;
    this.announcer = announcer;
    this.logs = logs;
    this.forecast = forecast;
    this.plan = plan;
    this.clock = clock;
  }

  /** Returns the logs of runs that it tells. */
  RunLogs logs() {
    return logs;
  }

  /** Returns the forecast that it tells. */
  Forecast forecast() {
    return forecast;
  }

  void executionStarted(ExecutionRecord execution, long runs, long tasks) {
    LOG.info(
        "batch {}: execution {} begins, {} runs with {} tasks, executor {}",
        batch,
        execution.number(),
        runs,
        tasks,
        execution.executor());
    announce(
        () ->
            new ExecutionEvent.ExecutionStarted(
                clock.instant(), execution.number(), execution.executor(), runs, tasks));
  }

  void executionEnded(BatchResult result, @Nullable Throwable broken) {
    LOG.info(
        "batch {}: execution {}, {} tasks succeeded, {} failed, {} skipped, in {}",
        batch,
        broken != null ? "broke" : result.ending().name().toLowerCase(Locale.ROOT),
        result.progress().tasks().succeeded(),
        result.progress().tasks().failed(),
        result.progress().tasks().skipped(),
        result.progress().elapsed());
    announce(
        () ->
            new ExecutionEvent.ExecutionEnded(
                clock.instant(), result, broken == null ? null : broken.toString()));
  }

  void canaryChosen(CanaryRun canary) {
    announce(
        canary.run(),
        () ->
            new ExecutionEvent.CanaryChosen(
                clock.instant(), plan.runs().id(canary.run()), canary.why()));
  }

  void runStarted(int run) {
    announce(run, () -> new ExecutionEvent.RunStarted(clock.instant(), plan.runs().id(run)));
  }

  void runEnded(int run, boolean succeeded) {
    announce(
        run, () -> new ExecutionEvent.RunEnded(clock.instant(), plan.runs().id(run), succeeded));
  }

  void taskStarted(Flight flight, Instant at) {
    announce(
        flight.run,
        () ->
            new ExecutionEvent.TaskStarted(at, runId(flight), taskId(flight.task), flight.attempt));
    if (LOG.isDebugEnabled()) {
      debug(flight, "begins");
    }
  }

  void taskEnded(
      Flight flight,
      TaskStatus status,
      long began,
      long at,
      @Nullable Failure failure,
      @Nullable Instant againAt) {
    // One that was taken back is left for later, or skipped yet.
    if (againAt == null && status != TaskStatus.WITHDRAWN) {
      forecast.ended(flight, status, at - began);
    }
    announce(
        flight.run,
        () ->
            new ExecutionEvent.TaskEnded(
                Instant.ofEpochMilli(at),
                runId(flight),
                taskId(flight.task),
                flight.attempt,
                status,
                Duration.ofMillis(at - began),
                failure,
                againAt));
    if (LOG.isDebugEnabled()) {
      debug(
          flight,
          status
              + (failure == null ? "" : " (" + failure.kind() + ": " + failure.message() + ")")
              + (againAt == null ? "" : ", another attempt follows"));
    }
  }

  private void debug(Flight flight, String what) {
    LogContext.of(runId(flight), taskId(flight.task), flight.attempt)
        .run(() -> LOG.debug("attempt {}: {}", flight.token, what));
  }

  void taskSkipped(int run, int task, int need) {
    forecast.skipped(run, task);
    announce(
        run,
        () ->
            new ExecutionEvent.TaskSkipped(
                clock.instant(), plan.runs().id(run), taskId(task), taskId(need)));
  }

  void engineUnavailable(String reason) {
    LOG.warn("batch {}: the engine cannot be reached: {}", batch, reason);
    if (awaySince == null) {
      awaySince = clock.instant();
    }
    announce(() -> new ExecutionEvent.EngineUnavailable(clock.instant(), reason));
  }

  /** There is nothing to say about the engine: if it could not be reached, it can be now. */
  void engineIsWell() {
    Instant since = awaySince;
    if (since != null) {
      Duration outage = Duration.between(since, clock.instant());
      LOG.info("batch {}: the engine answers again, after {}", batch, outage);
      awaySince = null;
      announce(() -> new ExecutionEvent.EngineAvailable(clock.instant(), outage));
    }
  }

  private void announce(Supplier<ExecutionEvent> event) {
    if (announcer.listening()) {
      announcer.announce(event.get());
    }
  }

  private void announce(int run, Supplier<ExecutionEvent> event) {
    boolean listening = announcer.listening();
    if (listening || logs.kept()) {
      ExecutionEvent made = event.get();
      logs.add(run, made);
      if (listening) {
        announcer.announce(made);
      }
    }
  }

  private String runId(Flight flight) {
    return plan.runs().id(flight.run);
  }

  private String taskId(int task) {
    return plan.pipeline().task(task).id();
  }
}

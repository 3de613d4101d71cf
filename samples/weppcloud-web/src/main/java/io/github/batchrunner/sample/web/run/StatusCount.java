package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.ExecutionSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the status of a batch is counted: from its table, from what the journal said last, and from
 * the execution of this process if there is one.
 *
 * <p>Not thread-safe: guarded by the monitor of the {@link LiveTable} that has it.
 */
final class StatusCount {

  private final String batch;
  private BatchStatus counts;
  private Optional<ExecutionSummary> latest;
  private Optional<BatchOwner> owner;
  private Optional<TimeLeft> timeLeft;
  private String note;
  private @Nullable Here here;

  /** An execution of this process. */
  private static final class Here {
    private final Instant since;
    private @Nullable BatchExecution execution;
    private @Nullable Integer number;
    private @Nullable String executor;

    Here(Instant since) {
      this.since = since;
    }
  }

  StatusCount(String batch, Truth truth) {
    this.batch = batch;
    this.counts = truth.status();
    this.latest = truth.latest();
    this.owner = truth.owner();
    this.timeLeft = truth.timeLeft();
    this.note = truth.note();
  }

  /** The journal says something else. */
  void read(Truth truth) {
    counts = truth.status();
    latest = truth.latest();
    owner = truth.owner();
    timeLeft = truth.timeLeft();
    note = truth.note();
  }

  /** The journal has other failures. */
  void readFailures(BatchStatus status) {
    counts = status;
  }

  boolean hasFailures() {
    return !counts.failures().isEmpty();
  }

  /** An execution of this process is about to start. */
  void begin(Instant now) {
    here = new Here(now);
  }

  void began(BatchExecution execution) {
    if (here != null) {
      here.execution = execution;
    }
  }

  void numbered(int number, String executor) {
    if (here != null) {
      here.number = number;
      here.executor = executor;
    }
  }

  void end() {
    here = null;
  }

  /** Tells whether this process runs the batch. */
  boolean isRunHere() {
    return here != null;
  }

  /** Tells whether another process ran the batch when the journal was read. */
  boolean isRunElsewhere() {
    return here == null && owner.isPresent();
  }

  boolean isRunning() {
    return here != null || owner.isPresent();
  }

  /** Counts a table, which is at a position. */
  LiveStatus count(StateTable table, Position at, Instant now) {
    boolean active = isRunning();
    BatchStatus counted =
        new BatchStatus(
            batch,
            active ? BatchStatus.State.RUNNING : counts.state(),
            table.runCounts(active),
            table.taskCounts(),
            counts.failures());
    Here running = here;
    return running == null
        ? asTheJournalSays(at, counted, active, now)
        : asTheExecutionSays(at, counted, running, now);
  }

  private static LiveStatus asTheExecutionSays(
      Position at, BatchStatus counted, Here running, Instant now) {
    Progress progress = running.execution == null ? null : running.execution.progress();
    return new LiveStatus(
        at,
        counted,
        running.number,
        progress == null ? Duration.between(running.since, now) : progress.elapsed(),
        progress == null ? null : progress.timeLeftOrNull(),
        progress == null ? "" : progress.note(),
        running.executor,
        null);
  }

  private LiveStatus asTheJournalSays(
      Position at, BatchStatus counted, boolean active, Instant now) {
    return new LiveStatus(
        at,
        counted,
        active ? latest.map(ExecutionSummary::number).orElse(null) : null,
        latest.map(execution -> elapsed(execution, active, now)).orElse(null),
        active ? timeLeft.orElse(null) : null,
        note,
        latest.map(ExecutionSummary::executor).orElse(null),
        owner.map(BatchOwner::toString).orElse(null));
  }

  private static @Nullable Duration elapsed(
      ExecutionSummary execution, boolean active, Instant now) {
    Instant end = execution.endedAtOrNull();
    Instant until = end == null && active ? now : end;
    return until == null ? null : Duration.between(execution.startedAt(), until);
  }
}

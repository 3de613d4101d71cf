package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The table of a batch and its status, which change together: whoever asks sees both of one moment.
 *
 * <p>Thread-safe: its monitor guards all that it has, the {@link StateTable} and the {@link
 * StatusCount} too. While it is held no other lock is taken and no file is opened, so whoever holds
 * another lock may call it.
 */
final class LiveTable {

  /** How old a status may be while the batch runs, and how old the journal of another process. */
  private static final Duration AGE = Duration.ofSeconds(1);

  private final Clock clock;
  private final StatusCount standing;
  private StateTable table;

  /** Another one for each table of other runs or tasks. */
  private String epoch;

  /** What told that the journal is as it is shown; null if it is to be read in any case. */
  private @Nullable Stamp stamp;

  private Instant readAt = Instant.EPOCH;
  private @Nullable LiveStatus status;
  private Instant statusAt = Instant.EPOCH;

  LiveTable(String batch, Truth truth, Clock clock) {
    this.clock = clock;
    this.standing = new StatusCount(batch, truth);
    this.table = new StateTable(truth.runs(), truth.pipeline());
    this.epoch = newEpoch();
    show(truth);
  }

  private static String newEpoch() {
    return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
  }

  // What is to be seen.

  synchronized Position position() {
    return new Position(epoch, table.step());
  }

  synchronized Pipeline pipeline() {
    return table.pipeline();
  }

  synchronized LiveBatch.Runs runs() {
    table.advance();
    return new LiveBatch.Runs(
        position(),
        table.pipeline(),
        table.runs(),
        IntStream.range(0, table.runs().size()).mapToObj(table::text).toList());
  }

  /** Returns what has changed since a position; empty if that is none of this table. */
  synchronized Optional<LiveBatch.Changes> changesSince(Position known) {
    if (!known.epoch().equals(epoch) || known.step() < 0 || known.step() > table.step()) {
      return Optional.empty();
    }
    IntStream runs =
        known.step() == table.step() ? IntStream.empty() : table.changedSince(known.step());
    return Optional.of(
        new LiveBatch.Changes(
            position(), runs.mapToObj(run -> new LiveBatch.Change(run, table.text(run))).toList()));
  }

  synchronized Optional<LiveBatch.Task> task(String runId, String taskId) {
    int run = table.run(runId);
    int task = table.task(taskId);
    if (run < 0 || task < 0) {
      return Optional.empty();
    }
    boolean ended =
        switch (table.letter(run, task)) {
          case SUCCEEDED, FAILED, SKIPPED, DISABLED -> true;
          case RUNNING, WAITING -> !standing.isRunning();
        };
    return Optional.of(new LiveBatch.Task(table.attempts(run, task), ended));
  }

  synchronized Optional<Integer> run(String runId) {
    int run = table.run(runId);
    return run < 0 ? Optional.empty() : Optional.of(run);
  }

  synchronized int feature(int run) {
    return table.runs().feature(run);
  }

  /** Returns the status: the same object until something is new. */
  synchronized LiveStatus status() {
    LiveStatus known = status;
    if (known != null && (!standing.isRunning() || !isOver(statusAt))) {
      return known;
    }
    table.advance();
    LiveStatus now = standing.count(table, position(), clock.instant());
    status = now;
    statusAt = clock.instant();
    return now;
  }

  private boolean isOver(Instant since) {
    return Duration.between(since, clock.instant()).compareTo(AGE) >= 0;
  }

  /** Makes what has changed a step. */
  synchronized void advance() {
    table.advance();
  }

  // What an execution of this process changes.

  /** An execution is about to start: what it plans to run waits from now on. */
  synchronized void begin(BatchPlan plan) {
    standing.begin(clock.instant());
    adopt(table.runs(), plan.pipeline());
    int width = plan.pipeline().size();
    for (int planned = 0; planned < plan.runs().size(); planned++) {
      int run = table.run(plan.runs().id(planned));
      for (int task = 0; run >= 0 && task < width; task++) {
        if (plan.runs(planned, task)) {
          table.set(run, task, Letter.WAITING);
        }
      }
    }
    status = null;
  }

  synchronized void began(BatchExecution execution) {
    standing.began(execution);
  }

  synchronized void numbered(int number, String executor) {
    standing.numbered(number, executor);
    status = null;
  }

  /**
   * A task stands elsewhere.
   *
   * @param attempt which attempt of it; 0 if none
   */
  synchronized void set(String runId, String taskId, Letter letter, int attempt) {
    int run = table.run(runId);
    int task = table.task(taskId);
    if (run >= 0 && task >= 0) {
      table.set(run, task, letter);
      table.attempts(run, task, Math.max(attempt, table.attempts(run, task)));
    }
  }

  /** Tells whether this process runs the batch. */
  synchronized boolean isRunHere() {
    return standing.isRunHere();
  }

  /**
   * The execution has ended, and the journal says how: nobody is to see the end with what the
   * journal said at the start.
   */
  synchronized void end(Truth truth, Stamp as) {
    standing.end();
    show(truth);
    stamp = as;
  }

  /** The execution has ended, and how is to be read yet. */
  synchronized void end() {
    standing.end();
    stamp = null;
    status = null;
  }

  // What the journal says.

  /**
   * Tells whether there is no need to look at the journal: events tell more; and one that is
   * written all the time is not read always.
   */
  synchronized boolean isFresh() {
    return standing.isRunHere() || (stamp != null && standing.isRunElsewhere() && !isOver(readAt));
  }

  /** Tells whether there is no need to read the journal, which is as the stamp says. */
  synchronized boolean isFresh(Stamp now) {
    return isFresh() || now.equals(stamp);
  }

  /** Shows what the journal says, unless an execution of this process has begun meanwhile. */
  synchronized void showUnlessRunHere(Truth truth, Stamp as) {
    if (!standing.isRunHere()) {
      show(truth);
      stamp = as;
    }
  }

  /** Shows what the journal says. */
  synchronized void show(Truth truth) {
    adopt(truth.runs(), truth.pipeline());
    StatusReader reader = truth.readerOrNull();
    for (int run = 0; reader != null && run < truth.runs().size(); run++) {
      TaskOutcome[] outcomes = reader.outcomes(run);
      for (int task = 0; task < outcomes.length; task++) {
        table.set(run, task, Letter.of(outcomes[task]));
        table.attempts(run, task, reader.attempt(run, task).attempts());
      }
    }
    standing.read(truth);
    readAt = clock.instant();
    status = null;
  }

  /** Makes it a table of these runs and tasks, a new one if it is of others. */
  private void adopt(RunTable runs, Pipeline pipeline) {
    if (!table.isOf(runs, pipeline)) {
      table = new StateTable(runs, pipeline);
      epoch = newEpoch();
    }
  }

  synchronized boolean hasFailures() {
    return standing.hasFailures();
  }

  /** Takes over the failures of the execution of this process; false if it goes on no more. */
  synchronized boolean takeFailures(BatchStatus now) {
    if (standing.isRunHere()) {
      standing.readFailures(now);
      return true;
    }
    return false;
  }
}

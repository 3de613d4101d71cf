package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.RunTable;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What those who look at a batch see: one table for all of them.
 *
 * <p>While this process runs the batch the table follows the events of the execution. Otherwise it
 * follows the journal, which is read again when it has changed and somebody looks.
 *
 * <p>Thread-safe without a lock of its own: the table guards what it shows, each reader when it
 * reads.
 */
public final class LiveBatch {

  private final LiveTable table;
  private final JournalReader journal;
  private final FailureReader failures;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /** The runs and where their tasks stand, all at one moment. */
  public record Runs(Position at, Pipeline pipeline, RunTable table, List<String> states) {}

  /** Runs that have changed. */
  public record Changes(Position at, List<Change> runs) {}

  /** A run that has changed: its number, and the letters of its tasks. */
  public record Change(int run, String state) {}

  /**
   * Where a task of a run stands.
   *
   * @param attempts how many attempts there were
   * @param ended whether the latest of them goes on no more, as far as is known
   */
  public record Task(int attempts, boolean ended) {}

  LiveBatch(BatchRunner batch, Clock clock) {
    this.table = new LiveTable(batch.name(), Truth.read(batch, clock.instant()), clock);
    this.journal = new JournalReader(batch, table, clock);
    this.failures = new FailureReader(batch, table, journal, clock);
  }

  // What is to be seen.

  /** Returns where all runs stand. */
  public Runs runs() {
    journal.refresh();
    return table.runs();
  }

  /** Returns where the batch stands in numbers; while it runs, as of at most a second ago. */
  public LiveStatus status() {
    journal.refresh();
    failures.refresh();
    return table.status();
  }

  /** Returns the same without a look at the journal: the same object until something is new. */
  public LiveStatus statusNow() {
    return table.status();
  }

  /** Returns the pipeline of the table. */
  public Pipeline pipeline() {
    return table.pipeline();
  }

  /** Returns how far the table is. */
  public Position position() {
    return table.position();
  }

  /**
   * Returns what has changed since somebody knew the table; empty if that was another table, of
   * which nothing is known.
   */
  public Optional<Changes> changesSince(Position known) {
    return table.changesSince(known);
  }

  /** Returns where a task of a run stands; empty if there is no such run or task. */
  public Optional<Task> task(String runId, String taskId) {
    journal.refresh();
    return table.task(runId, taskId);
  }

  /** Returns the number of a run; empty if there is none of that id. */
  public Optional<Integer> run(String runId) {
    journal.refresh();
    return table.run(runId);
  }

  /** Returns the index of the feature of a run, by its number. */
  public int feature(int run) {
    return table.feature(run);
  }

  // Those who look.

  /** Adds somebody who looks. */
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** Removes somebody who looked. */
  public void leave(Watcher watcher) {
    watchers.remove(watcher);
  }

  /** Makes what has changed a step, and lets those who look see it. */
  void tick() {
    table.advance();
    watchers.forEach(Watcher::look);
  }

  /** Looks at the journal, if somebody looks at the batch. */
  void lookAtJournal() {
    if (!watchers.isEmpty()) {
      journal.refresh();
      failures.refresh();
    }
  }

  /** Lets all go who look. */
  void end() {
    watchers.forEach(Watcher::end);
    watchers.clear();
  }

  // An execution of this process.

  /** An execution of this process is about to start: what it plans to run waits from now on. */
  void begin(BatchPlan plan) {
    journal.refresh();
    table.begin(plan);
  }

  /** Returns who tells the table what an execution of this process does. */
  ExecutionListener listener() {
    return new Follower(table, journal, failures);
  }

  /** The execution that was about to start goes on. */
  void began(BatchExecution execution) {
    table.began(execution);
  }

  /** The execution that was about to start, or went on, does not any more. */
  void ended() {
    journal.readEnd();
    tick();
  }
}

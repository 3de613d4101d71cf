package io.github.batchrunner.core.status;

import io.github.batchrunner.core.estimate.History;
import io.github.batchrunner.core.estimate.WorkEstimate;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.spi.Failure;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Computes where the runs and tasks of a batch stand. Not thread-safe. */
public final class StatusReader {

  private final Pipeline pipeline;
  private final RunTable runs;
  private final BatchState state;
  private final TaskSelection selection;
  private final boolean active;
  private final boolean[] enabled;
  private final int[][] needs;
  private final List<BatchState.TaskView> views;

  /**
   * Prepares reading.
   *
   * @param active whether a process runs the batch now
   */
  public StatusReader(
      Pipeline pipeline, RunTable runs, TaskSelection selection, BatchState state, boolean active) {
    this.pipeline = pipeline;
    this.runs = runs;
    this.state = state;
    this.selection = selection;
    this.active = active;
    this.enabled = new boolean[pipeline.size()];
    IntStream.range(0, enabled.length)
        .forEach(task -> enabled[task] = selection.enabled(pipeline.task(task)));
    this.needs = pipeline.needsThrough(task -> !enabled[task]);
    this.views = pipeline.tasks().stream().map(task -> state.task(task.id())).toList();
  }

  /** Returns what every run does. */
  public Pipeline pipeline() {
    return pipeline;
  }

  /** Returns the runs. */
  public RunTable runs() {
    return runs;
  }

  /** Returns the check-boxes. */
  public TaskSelection selection() {
    return selection;
  }

  /** Tells whether the check-box of a task is on. */
  public boolean enabled(int task) {
    return enabled[task];
  }

  /** Returns where each task of a run stands, by task number. */
  public TaskOutcome[] outcomes(int run) {
    int known = state.runNumber(runs.id(run));
    TaskOutcome[] outcomes = new TaskOutcome[pipeline.size()];
    for (int task = 0; task < outcomes.length; task++) {
      outcomes[task] = outcome(task, known, outcomes);
    }
    return outcomes;
  }

  private TaskOutcome outcome(int task, int known, TaskOutcome[] outcomes) {
    if (!enabled[task]) {
      return TaskOutcome.DISABLED;
    }
    return switch (views.get(task).status(known)) {
      case SUCCEEDED -> TaskOutcome.SUCCEEDED;
      case FAILED, LOST, CANCELLED -> TaskOutcome.FAILED;
      case SUBMITTED -> active ? TaskOutcome.RUNNING : TaskOutcome.WAITING;
      case NEW, WITHDRAWN -> needFailed(task, outcomes) ? TaskOutcome.SKIPPED : TaskOutcome.WAITING;
    };
  }

  private boolean needFailed(int task, TaskOutcome[] outcomes) {
    for (int need : needs[task]) {
      if (outcomes[need] == TaskOutcome.FAILED || outcomes[need] == TaskOutcome.SKIPPED) {
        return true;
      }
    }
    return false;
  }

  /** Returns where a run stands: the worst of its tasks. */
  public TaskOutcome outcome(TaskOutcome[] tasks) {
    return TaskOutcome.ofRun(tasks, active);
  }

  /** Returns the latest attempt of a task of a run. */
  public TaskAttempt attempt(int run, int task) {
    BatchState.TaskState found = views.get(task).state(state.runNumber(runs.id(run)));
    return new TaskAttempt(found.attempts(), found.began(), found.ended());
  }

  /** Returns why the latest attempt of a task of a run failed. */
  public Optional<Failure> failure(int run, int task) {
    return views.get(task).failure(state.runNumber(runs.id(run)));
  }

  /** Returns the failure of a task of a run that failed, whether the journal says why or not. */
  public TaskFailure taskFailure(int run, int task) {
    return TaskFailure.of(pipeline.task(task).id(), runs.id(run), failure(run, task));
  }

  /** Returns the executions of the batch, oldest first. */
  public List<ExecutionSummary> executions() {
    return state.executions().stream()
        .map(
            execution ->
                new ExecutionSummary(
                    execution.number(),
                    execution.executor(),
                    execution.host(),
                    execution.pid(),
                    execution.startedAt(),
                    execution.finish().map(ExecutionRecord.Finish::at).orElse(null),
                    execution.finish().map(ExecutionRecord.Finish::ending).orElse(null),
                    execution.finish().map(ExecutionRecord.Finish::reason).orElse("")))
        .toList();
  }

  /** Returns the numbers for the whole batch. */
  public BatchStatus status(String batch) {
    Map<TaskOutcome, Long> runCounts = new EnumMap<>(TaskOutcome.class);
    Map<TaskOutcome, Long> taskCounts = new EnumMap<>(TaskOutcome.class);
    FailureGroups groups = new FailureGroups(pipeline, runs);
    for (int run = 0; run < runs.size(); run++) {
      TaskOutcome[] outcomes = outcomes(run);
      runCounts.merge(outcome(outcomes), 1L, Long::sum);
      for (int task = 0; task < outcomes.length; task++) {
        taskCounts.merge(outcomes[task], 1L, Long::sum);
        if (outcomes[task] == TaskOutcome.FAILED) {
          groups.failed(run, task, taskFailure(run, task), attempt(run, task).ended());
        } else if (outcomes[task] == TaskOutcome.SUCCEEDED) {
          groups.succeeded(task);
        }
      }
    }
    BatchStatus.Counts counted = BatchStatus.Counts.of(runCounts);
    return new BatchStatus(
        batch,
        state(counted),
        counted,
        BatchStatus.Counts.of(taskCounts),
        groups.mostFrequentFirst());
  }

  /**
   * Returns how long the execution that goes on at the moment {@code now} will still take; empty if
   * none does, or too little has finished to tell.
   */
  public Optional<TimeLeft> timeLeft(Instant now) {
    return state
        .latestExecution()
        .filter(execution -> active)
        .flatMap(execution -> timeLeft(execution.startedAt(), now));
  }

  private Optional<TimeLeft> timeLeft(Instant started, Instant now) {
    History history = new History(pipeline, runs, state);
    WorkEstimate estimate = history.estimate((task, version) -> true);
    for (int run = 0; run < runs.size(); run++) {
      TaskOutcome[] outcomes = outcomes(run);
      for (int task = 0; task < outcomes.length; task++) {
        if (outcomes[task] == TaskOutcome.RUNNING || outcomes[task] == TaskOutcome.WAITING) {
          estimate.planned(run, task);
        }
      }
    }
    return estimate.timeLeft(history.workPerSecond(started, now));
  }

  private BatchStatus.State state(BatchStatus.Counts counted) {
    Optional<ExecutionRecord> latest = state.latestExecution();
    if (active) {
      return BatchStatus.State.RUNNING;
    }
    if (latest.isEmpty()) {
      return BatchStatus.State.NEW;
    }
    if (latest.get().finish().isEmpty()) {
      return BatchStatus.State.INTERRUPTED;
    }
    if (counted.succeeded() == counted.total()) {
      return BatchStatus.State.SUCCEEDED;
    }
    return switch (latest.get().finish().get().ending()) {
      case CANCELLED -> BatchStatus.State.CANCELLED;
      case STOPPED -> BatchStatus.State.STOPPED;
      case DETACHED -> BatchStatus.State.DETACHED;
      case COMPLETED ->
          counted.failed() > 0 ? BatchStatus.State.FAILED : BatchStatus.State.INCOMPLETE;
    };
  }
}

package io.github.batchrunner.core.explain;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.failure.FailureSignature;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskFailure;
import io.github.batchrunner.core.status.TaskOutcome;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Handle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Explains one run. Not thread-safe. */
public final class Explainer {

  private static final int MOST_NAMED = 3;

  private final BatchState state;
  private final StatusReader reader;
  private final BatchPlan plan;
  private final Surroundings surroundings;
  private final PendingQuestion pending;
  private final Pipeline pipeline;
  private final int[][] needs;
  private final String runId;
  private final int known;
  private final TaskOutcome[] outcomes;
  private final @Nullable BatchOwner owner;
  private final PastPipelines past;
  private final Changes changes;

  /**
   * Prepares the explanation.
   *
   * @param reader where the one run stands
   * @param plan of the one run
   */
  public Explainer(
      BatchState state,
      StatusReader reader,
      BatchPlan plan,
      Surroundings surroundings,
      PendingQuestion pending) {
    this.state = state;
    this.reader = reader;
    this.plan = plan;
    this.surroundings = surroundings;
    this.pending = pending;
    this.pipeline = plan.pipeline();
    this.needs = pipeline.needsThrough(task -> !reader.enabled(task));
    this.runId = plan.runs().id(0);
    this.known = state.runNumber(runId);
    this.outcomes = reader.outcomes(0);
    this.owner = surroundings.owner().orElse(null);
    this.past = new PastPipelines(state.executions());
    this.changes = new Changes(state, plan, surroundings, past);
  }

  /** Explains the run as a whole. */
  public RunExplanation run() {
    List<TaskExplanation> tasks = IntStream.range(0, pipeline.size()).mapToObj(this::task).toList();
    TaskOutcome outcome = reader.outcome(outcomes);
    return new RunExplanation(
        runId,
        surroundings.directory(),
        Files.isDirectory(surroundings.directory()),
        surroundings.olderBase(),
        outcome,
        because(outcome, tasks),
        tasks);
  }

  private static String because(TaskOutcome outcome, List<TaskExplanation> tasks) {
    if (outcome == TaskOutcome.SUCCEEDED) {
      return "all tasks whose check-box is on have succeeded";
    }
    // A run waits or runs by its first task that does either.
    List<TaskExplanation> telling =
        tasks.stream()
            .filter(
                task ->
                    outcome == TaskOutcome.FAILED
                        ? task.state() == TaskOutcome.FAILED
                        : task.state() == TaskOutcome.RUNNING
                            || task.state() == TaskOutcome.WAITING)
            .limit(outcome == TaskOutcome.FAILED ? MOST_NAMED : 1)
            .toList();
    return telling.stream()
        .map(task -> task.taskId() + " " + task.situation().sentence())
        .collect(Collectors.joining("; "));
  }

  /**
   * Explains one of its tasks.
   *
   * @throws InvalidInputException if there is no such task; the nearest one is named
   */
  public TaskExplanation task(String taskId) {
    return task(pipeline.number(taskId));
  }

  private TaskExplanation task(int task) {
    TaskDefinition definition = pipeline.task(task);
    BatchState.TaskView view = state.task(definition.id());
    return new TaskExplanation(
        definition.id(),
        definition.label(),
        outcomes[task],
        situation(task),
        view.attempts(known),
        view.status(known) == TaskStatus.NEW ? null : attempt(task),
        new Outlook(plan.reason(0, task), plan.explain(0, task), changes.of(task)));
  }

  private Situation situation(int task) {
    return switch (outcomes[task]) {
      case DISABLED -> new Situation.SwitchedOff(switchedOff(pipeline.task(task)));
      case SUCCEEDED -> new Situation.Succeeded();
      case FAILED -> new Situation.Failed(reader.taskFailure(0, task));
      case SKIPPED -> new Situation.Skipped(failedNeeds(task));
      case RUNNING -> owner == null ? endNotKnown(task) : atEngine(task, owner);
      case WAITING -> waiting(task);
    };
  }

  /** WEPPcloud has a check-box for each task besides that of the group. */
  private String switchedOff(TaskDefinition definition) {
    return reader.selection().enabled(definition.group()) ? definition.id() : definition.group();
  }

  private List<Situation.FailedNeed> failedNeeds(int task) {
    Set<Integer> failed = new LinkedHashSet<>();
    collectFailed(task, failed, new LinkedHashSet<>());
    return failed.stream()
        .limit(MOST_NAMED)
        .map(
            need -> new Situation.FailedNeed(pipeline.task(need).id(), reader.taskFailure(0, need)))
        .toList();
  }

  private void collectFailed(int task, Set<Integer> failed, Set<Integer> seen) {
    for (int need : needs[task]) {
      if (outcomes[need] == TaskOutcome.FAILED) {
        failed.add(need);
      } else if (outcomes[need] == TaskOutcome.SKIPPED && seen.add(need)) {
        collectFailed(need, failed, seen);
      }
    }
  }

  private Situation waiting(int task) {
    TaskStatus status = state.task(pipeline.task(task).id()).status(known);
    if (status == TaskStatus.SUBMITTED) {
      return endNotKnown(task);
    }
    if (owner == null) {
      return new Situation.NobodyRuns(status == TaskStatus.WITHDRAWN);
    }
    List<Situation.OpenNeed> open = new ArrayList<>();
    for (int need : needs[task]) {
      if (outcomes[need] == TaskOutcome.RUNNING || outcomes[need] == TaskOutcome.WAITING) {
        open.add(new Situation.OpenNeed(pipeline.task(need).id(), outcomes[need]));
      }
    }
    return open.isEmpty()
        ? new Situation.WaitsForItsTurn(owner)
        : new Situation.WaitsForTasks(open, owner);
  }

  private Situation endNotKnown(int task) {
    return new Situation.EndNotKnown(execution(task));
  }

  private Situation atEngine(int task, BatchOwner by) {
    Handle handle = handle(task);
    ExecutionSummary execution = execution(task);
    String executor = execution == null ? "" : execution.executor();
    return new Situation.AtEngine(
        executor, handle.nativeId(), by, pending.ask(executor, handle).orElse(null));
  }

  private Handle handle(int task) {
    String taskId = pipeline.task(task).id();
    AttemptToken token = state.token(known, state.task(taskId).attempts(known), taskId);
    return new Handle(token, state.task(taskId).nativeId(known).orElse(token.value()));
  }

  private @Nullable ExecutionSummary execution(int task) {
    int number = state.task(pipeline.task(task).id()).execution(known);
    return reader.executions().stream()
        .filter(execution -> execution.number() == number)
        .findFirst()
        .orElse(null);
  }

  private AttemptExplanation attempt(int task) {
    String taskId = pipeline.task(task).id();
    BatchState.TaskView view = state.task(taskId);
    BatchState.TaskState latest = view.state(known);
    Handle handle = handle(task);
    Path log = surroundings.logFile(taskId, latest.attempts());
    TaskFailure failure =
        outcomes[task] == TaskOutcome.FAILED || view.failure(known).isPresent()
            ? reader.taskFailure(0, task)
            : null;
    return new AttemptExplanation(
        latest.attempts(),
        latest.status(),
        sentence(view.cause(known)),
        execution(task),
        handle.token().value(),
        handle.nativeId(),
        memoryMb(task),
        instant(latest.began()),
        instant(latest.ended()),
        Files.isRegularFile(log) ? log : null,
        failure,
        failure == null ? List.of() : FailureSignature.evidence(failure.failure()));
  }

  /** An attempt after one that ran out of memory may have had more than the definition says. */
  private long memoryMb(int task) {
    TaskDefinition now = pipeline.task(task);
    BatchState.TaskView view = state.task(now.id());
    return view.memoryMb(known) > 0
        ? view.memoryMb(known)
        : past.task(now.id(), view.execution(known)).orElse(now).resources().memoryMb();
  }

  private static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  private static String sentence(Cause cause) {
    if (cause.code() == Cause.AGAIN) {
      return "was tried again after an attempt that failed with " + cause.detail();
    }
    return Reason.withCode(cause.code()).map(reason -> reason.sentence(cause.detail())).orElse("");
  }
}

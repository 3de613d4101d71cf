package io.github.batchrunner.core.explain;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.failure.FailureSignature;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.TaskFailure;
import io.github.batchrunner.core.status.TaskOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a task of a run stands where it does. */
public sealed interface Situation {

  /** Returns it as the rest of a sentence about the task. */
  String sentence();

  /** Its latest attempt succeeded. */
  record Succeeded() implements Situation {
    @Override
    public String sentence() {
      return "has succeeded";
    }
  }

  /**
   * Its check-box is off.
   *
   * @param group the check-box
   */
  record SwitchedOff(String group) implements Situation {
    @Override
    public String sentence() {
      return "its check-box \"%s\" is off".formatted(group);
    }
  }

  /**
   * Its latest attempt failed.
   *
   * @param failure why
   */
  record Failed(TaskFailure failure) implements Situation {
    @Override
    public String sentence() {
      return "has failed: " + described(failure);
    }
  }

  /**
   * It did not run because tasks that it needs, directly or not, failed.
   *
   * @param needs the tasks that failed, at least one
   */
  record Skipped(List<FailedNeed> needs) implements Situation {
    /** Copies the list. */
    public Skipped {
      needs = List.copyOf(needs);
    }

    @Override
    public String sentence() {
      return "did not run, because "
          + needs.stream()
              .map(need -> need.taskId() + " failed: " + described(need.failure()))
              .collect(Collectors.joining("; "));
    }
  }

  /**
   * A task that failed and that another one needs.
   *
   * @param taskId the task
   * @param failure why it failed
   */
  record FailedNeed(String taskId, TaskFailure failure) {}

  /**
   * It is submitted, in an execution that goes on: it waits at the engine, or runs there.
   *
   * @param executor the engine's executor
   * @param nativeId the engine's name for the attempt
   * @param owner who runs the batch
   * @param pendingOrNull what the engine says why it does not run yet; null if it was not asked or
   *     says nothing
   */
  record AtEngine(
      String executor, String nativeId, BatchOwner owner, @Nullable String pendingOrNull)
      implements Situation {

    /** Returns what the engine says why it does not run yet. */
    public Optional<String> pending() {
      return Optional.ofNullable(pendingOrNull);
    }

    @Override
    public String sentence() {
      return "is submitted to executor \"%s\" as \"%s\"".formatted(executor, nativeId)
          + pending()
              .map(why -> " and does not run yet: " + why)
              .orElse("; the output of " + process(owner) + " tells how it goes on");
    }
  }

  /**
   * It waits for tasks that it needs, in an execution that goes on.
   *
   * @param needs those that have not succeeded, at least one
   * @param owner who runs the batch
   */
  record WaitsForTasks(List<OpenNeed> needs, BatchOwner owner) implements Situation {
    /** Copies the list. */
    public WaitsForTasks {
      needs = List.copyOf(needs);
    }

    @Override
    public String sentence() {
      return "waits for "
          + needs.stream()
              .map(need -> need.taskId() + " (" + word(need.state()) + ")")
              .collect(Collectors.joining(", "));
    }

    private static String word(TaskOutcome outcome) {
      return outcome.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A task that has not ended and that another one needs.
   *
   * @param taskId the task
   * @param state where it stands
   */
  record OpenNeed(String taskId, TaskOutcome state) {}

  /**
   * All it needs has succeeded, and the execution that goes on has not submitted it.
   *
   * @param owner who runs the batch
   */
  record WaitsForItsTurn(BatchOwner owner) implements Situation {
    @Override
    public String sentence() {
      return "waits until %s submits it, if that execution is to run it at all"
          .formatted(process(owner));
    }
  }

  /**
   * It was submitted, and the execution ended without saying what became of it.
   *
   * @param executionOrNull which execution; null if that is not on record
   */
  record EndNotKnown(@Nullable ExecutionSummary executionOrNull) implements Situation {

    /** Returns which execution. */
    public Optional<ExecutionSummary> execution() {
      return Optional.ofNullable(executionOrNull);
    }

    @Override
    public String sentence() {
      return "was submitted"
          + execution()
              .map(
                  each ->
                      " to executor \"%s\" by process %d on %s"
                          .formatted(each.executor(), each.pid(), each.host()))
              .orElse("")
          + ", which did not see its end; the next run finds out";
    }
  }

  /**
   * It has not run, and nobody runs the batch.
   *
   * @param takenBack whether it had been submitted, and was taken back
   */
  record NobodyRuns(boolean takenBack) implements Situation {
    @Override
    public String sentence() {
      return (takenBack ? "was taken back before it ran" : "has not run")
          + ", and nobody runs the batch";
    }
  }

  private static String process(BatchOwner owner) {
    return "process %d on %s".formatted(owner.pid(), owner.host());
  }

  /** The message, and what the log or the trace says beyond it. */
  private static String described(TaskFailure failure) {
    return Stream.concat(
            Stream.of(failure.failure().kind() + ": " + failure.failure().message()),
            FailureSignature.evidence(failure.failure()).stream())
        .collect(Collectors.joining("; "));
  }
}

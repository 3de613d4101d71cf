package io.github.batchrunner.core.status;

import java.util.List;

/**
 * Where a batch stands, in numbers.
 *
 * @param batch name of the batch
 * @param state in one word
 * @param runs its runs, by the worst that holds for one of their tasks
 * @param tasks the tasks whose check-box is on
 * @param failures what the failed tasks have in common, most frequent first
 */
public record BatchStatus(
    String batch, State state, Counts runs, Counts tasks, List<FailureGroup> failures) {

  /** Copies the list. */
  public BatchStatus {
    failures = List.copyOf(failures);
  }

  /** A batch in one word. */
  public enum State {
    /** Nothing has run yet. */
    NEW,
    /** A process runs it now. */
    RUNNING,
    /** All tasks whose check-box is on have succeeded. */
    SUCCEEDED,
    /** Some have failed. */
    FAILED,
    /** The latest execution was cancelled. */
    CANCELLED,
    /** The latest execution began nothing new any more, because too much failed or on request. */
    STOPPED,
    /** The latest execution left attempts to the engine. */
    DETACHED,
    /** The process of the latest execution ended without saying how. */
    INTERRUPTED,
    /** Some have never run. */
    INCOMPLETE
  }

  /**
   * Runs or tasks by where they stand.
   *
   * @param total all
   * @param succeeded done
   * @param failed failed, lost or cancelled
   * @param running submitted and not ended
   * @param waiting never submitted, or of unknown end
   * @param skipped not run because a needed task failed; always 0 for runs
   */
  public record Counts(
      long total, long succeeded, long failed, long running, long waiting, long skipped) {}

  /**
   * Failures that have the same signature.
   *
   * @param signature 8 hexadecimal digits
   * @param kind kind of the failures
   * @param taskId the task that failed
   * @param count how many there are
   * @param exampleRun one of the runs
   * @param message the failure of that run
   */
  public record FailureGroup(
      String signature,
      String kind,
      String taskId,
      long count,
      String exampleRun,
      String message) {}
}

package io.github.batchrunner.core.status;

/** Where a task of a run stands, as people want to know it. */
public enum TaskOutcome {
  /** Its latest attempt succeeded. */
  SUCCEEDED,
  /** Its latest attempt failed, was lost or was cancelled. */
  FAILED,
  /** A task it needs failed, so it did not run. */
  SKIPPED,
  /** It is submitted, in an execution that goes on. */
  RUNNING,
  /** It has not been submitted, or its end is not known. */
  WAITING,
  /** Its check-box is off. */
  DISABLED
}

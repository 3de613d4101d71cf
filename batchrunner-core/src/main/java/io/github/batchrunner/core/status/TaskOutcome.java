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
  DISABLED;

  /**
   * Returns where a run stands: the worst that holds for one of its tasks.
   *
   * @param tasks where they stand
   * @param active whether a process runs the batch now
   */
  public static TaskOutcome ofRun(TaskOutcome[] tasks, boolean active) {
    boolean waiting = false;
    boolean running = false;
    boolean done = false;
    for (TaskOutcome task : tasks) {
      if (task == FAILED) {
        return FAILED;
      }
      waiting |= task == WAITING;
      running |= task == RUNNING;
      done |= task == SUCCEEDED;
    }
    if (running || (active && waiting && done)) {
      return RUNNING;
    }
    return waiting ? WAITING : SUCCEEDED;
  }
}

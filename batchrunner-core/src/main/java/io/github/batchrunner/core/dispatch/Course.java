package io.github.batchrunner.core.dispatch;

/** Whether an execution goes on or is being cancelled; belongs to the dispatcher's thread. */
final class Course {

  private boolean cancelled;

  /** Tells whether everything is to end. */
  boolean cancelled() {
    return cancelled;
  }

  /** Everything is to end; there is no way back. */
  void cancel() {
    cancelled = true;
  }
}

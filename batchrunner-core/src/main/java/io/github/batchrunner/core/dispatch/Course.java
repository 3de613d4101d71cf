package io.github.batchrunner.core.dispatch;

/**
 * Whether an execution goes on, or how it is to end. Belongs to the dispatcher's thread.
 *
 * <p>One that stops can still be cancelled, and each can be detached; there is no way back.
 */
final class Course {

  private String stopReason = "";
  private boolean cancelled;
  private boolean detached;

  /** Tells whether anything new may begin. */
  boolean goesOn() {
    return stopReason.isEmpty() && !cancelled && !detached;
  }

  /** Tells whether what runs is to end by itself, and nothing else is to begin. */
  boolean stopping() {
    return !stopReason.isEmpty() && !cancelled && !detached;
  }

  /** Tells whether what has not ended waits for a later execution: it stops or is detached. */
  boolean leavesTheRest() {
    return !goesOn() && !cancelled;
  }

  /** Tells whether everything is to end now. */
  boolean cancelled() {
    return cancelled;
  }

  /** Tells whether what is at the engine is left to it. */
  boolean detached() {
    return detached;
  }

  /** Returns why it stops, as it was said first; empty if it does not. */
  String stopReason() {
    return stopReason;
  }

  /** Nothing new is to begin. */
  void stop(String reason) {
    if (goesOn()) {
      stopReason = reason;
    }
  }

  /** Everything is to end. */
  void cancel() {
    cancelled = true;
  }

  /** What is at the engine is to stay there, and this execution to end. */
  void detach() {
    detached = true;
  }
}

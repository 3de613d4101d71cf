package io.github.batchrunner.core.execution;

/**
 * What an execution came to.
 *
 * @param progress the counts at the end
 * @param ending how it ended
 * @param reason why it was stopped, for a person; empty unless it was
 */
public record BatchResult(Progress progress, Ending ending, String reason) {

  /** Tells whether somebody cancelled it. */
  public boolean cancelled() {
    return ending == Ending.CANCELLED;
  }

  /** Tells whether every planned task succeeded. */
  public boolean succeeded() {
    return ending == Ending.COMPLETED && progress.tasks().succeeded() == progress.tasks().total();
  }
}

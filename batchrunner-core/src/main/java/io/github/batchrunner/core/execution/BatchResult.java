package io.github.batchrunner.core.execution;

/**
 * What an execution came to.
 *
 * @param progress the counts at the end
 * @param ending how it ended
 * @param reason why it was stopped, for a person; empty unless it was
 * @param sharing what its runs share with the base project
 */
public record BatchResult(Progress progress, Ending ending, String reason, Sharing sharing) {

  /** Tells whether somebody cancelled it. */
  public boolean cancelled() {
    return ending == Ending.CANCELLED;
  }

  /** Tells whether every planned task succeeded, and no run has written into the base project. */
  public boolean succeeded() {
    return ending == Ending.COMPLETED
        && progress.tasks().succeeded() == progress.tasks().total()
        && sharing.changed().isEmpty();
  }
}

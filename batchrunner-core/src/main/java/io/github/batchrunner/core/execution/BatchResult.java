package io.github.batchrunner.core.execution;

/**
 * What an execution came to.
 *
 * @param progress the counts at the end
 * @param cancelled whether somebody ended it
 */
public record BatchResult(Progress progress, boolean cancelled) {

  /** Tells whether every planned task succeeded. */
  public boolean succeeded() {
    return !cancelled && progress.tasks().succeeded() == progress.tasks().total();
  }
}

package io.github.batchrunner.rq;

/** How far a cancellation goes. */
public enum CancelScope {
  /** The job alone: jobs that wait for it wait on, as RQ leaves them. */
  JOB,
  /**
   * The job and all that wait for it, directly or not, also those that would run after a failure.
   */
  GRAPH
}

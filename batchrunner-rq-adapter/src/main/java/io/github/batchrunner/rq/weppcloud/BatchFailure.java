package io.github.batchrunner.rq.weppcloud;

/**
 * A run, or a step of the batch itself, that failed.
 *
 * @param runId the run; the batch for its own steps
 * @param jobId the job
 * @param kind how it shows
 * @param message why, as far as anything says
 */
public record BatchFailure(String runId, String jobId, Kind kind, String message) {

  /** How a failure shows. */
  public enum Kind {
    /** RQ knows that the job failed. */
    FAILED,
    /** The job was stopped or canceled. */
    ENDED_FROM_OUTSIDE,
    /** RQ takes the job for finished, but its result or the run's metadata say that it failed. */
    SWALLOWED
  }
}

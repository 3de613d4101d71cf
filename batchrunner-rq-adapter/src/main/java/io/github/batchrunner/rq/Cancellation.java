package io.github.batchrunner.rq;

/**
 * What became of a job that was to be cancelled.
 *
 * @param id the job
 * @param outcome what became of it
 * @param worker for {@link Outcome#STOPPING} and {@link Outcome#UNHEARD} the worker that runs it,
 *     else an empty string
 */
public record Cancellation(String id, Outcome outcome, String worker) {

  /** What became of a job that was to be cancelled. */
  public enum Outcome {
    /** It waited, and will not run. */
    CANCELED,
    /** It runs, and its worker was told to stop it: it will end as {@link JobStatus#STOPPED}. */
    STOPPING,
    /** It is marked as running, but no worker heard the command to stop it. */
    UNHEARD,
    /** It was cancelled before; nothing was changed. */
    ALREADY_CANCELED,
    /** It had ended before; nothing was changed. */
    ENDED,
    /** There is no such job. */
    MISSING
  }
}

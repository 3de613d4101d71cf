package io.github.batchrunner.rq;

/**
 * What became of a job that was to be put into a queue.
 *
 * @param id the job
 * @param outcome what became of it
 * @param need for {@link Outcome#NEED_FAILED} and {@link Outcome#NEED_MISSING} the job that it
 *     waits for in vain, else an empty string
 */
public record Enqueued(String id, Outcome outcome, String need) {

  /** What became of a job that was to be put into a queue. */
  public enum Outcome {
    /** It waits for a worker. */
    QUEUED,
    /** It waits for other jobs. */
    DEFERRED,
    /** It waits for its time. */
    SCHEDULED,
    /** A job of this id was there already; nothing was changed. */
    EXISTS,
    /** Not enqueued: a job it needs has failed, was stopped, cancelled or itself refused. */
    NEED_FAILED,
    /** Not enqueued: a job it needs is not there. */
    NEED_MISSING
  }

  /** Tells whether the job is there now. */
  public boolean there() {
    return outcome != Outcome.NEED_FAILED && outcome != Outcome.NEED_MISSING;
  }
}

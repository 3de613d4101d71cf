package io.github.batchrunner.rq;

/**
 * What became of a job that was to be deleted.
 *
 * @param id the job
 * @param outcome what became of it
 */
public record Deletion(String id, Outcome outcome) {

  /** What becomes of jobs that wait for a deleted one and are not deleted themselves. */
  public enum Dependents {
    /** They and all that waits for them are cancelled. */
    CANCEL,
    /** They wait for one job less: a deleted job counts as met, as everywhere in RQ. */
    RELEASE,
    /** Their existence keeps the job from being deleted. */
    REFUSE
  }

  /** What became of a job that was to be deleted. */
  public enum Outcome {
    /** It is gone, with its results and all that belonged to it. */
    DELETED,
    /** There was no such job; results that it had left are gone. */
    MISSING,
    /** A living worker runs it and would bring half of it back: cancel it first. */
    RUNNING,
    /** Others wait for it, and {@link Dependents#REFUSE} was asked for. */
    NEEDED
  }
}

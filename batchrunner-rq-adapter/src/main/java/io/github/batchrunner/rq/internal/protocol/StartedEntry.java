package io.github.batchrunner.rq.internal.protocol;

import java.util.function.Predicate;

/**
 * An entry of a registry of started jobs: the job's id up to RQ 1.16, since RQ 2.0 the id, a colon
 * and the execution.
 *
 * @param jobId the job's id
 * @param execution the execution's id; empty if the entry does not tell
 */
public record StartedEntry(String jobId, String execution) {

  /** Reads an entry. Executions have no colon; ids had none in any release that let RQ choose. */
  public static StartedEntry of(String member) {
    return of(member, id -> false);
  }

  /**
   * Reads an entry where ids may hold colons, as people could choose them up to RQ 2.7.
   *
   * @param isJob tells whether there is a job of an id
   */
  public static StartedEntry of(String member, Predicate<String> isJob) {
    int colon = member.lastIndexOf(':');
    return colon < 0 || isJob.test(member)
        ? new StartedEntry(member, "")
        : new StartedEntry(member.substring(0, colon), member.substring(colon + 1));
  }
}

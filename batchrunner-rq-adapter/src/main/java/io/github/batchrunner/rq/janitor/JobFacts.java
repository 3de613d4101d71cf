package io.github.batchrunner.rq.janitor;

import io.github.batchrunner.rq.JobStatus;
import java.util.Map;

/**
 * What an examination needs of a job's hash.
 *
 * @param status its status as RQ knows it
 * @param origin the name of its queue; empty if it does not say
 * @param hasData whether RQ sees a job in it at all
 * @param hasTimeout whether it says how long it may run
 * @param unfit the fields that workers or tools do not survive, each with why
 */
record JobFacts(
    JobStatus status,
    String origin,
    boolean hasData,
    boolean hasTimeout,
    Map<String, String> unfit) {

  /** Tells whether workers will still take it, or look at it when what it waits for ends. */
  boolean waits() {
    return switch (status) {
      case QUEUED, DEFERRED, SCHEDULED, UNKNOWN -> true;
      default -> false;
    };
  }
}

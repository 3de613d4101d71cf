package io.github.batchrunner.rq;

import java.util.Locale;

/** Where a job stands, in RQ's words. */
public enum JobStatus {
  /** Made, but in no queue (RQ 2.4 and later). */
  CREATED,
  /** Waits in its queue. */
  QUEUED,
  /** A worker runs it. */
  STARTED,
  /** Waits for other jobs. */
  DEFERRED,
  /** Waits for its time, or for the next try. */
  SCHEDULED,
  /** Its function returned. */
  FINISHED,
  /** Its function raised, ran too long, or its worker died. */
  FAILED,
  /** Stopped while it ran. */
  STOPPED,
  /** Taken out before it ran. */
  CANCELED,
  /** Between waiting for others and its queue (RQ after 2.10). */
  READY_TO_ENQUEUE,
  /** Held by a rate limit (RQ after 2.10). */
  RATE_LIMITED,
  /** A word that is not RQ's, or none. */
  UNKNOWN;

  /** Returns the status of RQ's word; {@link #UNKNOWN} for any other text. */
  public static JobStatus of(String word) {
    return switch (word) {
      case "queued" -> QUEUED;
      case "started" -> STARTED;
      case "deferred" -> DEFERRED;
      case "finished" -> FINISHED;
      case "failed" -> FAILED;
      case "scheduled" -> SCHEDULED;
      case "stopped" -> STOPPED;
      case "canceled" -> CANCELED;
      case "created" -> CREATED;
      case "ready_to_enqueue" -> READY_TO_ENQUEUE;
      case "rate_limited" -> RATE_LIMITED;
      default -> UNKNOWN;
    };
  }

  /** Returns RQ's word; an empty string for {@link #UNKNOWN}. */
  public String word() {
    return this == UNKNOWN ? "" : name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether it is over: nothing will change unless a person puts the job back. */
  public boolean ended() {
    return this == FINISHED || this == FAILED || this == STOPPED || this == CANCELED;
  }
}

package io.github.batchrunner.rq.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a job ended, as it is to be written.
 *
 * @param worker the worker that had it; empty if it is written by another
 * @param claim what must still be so for it to be written
 * @param status RQ's word
 * @param next what is next
 * @param endedAt when it ended
 * @param worked how long it ran
 * @param ttlSeconds how long what is left of it is kept; -1 for ever
 * @param result the entry for its stream of results
 * @param fields more fields of its hash and their values in turn
 */
record Ending(
    TakenJob job,
    String worker,
    Claim claim,
    Status status,
    Next next,
    Instant endedAt,
    Duration worked,
    long ttlSeconds,
    Result result,
    List<Object> fields) {

  /** What must still be so. */
  enum Claim {
    /** The worker still has it. */
    WIP,
    /** Its worker has not been heard of in time. */
    ABANDONED,
    /** It was taken out of its queue and never started. */
    STUCK
  }

  /** How it ended. */
  enum Status {
    FINISHED,
    FAILED,
    STOPPED
  }

  /** What is next; no time: over, or at once. */
  record Next(boolean over, Instant at) {
    static final Next NOTHING = new Next(true, Instant.EPOCH);
    static final Next NOW = new Next(false, Instant.EPOCH);

    boolean isScheduled() {
      return !at.equals(Instant.EPOCH);
    }
  }

  /**
   * An entry of the stream of results.
   *
   * @param type RQ's number; empty for no entry
   * @param field {@code return_value}, {@code exc_string}, or empty for neither
   * @param value the field's value, base64
   */
  record Result(String type, String field, String value) {
    static final Result NONE = new Result("", "", "");
    static final Result SUCCESS_WITHOUT_VALUE = new Result("1", "", "");
    static final Result RETRIED = new Result("4", "", "");

    static Result success(String value) {
      return new Result("1", "return_value", value);
    }

    static Result failure(String text) {
      return new Result("2", "exc_string", Traceback.encode(text));
    }
  }
}

package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.HashFields;
import io.github.batchrunner.rq.internal.protocol.JobData;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one run of a job ended, as its worker wrote it. Immutable.
 *
 * <p>Nothing is decoded before it is asked for. A try that fails and is followed by another leaves
 * no result.
 */
public final class JobResult {

  private final String jobId;
  private final String entryId;
  private final HashFields fields;
  private final Serializer serializer;

  /**
   * Makes a result of an entry of a job's stream.
   *
   * @param entryId the entry's id: milliseconds since the epoch, a dash, a number
   * @param serializer what the job's worker uses
   */
  public JobResult(
      String jobId, String entryId, Map<String, byte[]> fields, Serializer serializer) {
    this.jobId = jobId;
    this.entryId = entryId;
    this.fields = new HashFields(fields);
    this.serializer = serializer;
  }

  /** How a run ended. */
  public enum Type {
    /** The function returned. */
    SUCCESSFUL,
    /** The function raised, ran too long, was stopped, or its worker died. */
    FAILED,
    /** It was stopped, where a version of RQ tells that apart. */
    STOPPED,
    /** The function asked to be run again (RQ 2.1 and later). */
    RETRIED,
    /** The function asked to be run again once too often (RQ 2.1 and later). */
    MAX_RETRIES_EXCEEDED,
    /** A number that is not RQ's. */
    UNKNOWN
  }

  /** Returns the job's id. */
  public String jobId() {
    return jobId;
  }

  /** Returns the id of this result within the job. */
  public String id() {
    return entryId;
  }

  /** Returns how the run ended. */
  public Type type() {
    return switch (fields.text("type")) {
      case "1" -> Type.SUCCESSFUL;
      case "2" -> Type.FAILED;
      case "3" -> Type.STOPPED;
      case "4" -> Type.RETRIED;
      case "5" -> Type.MAX_RETRIES_EXCEEDED;
      default -> Type.UNKNOWN;
    };
  }

  /**
   * Reads what the function returned; null if that was None or if it did not return.
   *
   * @throws RqException if the bytes are not those of a value; says why
   */
  public @Nullable Object returnValue() {
    byte[] bytes = decoded("return_value");
    return bytes.length == 0 ? null : serializer.loads(bytes);
  }

  /**
   * Returns the traceback as Python wrote it; empty if there is none.
   *
   * @throws RqException if the bytes are not those of a text
   */
  public String traceback() {
    return new String(JobData.inflateIfDeflated(decoded("exc_string")), StandardCharsets.UTF_8);
  }

  /** Returns the name of the worker (RQ 2.5 and later); empty if not said. */
  public String workerName() {
    return fields.text("worker_name");
  }

  /** Returns when it was written; empty if the entry's id is not of RQ's kind. */
  public Optional<Instant> createdAt() {
    int dash = entryId.indexOf('-');
    try {
      return Optional.of(
          Instant.ofEpochMilli(Long.parseLong(dash < 0 ? entryId : entryId.substring(0, dash))));
    } catch (NumberFormatException | DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** Returns when the run began (RQ 2.8 and later). */
  public Optional<Instant> executionStartedAt() {
    return fields.unixTime("execution_started_at");
  }

  /** Returns when the run ended (RQ 2.8 and later). */
  public Optional<Instant> executionEndedAt() {
    return fields.unixTime("execution_ended_at");
  }

  private byte[] decoded(String name) {
    byte[] text = fields.raw().get(name);
    if (text == null) {
      return new byte[0];
    }
    try {
      // Python's encoder adds a line's end in some places.
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw new RqException("the " + name + " of job \"" + jobId + "\" is not Base64", notBase64);
    }
  }

  @Override
  public String toString() {
    return jobId + " " + type();
  }
}

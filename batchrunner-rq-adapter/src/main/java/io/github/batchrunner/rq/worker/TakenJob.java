package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqJob;
import io.github.batchrunner.rq.Serializer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job that a worker has started, or that is handled in place of its worker. Immutable; the arrays
 * are not to be changed.
 */
final class TakenJob {

  private static final long DEFAULT_TIMEOUT_SECONDS = 180;

  private final byte[] rawId;
  private final RqJob job;
  private final String queue;
  private final byte[] member;
  private final String token;

  /**
   * Makes one.
   *
   * @param rawId its id as the queue holds it, which need not be text
   * @param job its hash as it was before
   * @param queue the name of the queue whose registries it stands in
   * @param member its entry in the registry of started jobs
   * @param token the name of this start; empty if it was not started here
   */
  TakenJob(byte[] rawId, RqJob job, String queue, byte[] member, String token) {
    this.rawId = rawId;
    this.job = job;
    this.queue = queue;
    this.member = member;
    this.token = token;
  }

  /** Makes one of what a script answered. */
  static TakenJob of(
      byte[] rawId,
      Map<String, byte[]> fields,
      String queue,
      String token,
      boolean withExecution,
      Serializer serializer) {
    RqJob job = new RqJob(new String(rawId, StandardCharsets.UTF_8), fields, serializer);
    return new TakenJob(rawId, job, queue, withExecution ? member(rawId, token) : rawId, token);
  }

  private static byte[] member(byte[] id, String token) {
    ByteArrayOutputStream member = new ByteArrayOutputStream(id.length + 1 + token.length());
    member.writeBytes(id);
    member.write(':');
    member.writeBytes(token.getBytes(StandardCharsets.UTF_8));
    return member.toByteArray();
  }

  byte[] rawId() {
    return rawId;
  }

  RqJob job() {
    return job;
  }

  String queue() {
    return queue;
  }

  byte[] member() {
    return member;
  }

  String token() {
    return token;
  }

  String id() {
    return job.id();
  }

  /**
   * Returns how long it may run; empty for no limit.
   *
   * @throws RqException if what it says is not whole seconds
   */
  Optional<Duration> timeout() {
    long seconds = number("timeout").orElse(DEFAULT_TIMEOUT_SECONDS);
    return seconds < 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds == 0 ? DEFAULT_TIMEOUT_SECONDS : seconds));
  }

  /**
   * Returns how long a callback may run.
   *
   * @param when {@code success}, {@code failure} or {@code stopped}
   */
  Duration callbackTimeout(String when) {
    return Duration.ofSeconds(Math.max(1, readable(when + "_callback_timeout").orElse(60)));
  }

  /**
   * Returns a whole number; empty if the field is not there or empty.
   *
   * @throws RqException if it is anything else
   */
  OptionalLong number(String field) {
    String text = job.text(field).strip();
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(
          Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Long.parseLong(text))));
    } catch (NumberFormatException e) {
      throw new RqException(
          "field \"" + field + "\" of the job is \"" + text + "\", which is not a whole number");
    }
  }

  /** Returns a whole number; empty if the field holds none. */
  OptionalLong readable(String field) {
    try {
      return number(field);
    } catch (RqException notANumber) {
      return OptionalLong.empty();
    }
  }

  @Override
  public String toString() {
    return id();
  }
}

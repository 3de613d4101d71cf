package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.HashFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A worker as its hash in Redis was at one moment, in Python or Java. Immutable.
 *
 * <p>What a hash does not say, or says in a form that is not RQ's, is empty.
 */
public final class WorkerInfo {

  private final String name;
  private final HashFields fields;

  /** Makes a worker of its hash. */
  public WorkerInfo(String name, Map<String, byte[]> fields) {
    this.name = name;
    this.fields = new HashFields(fields);
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns RQ's word for what it does: {@code starting, started, idle, busy, suspended}. */
  public String state() {
    return fields.text("state");
  }

  /** Returns the names of the queues it serves, the most urgent first. */
  public List<String> queues() {
    return Arrays.stream(fields.text("queues").split(",", -1))
        .filter(queue -> !queue.isEmpty())
        .toList();
  }

  /**
   * Returns the id of the job it runs; empty if none, or if it is of a version that does not say.
   */
  public String currentJob() {
    return fields.text("current_job");
  }

  /** Returns when it began. */
  public Optional<Instant> birth() {
    return fields.time("birth");
  }

  /** Returns when it last said that it lives. */
  public Optional<Instant> lastHeartbeat() {
    return fields.time("last_heartbeat");
  }

  /** Returns when it ended; its hash stays for a minute. */
  public Optional<Instant> death() {
    return fields.time("death");
  }

  /** Returns RQ's version, such as {@code 1.13.0}. */
  public String version() {
    return fields.text("version");
  }

  /** Returns Python's version, or what a worker in another language says. */
  public String pythonVersion() {
    return fields.text("python_version");
  }

  /** Returns the process id. */
  public OptionalLong pid() {
    return fields.number("pid");
  }

  /** Returns the name of its machine. */
  public String hostname() {
    return fields.text("hostname");
  }

  /** Returns the address from which it is connected. */
  public String ipAddress() {
    return fields.text("ip_address");
  }

  /** Returns how many jobs it has run that ended well. */
  public long successfulJobs() {
    return fields.number("successful_job_count").orElse(0);
  }

  /** Returns how many jobs it has run that failed. */
  public long failedJobs() {
    return fields.number("failed_job_count").orElse(0);
  }

  /** Returns how long it has worked altogether. */
  public Duration totalWorkingTime() {
    return fields.decimalSeconds("total_working_time").orElse(Duration.ZERO);
  }

  /** Returns a field of the hash as text; empty if it is not there. */
  public String text(String field) {
    return fields.text(field);
  }

  @Override
  public String toString() {
    return name + " " + state();
  }
}

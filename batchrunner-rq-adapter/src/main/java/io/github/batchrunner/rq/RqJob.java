package io.github.batchrunner.rq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.internal.protocol.HashFields;
import io.github.batchrunner.rq.internal.protocol.JobData;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as its hash in Redis was at one moment. Immutable.
 *
 * <p>Nothing is decoded before it is asked for, so that a job whose data or metadata cannot be read
 * can still be listed, watched and cancelled.
 */
public final class RqJob {

  private static final JsonMapper JSON = new JsonMapper();

  private final String id;
  private final HashFields fields;
  private final Serializer serializer;

  /**
   * Makes a job of its hash.
   *
   * @param fields the hash as Redis holds it
   * @param serializer what its queue's workers use
   */
  public RqJob(String id, Map<String, byte[]> fields, Serializer serializer) {
    this.id = id;
    this.fields = new HashFields(fields);
    this.serializer = serializer;
  }

  /** Returns the id. */
  public String id() {
    return id;
  }

  /** Returns the name of its queue; empty if the hash does not say. */
  public String origin() {
    return text("origin");
  }

  /** Returns where it stands. */
  public JobStatus status() {
    return JobStatus.of(text("status"));
  }

  /** Returns the text that people see; empty if there is none. */
  public String description() {
    return text("description");
  }

  /**
   * Reads what it calls; makes no object of a class that the data names.
   *
   * @throws RqException if the data is not that of a call; says why
   */
  public Call call() {
    byte[] data = fields.raw().get("data");
    if (data == null) {
      throw new RqException("job \"" + id + "\" has no data");
    }
    return JobData.decode(data, serializer);
  }

  /**
   * Reads its metadata; empty if it has none.
   *
   * @throws RqException if the bytes are not those of a dict
   */
  public Map<String, @Nullable Object> meta() {
    byte[] bytes = fields.raw().get("meta");
    if (bytes == null || bytes.length == 0) {
      return Map.of();
    }
    if (!(serializer.loads(bytes) instanceof Map<?, ?> map)) {
      throw new RqException("the metadata of job \"" + id + "\" is not a dict");
    }
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    map.forEach((name, value) -> meta.put(String.valueOf(name), value));
    return meta;
  }

  /** Returns when it was made. */
  public Optional<Instant> createdAt() {
    return fields.time("created_at");
  }

  /** Returns when it went into its queue. */
  public Optional<Instant> enqueuedAt() {
    return fields.time("enqueued_at");
  }

  /** Returns when a worker began it last. */
  public Optional<Instant> startedAt() {
    return fields.time("started_at");
  }

  /** Returns when it ended. */
  public Optional<Instant> endedAt() {
    return fields.time("ended_at");
  }

  /** Returns when its worker last said that it lives. */
  public Optional<Instant> lastHeartbeat() {
    return fields.time("last_heartbeat");
  }

  /** Returns how long it may run; {@link JobRequest#FOREVER} for no limit; empty if not said. */
  public Optional<Duration> timeout() {
    return fields.seconds("timeout");
  }

  /** Returns how long its result is kept. */
  public Optional<Duration> resultTtl() {
    return fields.seconds("result_ttl");
  }

  /** Returns how long its failure is kept. */
  public Optional<Duration> failureTtl() {
    return fields.seconds("failure_ttl");
  }

  /** Returns how long it may wait before it is forgotten; empty for ever. */
  public Optional<Duration> ttl() {
    return fields.seconds("ttl");
  }

  /** Returns the ids of the jobs it was made to wait for, also those that have ended. */
  public Set<String> dependencyIds() {
    String ids = text("dependency_ids");
    if (ids.isEmpty()) {
      String one = text("dependency_id");
      return one.isEmpty() ? Set.of() : Set.of(one);
    }
    try {
      Set<String> inOrder = new LinkedHashSet<>(List.of(JSON.readValue(ids, String[].class)));
      return Collections.unmodifiableSet(inOrder);
    } catch (JsonProcessingException | NullPointerException notIds) {
      return Set.of();
    }
  }

  /** Tells whether it also runs when jobs it waits for failed. */
  public boolean allowsDependencyFailures() {
    return text("allow_dependency_failures").equals("1");
  }

  /** Tells whether it goes before all that wait. */
  public boolean atFront() {
    return text("enqueue_at_front").equals("1");
  }

  /** Returns how many more times RQ would try it. */
  public OptionalInt retriesLeft() {
    OptionalLong number = fields.number("retries_left");
    return number.isPresent()
        ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, Math.max(0, number.getAsLong())))
        : OptionalInt.empty();
  }

  /** Returns the name of the worker that has it, or had it last; empty if none. */
  public String workerName() {
    return text("worker_name");
  }

  /** Returns the group it belongs to; empty if none. */
  public String group() {
    return text("group_id");
  }

  /** Returns a field of the hash as text; empty if it is not there. */
  public String text(String field) {
    return fields.text(field);
  }

  /** Returns the hash as Redis held it; the arrays are not to be changed. */
  public Map<String, byte[]> fields() {
    return fields.raw();
  }

  @Override
  public String toString() {
    return id + " " + status() + " " + description();
  }
}

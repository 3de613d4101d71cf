package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.protocol.JobData;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Redis holds of one job that matters to its attempt, read in one round trip with as many
 * others.
 *
 * @param hash the fields that {@link #ask} asks for, those that are there
 * @param result the fields of its latest result
 */
record JobState(Map<String, byte[]> hash, Map<String, byte[]> result) {

  /** How many commands {@link #ask} adds. */
  static final int COMMANDS = 2;

  private static final String STATUS = "status";
  private static final String STARTED_AT = "started_at";
  private static final String ENDED_AT = "ended_at";
  private static final String WORKER_NAME = "worker_name";
  private static final String TIMEOUT = "timeout";
  private static final String META = "meta";

  /** Where old versions of RQ keep the traceback. */
  private static final String EXC_INFO = "exc_info";

  private static final List<String> FIELDS =
      List.of(STATUS, STARTED_AT, ENDED_AT, WORKER_NAME, TIMEOUT, META, EXC_INFO);

  /** Adds the commands that ask for a job. */
  static void ask(List<Command> commands, RqKeys keys, String id) {
    commands.add(Command.of("HMGET", keys.job(id)).addAll(FIELDS));
    commands.add(Command.of("XREVRANGE", keys.results(id), "+", "-", "COUNT", "1"));
  }

  /** Reads the answers from a position on; empty if there is no such job. */
  static Optional<JobState> read(List<@Nullable Object> replies, int position) {
    List<@Nullable Object> values = Replies.list(replies.get(position));
    Map<String, byte[]> hash = new HashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      byte[] value = Replies.bytesOrNull(values.get(i));
      if (value != null) {
        hash.put(FIELDS.get(i), value);
      }
    }
    if (!hash.containsKey(STATUS)) {
      return Optional.empty();
    }
    List<@Nullable Object> entries = Replies.list(replies.get(position + 1));
    Map<String, byte[]> result =
        entries.isEmpty() ? Map.of() : Replies.fields(Replies.list(entries.get(0)).get(1));
    return Optional.of(new JobState(hash, result));
  }

  /** Returns RQ's status. */
  String word() {
    return text(STATUS);
  }

  /** Returns when a worker began it last. */
  Optional<Instant> started() {
    return RqTime.parse(text(STARTED_AT));
  }

  /** Returns when it ended. */
  Optional<Instant> ended() {
    return RqTime.parse(text(ENDED_AT));
  }

  /** Returns the name of the worker that has it or had it last; empty if none. */
  String worker() {
    return text(WORKER_NAME);
  }

  /**
   * Tells whether it may be running although it was cancelled, which in RQ does not end a job: its
   * worker knows.
   */
  boolean mayRunThoughCancelled() {
    return word().equals("canceled") && !worker().isEmpty() && ended().isEmpty();
  }

  /** Returns its metadata as its serializer wrote it; null for none. */
  byte @Nullable [] meta() {
    return hash.get(META);
  }

  /** Returns how long it may run; negative for no limit, zero if it does not say. */
  Duration limit() {
    try {
      return Duration.ofSeconds(Long.parseLong(text(TIMEOUT).strip()));
    } catch (NumberFormatException notSaid) {
      return Duration.ZERO;
    }
  }

  /** Returns the text that RQ keeps of its failure; empty if none. */
  String traceback() {
    byte[] text = result.get("exc_string");
    byte[] excInfo = hash.get(EXC_INFO);
    try {
      if (text != null) {
        return utf8(JobData.inflateIfDeflated(Base64.getDecoder().decode(text)));
      }
      return excInfo == null ? "" : utf8(JobData.inflateIfDeflated(excInfo));
    } catch (IllegalArgumentException | RqException unreadable) {
      return "RQ keeps a traceback that cannot be read: " + unreadable.getMessage();
    }
  }

  /**
   * Returns the bytes of what its function returned, as its serializer wrote them; empty for None.
   */
  Optional<byte[]> returnValue() {
    byte[] value = result.get("return_value");
    try {
      return Optional.ofNullable(value).map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private String text(String field) {
    byte[] value = hash.get(field);
    return value == null ? "" : utf8(value);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Redis holds of one job that matters to its attempt, read in one round trip with as many
 * others.
 *
 * @param word RQ's status
 * @param startedAt when a worker began it last; empty text if none did
 * @param endedAt when it ended
 * @param worker the name of its worker
 * @param timeout how long it may run, in seconds
 * @param origin its queue
 * @param meta its metadata as bytes
 * @param excInfo the traceback where old versions of RQ keep it
 * @param result the fields of its latest result
 */
record JobState(
    String word,
    String startedAt,
    String endedAt,
    String worker,
    String timeout,
    String origin,
    byte @Nullable [] meta,
    byte @Nullable [] excInfo,
    Map<String, byte[]> result) {

  /** How many commands {@link #ask} adds. */
  static final int COMMANDS = 2;

  /** Adds the commands that ask for a job. */
  static void ask(List<Command> commands, RqKeys keys, String id) {
    commands.add(
        Command.of(
            "HMGET",
            keys.job(id),
            "status",
            "started_at",
            "ended_at",
            "worker_name",
            "timeout",
            "origin",
            "meta",
            "exc_info"));
    commands.add(Command.of("XREVRANGE", keys.results(id), "+", "-", "COUNT", "1"));
  }

  /** Reads the answers from a position on; empty if there is no such job. */
  static Optional<JobState> read(List<@Nullable Object> replies, int position) {
    List<@Nullable Object> hash = Replies.list(replies.get(position));
    String word = Replies.textOrNull(hash.get(0));
    if (word == null) {
      return Optional.empty();
    }
    List<@Nullable Object> entries = Replies.list(replies.get(position + 1));
    return Optional.of(
        new JobState(
            word,
            text(hash.get(1)),
            text(hash.get(2)),
            text(hash.get(3)),
            text(hash.get(4)),
            text(hash.get(5)),
            Replies.bytesOrNull(hash.get(6)),
            Replies.bytesOrNull(hash.get(7)),
            entries.isEmpty()
                ? Map.of()
                : Replies.fields(Replies.list(entries.get(0)).get(1))));
  }

  Optional<Instant> started() {
    return RqTime.parse(startedAt);
  }

  Optional<Instant> ended() {
    return RqTime.parse(endedAt);
  }

  /** Returns how long it may run; negative for no limit, zero if it does not say. */
  Duration limit() {
    try {
      return Duration.ofSeconds(Long.parseLong(timeout.strip()));
    } catch (NumberFormatException notSaid) {
      return Duration.ZERO;
    }
  }

  /** Returns the text that RQ keeps of its failure; empty if none. */
  String traceback() {
    byte[] text = result.get("exc_string");
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

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String text(@Nullable Object reply) {
    String text = Replies.textOrNull(reply);
    return text == null ? "" : text;
  }
}

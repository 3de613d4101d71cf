package io.github.batchrunner.rq.weppcloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a NoDb lock.
 *
 * @param token the secret by which the holder gives it back
 * @param owner {@code <host>:<process>}; empty in locks of older versions, which are a bare token
 * @param until when it ends by itself; {@link Instant#MAX} for never
 */
public record NoDbLockHolder(String token, String owner, Instant until) {

  private static final JsonMapper JSON = new JsonMapper();

  static Optional<NoDbLockHolder> read(Redis redis, Clock clock, String key) {
    List<@Nullable Object> replies =
        redis.pipeline(List.of(Command.of("GET", key), Command.of("PTTL", key)));
    String payload = Replies.textOrNull(replies.get(0));
    if (payload == null) {
      return Optional.empty();
    }
    long millis = Replies.number(replies.get(1));
    Instant until = millis < 0 ? Instant.MAX : clock.instant().plusMillis(millis);
    try {
      JsonNode json = JSON.readTree(payload);
      if (json != null && json.isObject()) {
        return Optional.of(
            new NoDbLockHolder(
                json.path("token").asText(""), json.path("owner").asText(""), until));
      }
    } catch (JsonProcessingException bareToken) {
      // Below.
    }
    return Optional.of(new NoDbLockHolder(payload, "", until));
  }

  /** Returns who and until when; not the token. */
  @Override
  public String toString() {
    return (owner.isEmpty() ? "someone unnamed" : "\"" + owner + "\"")
        + (until.equals(Instant.MAX) ? ", without an end" : ", until " + until);
  }
}

package io.github.batchrunner.rq.weppcloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What WEPPcloud's own records say about the tasks of a run: RedisPrep's timestamps, and {@code
 * run_metadata.json} where these are missing. Thread-safe.
 *
 * <p>RedisPrep files timestamps under the last name of the run's directory alone; {@link
 * NoDbRedis#collisions} tells whether another directory has the same.
 */
public final class Evidence implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long MOST_BYTES = 1 << 20;

  private final Redis redis;

  Evidence(Redis redis) {
    this.redis = redis;
  }

  /** Opens the database of RedisPrep, as WEPPcloud has it. */
  public static Evidence open(RqConfig config) {
    return open(config, WeppcloudDatabases.DEFAULT);
  }

  /** Opens the database of RedisPrep. */
  public static Evidence open(RqConfig config, WeppcloudDatabases databases) {
    return new Evidence(RedisConnections.open(config, databases.locks()));
  }

  /**
   * Returns when a task was done last; empty if no record says so.
   *
   * @param wd the run's directory
   * @param task WEPPcloud's name of the task, such as {@code build_soils}
   * @throws RqException if Redis or the run's metadata cannot be read
   */
  public Optional<Instant> lookup(Path wd, String task) {
    String seconds =
        Replies.textOrNull(
            redis.call(Command.of("HGET", wd.getFileName().toString(), "timestamps:" + task)));
    Optional<Instant> prep = seconds == null ? Optional.empty() : time(seconds);
    return prep.isPresent() ? prep : time(metadata(wd).path("task_status").path(task).asText(""));
  }

  @Override
  public void close() {
    redis.close();
  }

  /** Returns the metadata of a run; a missing node if there is none. */
  static JsonNode metadata(Path wd) {
    Path file = wd.resolve("run_metadata.json");
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new RqException("\"" + file + "\" is larger than " + MOST_BYTES + " bytes");
      }
      JsonNode json = JSON.readTree(bytes);
      return json == null ? JSON.missingNode() : json;
    } catch (NoSuchFileException none) {
      return JSON.missingNode();
    } catch (IOException e) {
      throw new RqException("\"" + file + "\" cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns the metadata of no run. */
  static JsonNode none() {
    return JSON.missingNode();
  }

  private static Optional<Instant> time(String seconds) {
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds.strip())));
    } catch (NumberFormatException | DateTimeException noTime) {
      return Optional.empty();
    }
  }
}

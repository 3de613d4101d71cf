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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What WEPPcloud's own records say about the tasks of a run: RedisPrep's timestamps, and {@code
 * run_metadata.json} where these are missing. Thread-safe.
 *
 * <p>RedisPrep files timestamps under the last name of the run's directory alone; {@link
 * NoDbRedis#collisions} tells whether another directory has the same.
 */
public final class Evidence implements AutoCloseable {

  /** WEPPcloud's names of the tasks that it keeps records of. */
  public static final Set<String> TASKS =
      Set.of(
          "fetch_dem",
          "build_channels",
          "find_outlet",
          "build_subcatchments",
          "abstract_watershed",
          "build_landuse",
          "build_soils",
          "build_climate",
          "build_rap_ts",
          "build_openet_ts",
          "run_wepp_hillslopes",
          "run_wepp_watershed",
          "run_watar",
          "run_omni_scenarios",
          "run_omni_contrasts");

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
    return prep.isPresent() ? prep : inMetadata(wd, task);
  }

  /**
   * Returns when a task was done last as {@code run_metadata.json} has it; empty if it does not say
   * so or is not there.
   *
   * @throws RqException if it cannot be read
   */
  public static Optional<Instant> inMetadata(Path wd, String task) {
    return time(metadata(wd).path("task_status").path(task).asText(""));
  }

  /**
   * Returns why a job failed as {@code run_metadata.json} has it; empty if that is of another job,
   * of one that succeeded, or not there.
   *
   * @throws RqException if it cannot be read
   */
  public static Optional<String> failureOf(Path wd, String jobId) {
    JsonNode metadata = metadata(wd);
    return metadata.path("status").asText("").equals("failed")
            && metadata.path("rq_job_id").asText("").equals(jobId)
        ? Optional.of(reason(metadata))
        : Optional.empty();
  }

  /** Tells whether the run of another batch beside this one shares its RedisPrep timestamps. */
  public static boolean isShared(Path wd) {
    return !Collisions.of(wd, List.of()).isEmpty();
  }

  /**
   * Makes sure that Redis can be reached and used.
   *
   * @throws RqException if not
   */
  public void check() {
    Replies.value(redis.call(Command.of("PING")));
  }

  /** Returns why a run failed as its metadata has it. */
  static String reason(JsonNode metadata) {
    JsonNode error = metadata.path("error");
    String type = error.path("type").asText("");
    String message = error.path("message").asText("");
    return type.isEmpty() && message.isEmpty()
        ? "run_metadata.json says that the run failed, but not why"
        : type + ": " + message;
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

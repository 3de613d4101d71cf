package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import java.time.Clock;

/**
 * What everything that speaks RQ needs: the server, the names of the keys, the time. Thread-safe.
 *
 * @param redis the database that RQ uses
 * @param keys the names of the keys
 * @param clock what time it is
 */
public record RqLink(Redis redis, RqKeys keys, Clock clock) implements AutoCloseable {

  /**
   * Opens the database that the configuration names.
   *
   * @throws io.github.batchrunner.rq.RqException if it cannot be reached or used
   */
  public static RqLink open(RqConfig config, Clock clock) {
    return new RqLink(
        RedisConnections.open(config, config.database()), new RqKeys(config.prefix()), clock);
  }

  @Override
  public void close() {
    redis.close();
  }
}

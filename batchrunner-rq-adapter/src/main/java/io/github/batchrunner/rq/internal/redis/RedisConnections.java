package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;

/** Opens databases. */
public final class RedisConnections {

  private RedisConnections() {}

  /** Opens the database that a configuration names, as {@link #open(RqConfig, int)}. */
  public static Redis open(RqConfig config) {
    return open(config, config.database());
  }

  /**
   * Opens a database of the server that a configuration names. Does not connect: the first command
   * does.
   *
   * <p>On each new connection the server is looked at. One that is part of a Redis Cluster, a
   * Sentinel or older than Redis 5 is refused with {@link RqException}, and so is one that has not
   * the certificate it should have.
   *
   * @param database its number, from 0
   * @throws RqException if the trusted certificates cannot be read
   */
  public static Redis open(RqConfig config, int database) {
    return new PooledRedis(new Dialer(new Endpoint(config, database)));
  }
}

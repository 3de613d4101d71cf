package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqConfig;

/** Opens connections. */
@SuppressWarnings("DoNotCallSuggester")
public final class RedisConnections {
  private RedisConnections() {}

  /** Opens a database. */
  public static Redis open(RqConfig config, int database) {
    throw new IllegalStateException(config.url() + database);
  }
}

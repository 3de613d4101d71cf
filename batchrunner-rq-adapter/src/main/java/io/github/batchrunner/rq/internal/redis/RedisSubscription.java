package io.github.batchrunner.rq.internal.redis;

/** Channels that are listened to, until closed. */
public interface RedisSubscription extends AutoCloseable {

  /** Ends the listening and its thread. Idempotent. */
  @Override
  void close();
}

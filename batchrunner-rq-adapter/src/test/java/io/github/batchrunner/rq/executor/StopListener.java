package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the commands that a worker of this name would get. */
final class StopListener implements AutoCloseable {

  private final Redis connection;
  private final AtomicInteger stops = new AtomicInteger();

  StopListener(RedisFixture redis, String worker) {
    connection = RedisConnections.open(RqConfig.of(redis.uri()));
    String channel = "rq:pubsub:" + worker;
    connection.subscribe(Set.of(channel), (from, message) -> stops.incrementAndGet());
    Await.until(
        "somebody listens", () -> redis.texts("PUBSUB", "CHANNELS", channel).contains(channel));
  }

  /** Waits for that many, and fails if there were more. */
  void awaitStops(int count) {
    Await.until(count + " commands have come", () -> stops.get() >= count);
    if (stops.get() > count) {
      throw new AssertionError("there were " + stops.get() + " commands rather than " + count);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}

package io.github.batchrunner.rq.faults;

import io.github.batchrunner.rq.testing.RedisFixture;
import java.util.ArrayList;
import java.util.List;

/** Does to jobs what an eviction does: their hashes are gone, their places are not. */
final class Evictions {

  private Evictions() {}

  static void everyThirdThatWaits(RedisFixture redis) {
    evict(redis, waiting(redis));
  }

  /** Evicts of those only that no other waits for. */
  static void everyThirdLastOne(RedisFixture redis) {
    evict(
        redis,
        waiting(redis).stream()
            .filter(id -> redis.number("EXISTS", "rq:job:" + id + ":dependents") == 0)
            .toList());
  }

  private static void evict(RedisFixture redis, List<String> ids) {
    for (int i = 0; i < ids.size(); i += 3) {
      redis.command("DEL", "rq:job:" + ids.get(i));
    }
  }

  private static List<String> waiting(RedisFixture redis) {
    List<String> waiting =
        new ArrayList<>(redis.texts("LRANGE", "rq:queue:" + FaultyBatch.QUEUE, 0, -1));
    waiting.addAll(redis.texts("ZRANGE", "rq:deferred:" + FaultyBatch.QUEUE, 0, -1));
    return waiting;
  }
}

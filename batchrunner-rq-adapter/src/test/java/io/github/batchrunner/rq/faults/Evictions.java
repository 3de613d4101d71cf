package io.github.batchrunner.rq.faults;

import io.github.batchrunner.rq.testing.RedisFixture;
import java.util.ArrayList;
import java.util.List;

/** Does to jobs what an eviction does: their hashes are gone, their places are not. */
final class Evictions {

  private Evictions() {}

  static void everyThirdThatWaits(RedisFixture redis) {
    List<String> waiting =
        new ArrayList<>(redis.texts("LRANGE", "rq:queue:" + FaultyBatch.QUEUE, 0, -1));
    waiting.addAll(redis.texts("ZRANGE", "rq:deferred:" + FaultyBatch.QUEUE, 0, -1));
    for (int i = 0; i < waiting.size(); i += 3) {
      redis.command("DEL", "rq:job:" + waiting.get(i));
    }
  }
}

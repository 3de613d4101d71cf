package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.WorkerInfo;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisError;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what workers say about themselves. Thread-safe. */
public final class Workers {

  private final RqLink link;

  /** Makes one. */
  public Workers(RqLink link) {
    this.link = link;
  }

  /** Returns the workers that are registered and have a hash, in the order of their names. */
  public List<WorkerInfo> all() {
    String prefix = link.keys().worker("");
    List<String> keys =
        Replies.texts(link.redis().call(Command.of("SMEMBERS", link.keys().workers()))).stream()
            .filter(key -> key.startsWith(prefix))
            .sorted()
            .toList();
    List<@Nullable Object> replies =
        link.redis().pipeline(keys.stream().map(key -> Command.of("HGETALL", key)).toList());
    List<WorkerInfo> workers = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      Map<String, byte[]> fields =
          replies.get(i) instanceof RedisError ? Map.of() : Replies.fields(replies.get(i));
      if (!fields.isEmpty()) {
        workers.add(new WorkerInfo(keys.get(i).substring(prefix.length()), fields));
      }
    }
    return workers;
  }
}

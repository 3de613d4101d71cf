package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows what the other workers of the queues understand. Thread-safe. */
final class Fleet {

  private final RqLink link;
  private final PoolOptions options;
  private volatile boolean executions;

  Fleet(RqLink link, PoolOptions options) {
    this.link = link;
    this.options = options;
    executions = options.startedEntries() == StartedEntries.EXECUTIONS;
  }

  /** Tells whether records of executions are kept. */
  boolean keepsExecutions() {
    return executions;
  }

  /** Looks at the other workers anew. */
  void look() {
    if (options.startedEntries() == StartedEntries.AUTO) {
      executions = versions().stream().noneMatch(version -> version.startsWith("1."));
    }
  }

  private List<String> versions() {
    List<Command> members = new ArrayList<>();
    options.queues().forEach(q -> members.add(Command.of("SMEMBERS", link.keys().workers(q))));
    Set<String> workers = new LinkedHashSet<>();
    link.redis().pipeline(members).forEach(reply -> workers.addAll(Replies.texts(reply)));
    List<Command> reads = workers.stream().map(key -> Command.of("HGET", key, "version")).toList();
    List<String> versions = new ArrayList<>();
    for (@Nullable Object reply : link.redis().pipeline(reads)) {
      String version = Replies.textOrNull(reply);
      if (version != null) {
        versions.add(version);
      }
    }
    return versions;
  }
}

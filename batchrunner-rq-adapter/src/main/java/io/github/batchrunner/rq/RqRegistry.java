package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.StartedEntry;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One registry of one queue; looking at it changes nothing, also not what has expired. Thread-safe;
 * throws as {@link Rq} does.
 */
public final class RqRegistry {

  private final RqLink link;
  private final Registry registry;
  private final String key;

  RqRegistry(RqLink link, Registry registry, String queue) {
    this.link = link;
    this.registry = registry;
    this.key = link.keys().registry(registry.word(), queue);
  }

  /** Returns which one it is. */
  public Registry registry() {
    return registry;
  }

  /** Returns how many entries it has, those included that RQ has yet to clean up. */
  public long size() {
    return Replies.number(link.redis().call(Command.of("ZCARD", key)));
  }

  /**
   * Returns entries, the earliest first.
   *
   * @param offset how many to leave out at the beginning, 0 or more
   * @param count the most to return
   */
  public List<RegistryEntry> entries(long offset, int count) {
    if (offset < 0 || count < 0) {
      throw new IllegalArgumentException("entries " + offset + ", " + count + " are nowhere");
    }
    if (count == 0) {
      return List.of();
    }
    List<@Nullable Object> flat =
        Replies.list(
            link.redis().call(Command.of("ZRANGE", key, offset, offset + count - 1, "WITHSCORES")));
    List<RegistryEntry> entries = new ArrayList<>(flat.size() / 2);
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      entries.add(
          entry(Replies.textOrNull(flat.get(i)) + "", Replies.textOrNull(flat.get(i + 1)) + ""));
    }
    return entries;
  }

  private RegistryEntry entry(String member, String score) {
    StartedEntry entry =
        registry == Registry.STARTED ? StartedEntry.of(member) : new StartedEntry(member, "");
    return new RegistryEntry(entry.jobId(), entry.execution(), score(score));
  }

  private static double score(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}

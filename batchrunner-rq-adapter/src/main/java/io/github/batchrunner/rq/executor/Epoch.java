package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the whole database was flushed, or came back empty: by a key that nobody deletes
 * otherwise. Thread-safe.
 *
 * <p>All executors of a database share the key. It never expires, so that an eviction of keys with
 * a time to live does not take it.
 */
final class Epoch {

  private final RqLink link;
  private final String key;
  private String seen = "";
  private long number;

  Epoch(RqLink link) {
    this.link = link;
    this.key = link.keys().prefix() + "batchrunner:epoch";
  }

  /** Returns the command whose answer {@link #look} takes. */
  Command ask() {
    return Command.of("GET", key);
  }

  /** Takes the answer to {@link #ask} and returns the number of this epoch. */
  synchronized long look(@Nullable Object reply) {
    String found = Replies.textOrNull(reply);
    if (found == null) {
      found = begin();
    }
    if (!found.equals(seen)) {
      seen = found;
      number++;
    }
    return number;
  }

  /** Returns the number of the epoch that was seen last. */
  synchronized long current() {
    return number;
  }

  private String begin() {
    String mark = UUID.randomUUID().toString();
    try {
      link.redis().call(Command.of("SET", key, mark, "NX"));
      String found = Replies.textOrNull(link.redis().call(ask()));
      return found == null ? mark : found;
    } catch (RqRefusedException notNow) {
      // A server that takes no writes keeps no mark: the next look tries again.
      return "";
    }
  }
}

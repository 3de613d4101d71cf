package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Handle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts that this executor has accepted or found again. Thread-safe.
 *
 * <p>All that have not ended, and of those that have the latest ones: what ended long ago is read
 * from Redis again if anybody asks.
 */
final class Attempts {

  private static final int MOST_ENDED = 200_000;

  private final Map<AttemptToken, Attempt> known = new ConcurrentHashMap<>();
  private final Deque<AttemptToken> ended = new ArrayDeque<>();

  /** Returns an attempt that is known. */
  Optional<Attempt> find(AttemptToken token) {
    return Optional.ofNullable(known.get(token));
  }

  /** Returns the attempt of a token, known from now on. */
  Attempt remember(Handle handle) {
    return known.computeIfAbsent(handle.token(), token -> new Attempt(handle));
  }

  /** Remembers an attempt that was found; returns the one that counts if it is known already. */
  Attempt adopt(Attempt found) {
    Attempt before = known.putIfAbsent(found.handle.token(), found);
    return before == null ? found : before;
  }

  /** Makes room once many have ended. */
  void ended(Attempt attempt) {
    synchronized (ended) {
      ended.add(attempt.handle.token());
      if (ended.size() > MOST_ENDED) {
        known.remove(ended.remove());
      }
    }
  }

  /** Returns those that have not ended and whose ends may still be seen. */
  List<Attempt> awaited() {
    return known.values().stream().filter(Attempt::isAwaited).toList();
  }

  /** Returns those that have not ended. */
  List<Attempt> open() {
    return known.values().stream().filter(attempt -> !attempt.ended()).toList();
  }
}

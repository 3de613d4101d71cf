package io.github.batchrunner.local;

import io.github.batchrunner.spi.AttemptToken;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which file an attempt has: those that this executor has ruled out, and that may be
 * submitted to it anew, get another one. Thread-safe.
 */
final class AttemptFiles {

  private final Map<AttemptToken, Integer> ruledOut = new ConcurrentHashMap<>();

  /** Returns the file by which an attempt begins. */
  AttemptFile toBegin(Path wd, AttemptToken token) {
    return AttemptFile.of(wd, token, ruledOut.getOrDefault(token, 0));
  }

  /** Returns how often this executor knows the attempt to be ruled out. */
  int timesRuledOut(AttemptToken token) {
    return ruledOut.getOrDefault(token, 0);
  }

  /** Takes note that this executor has ruled out an attempt for the so-many-th time. */
  void ruledOut(AttemptToken token, int times) {
    ruledOut.put(token, times);
  }

  /** Forgets about an attempt that has ended. */
  void forget(AttemptToken token) {
    ruledOut.remove(token);
  }
}

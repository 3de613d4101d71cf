package io.github.batchrunner.rq.janitor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Remembers since when something has looked wrong that may be on its way. Not thread-safe. */
final class Suspects {

  private final Duration patience;
  private Map<Finding, Sight> before = new HashMap<>();
  private Map<Finding, Sight> current = new HashMap<>();

  Suspects(Duration patience) {
    this.patience = patience;
  }

  /** Begins a new look: what is not seen again is forgotten. */
  void beginLook() {
    before = current;
    current = new HashMap<>();
  }

  /**
   * Notes that something looks wrong.
   *
   * @param mark changes when its subject moves on
   * @return whether it has stayed so for long enough
   */
  boolean settled(Finding finding, String mark, Instant now) {
    Finding key =
        Finding.candidate(finding.kind(), finding.queue(), finding.subject(), finding.entry());
    Sight first = before.get(key);
    Sight sight = first != null && first.mark().equals(mark) ? first : new Sight(mark, now);
    current.put(key, sight);
    return !sight.since().plus(patience).isAfter(now);
  }

  private record Sight(String mark, Instant since) {}
}

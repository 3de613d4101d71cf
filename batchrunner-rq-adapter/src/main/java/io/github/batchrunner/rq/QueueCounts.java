package io.github.batchrunner.rq;

import java.util.Map;

/**
 * How many jobs a queue has, as {@code rq info} counts them, but without cleaning up.
 *
 * @param queue the queue's name
 * @param queued how many wait in it
 * @param registries how many each registry lists
 */
public record QueueCounts(String queue, long queued, Map<Registry, Long> registries) {

  /** Copies the map. */
  public QueueCounts {
    registries = Map.copyOf(registries);
  }

  /** Returns how many a registry lists. */
  public long count(Registry registry) {
    return registries.getOrDefault(registry, 0L);
  }
}

package io.github.batchrunner.rq.weppcloud;

import java.util.List;

/**
 * What was cleared for a run. Immutable.
 *
 * @param locks the keys of its NoDb locks that were there
 * @param cached the keys of its cached NoDb files that were there
 * @param timestamps the tasks of which RedisPrep had timestamps
 * @param collisions the other runs that share the run's RedisPrep timestamps
 */
public record Cleared(
    List<String> locks, List<String> cached, List<String> timestamps, List<Collision> collisions) {

  /** Copies the lists. */
  public Cleared {
    locks = List.copyOf(locks);
    cached = List.copyOf(cached);
    timestamps = List.copyOf(timestamps);
    collisions = List.copyOf(collisions);
  }
}

package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.RqTime;
import java.time.Instant;
import java.util.Optional;

/**
 * A job in a {@link Registry}.
 *
 * @param jobId the job
 * @param execution for a started job the execution's id as RQ 2 writes it, else an empty string
 * @param score as Redis holds it: seconds since the epoch, infinite for never, -1 for failures that
 *     are kept for ever
 */
public record RegistryEntry(String jobId, String execution, double score) {

  /** Returns the score as a time; empty if it is none. */
  public Optional<Instant> time() {
    return RqTime.ofSeconds(score);
  }
}

package io.github.batchrunner.core.status;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a batch.
 *
 * @param number from 1
 * @param executor id of the executor
 * @param host name of the machine it ran on
 * @param pid process it ran in
 * @param startedAt when it started
 * @param endedAtOrNull when it ended; null while it runs, and for ever if it was killed
 * @param cancelled whether somebody asked for its end
 */
public record ExecutionSummary(
    int number,
    String executor,
    String host,
    long pid,
    Instant startedAt,
    @Nullable Instant endedAtOrNull,
    boolean cancelled) {

  /** Returns when it ended; empty while it runs, and for ever if it was killed. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAtOrNull);
  }
}

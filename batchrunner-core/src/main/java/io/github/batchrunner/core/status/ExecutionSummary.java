package io.github.batchrunner.core.status;

import io.github.batchrunner.core.execution.Ending;
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
 * @param endingOrNull how it ended; null while it runs, and for ever if it was killed
 * @param reason why it was stopped, for a person; empty unless it was
 */
public record ExecutionSummary(
    int number,
    String executor,
    String host,
    long pid,
    Instant startedAt,
    @Nullable Instant endedAtOrNull,
    @Nullable Ending endingOrNull,
    String reason) {

  /** Returns when it ended; empty while it runs, and for ever if it was killed. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAtOrNull);
  }

  /** Returns how it ended; empty while it runs, and for ever if it was killed. */
  public Optional<Ending> ending() {
    return Optional.ofNullable(endingOrNull);
  }
}

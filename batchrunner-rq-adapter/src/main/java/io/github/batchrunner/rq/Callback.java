package io.github.batchrunner.rq;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A function that a worker calls when a job has ended.
 *
 * @param function its qualified name
 * @param timeout how long it may take, whole seconds, at least one
 */
public record Callback(String function, Duration timeout) {

  /** RQ's own limit for callbacks: one minute. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** Checks the parts. */
  public Callback {
    if (function.isBlank()) {
      throw new IllegalArgumentException("a callback names its function");
    }
    if (timeout.toSeconds() < 1 || !timeout.equals(timeout.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException(
          "a callback may take whole seconds, one or more, not " + timeout);
    }
  }

  /** Returns a callback with RQ's own limit. */
  public static Callback of(String function) {
    return new Callback(function, DEFAULT_TIMEOUT);
  }
}

package io.github.batchrunner.core.pipeline;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.spi.FailureKind;

/**
 * How often a task is tried.
 *
 * <p>Another attempt is made only after failures that another attempt can mend: never after {@code
 * ENVIRONMENT}, {@code REJECTED}, {@code CANCELLED} or {@code OUTPUT_MISSING}.
 *
 * @param maxAttempts 1 to 100; 1 means that a failure is final
 */
public record RetryPolicy(int maxAttempts) {

  /** One attempt. */
  public static final RetryPolicy NONE = new RetryPolicy(1);

  /** Checks the range. */
  public RetryPolicy {
    if (maxAttempts < 1 || maxAttempts > 100) {
      throw new InvalidInputException(
          "max_attempts is 1 to 100, but \"%d\" was given".formatted(maxAttempts));
    }
  }

  /**
   * Tells whether a task whose {@code attempt}th attempt in this execution failed in this way is
   * tried again.
   */
  public boolean triesAgain(int attempt, FailureKind kind) {
    return attempt < maxAttempts
        && switch (kind) {
          case EXIT_CODE, EXCEPTION, OUT_OF_MEMORY, TIMEOUT, PREEMPTED, NODE_LOST, INFRASTRUCTURE ->
              true;
          case ENVIRONMENT, REJECTED, CANCELLED, OUTPUT_MISSING -> false;
        };
  }
}

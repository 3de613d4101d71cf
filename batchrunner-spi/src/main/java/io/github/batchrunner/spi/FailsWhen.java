package io.github.batchrunner.spi;

/**
 * Which results say that a called function failed although it returned.
 *
 * <p>A function that throws has failed in any case.
 */
public enum FailsWhen {
  /** None. */
  NEVER,
  /** The result is {@code False}. */
  RESULT_IS_FALSE,
  /** The result is a list or tuple of which the first element is {@code False}. */
  FIRST_IS_FALSE
}

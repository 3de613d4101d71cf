package io.github.batchrunner.core;

/**
 * The root of everything batchrunner throws on purpose.
 *
 * <p>A message says what went wrong, which thing (its value in quotes), why, and what to do next.
 * The few subclasses tell callers apart by what they can do about it.
 */
public class BatchRunnerException extends RuntimeException {

  /** Creates an exception with a message fit for a person. */
  public BatchRunnerException(String message) {
    super(message);
  }

  /** Creates an exception with a message fit for a person and the cause behind it. */
  public BatchRunnerException(String message, Throwable cause) {
    super(message, cause);
  }
}

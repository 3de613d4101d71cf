package io.github.batchrunner.core;

/**
 * Thrown when something a person gave (a name, a file, a template, an option) cannot be used as it
 * is.
 *
 * <p>Nothing has been changed when it is thrown; the caller corrects the input and calls again.
 */
public class InvalidInputException extends BatchRunnerException {

  /** Creates an exception that names the input, the reason and the remedy. */
  public InvalidInputException(String message) {
    super(message);
  }

  /**
   * Creates an exception that names the input, the reason and the remedy, with the cause behind it.
   */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.github.batchrunner.spi;

/**
 * Thrown when an executor option is unknown, missing or malformed; never shows the value of a
 * secret.
 */
public class InvalidOptionException extends ExecutorException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the option, the reason and the remedy. */
  public InvalidOptionException(String message) {
    super(message);
  }
}

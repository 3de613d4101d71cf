package io.github.batchrunner.spi;

/** Thrown when the engine cannot be reached or refuses us; trying later may help. */
public class ExecutorUnavailableException extends ExecutorException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says which engine, why, and what to do next. */
  public ExecutorUnavailableException(String message) {
    super(message);
  }

  /**
   * Creates an exception that says which engine, why, and what to do next, with the cause behind
   * it.
   */
  public ExecutorUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.github.batchrunner.spi;

/** The root of what executor plugins throw on purpose; the message is fit for a person. */
public class ExecutorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says what, which one, why, and what to do next. */
  public ExecutorException(String message) {
    super(message);
  }

  /**
   * Creates an exception that says what, which one, why, and what to do next, with the cause behind
   * it.
   */
  public ExecutorException(String message, Throwable cause) {
    super(message, cause);
  }
}

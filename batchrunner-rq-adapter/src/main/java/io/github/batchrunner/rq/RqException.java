package io.github.batchrunner.rq;

/** Something about RQ or its Redis went wrong; the message says what, which one, why, what next. */
public class RqException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Makes one with a message. */
  public RqException(String message) {
    super(message);
  }

  /** Makes one with a message and what caused it. */
  public RqException(String message, Throwable cause) {
    super(message, cause);
  }
}

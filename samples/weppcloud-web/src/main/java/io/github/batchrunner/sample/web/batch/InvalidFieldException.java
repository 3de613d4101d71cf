package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.InvalidInputException;

/** One field of a request has a value that cannot be used. */
public final class InvalidFieldException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * Creates an exception.
   *
   * @param field the field as it is written in the request, such as {@code force_tasks}
   * @param message what is wrong, and what to do
   */
  public InvalidFieldException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** Returns the field as it is written in the request. */
  public String field() {
    return field;
  }
}

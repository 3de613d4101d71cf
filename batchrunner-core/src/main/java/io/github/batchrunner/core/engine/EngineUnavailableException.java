package io.github.batchrunner.core.engine;

import io.github.batchrunner.core.BatchRunnerException;

/**
 * Thrown when an executor cannot be opened because its engine cannot be reached; trying later may
 * help.
 */
public class EngineUnavailableException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says which engine, why, and what to do next. */
  public EngineUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.BatchRunnerException;

/** The base project is being changed by somebody else; nothing has been changed by this call. */
public final class BaseLockedException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  BaseLockedException(String message) {
    super(message);
  }

  BaseLockedException(String message, Throwable cause) {
    super(message, cause);
  }
}

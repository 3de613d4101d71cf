package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchRunnerException;

/** The service cannot do that now. */
final class UnavailableException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  UnavailableException(String message) {
    super(message);
  }
}

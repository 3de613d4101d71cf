package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.BatchRunnerException;

/**
 * Thrown when a base project cannot be read or the directory of one run cannot be prepared; other
 * runs are not concerned.
 *
 * <p>Nothing half done is left under the run's name. After the cause has been mended the same call
 * can be made again.
 */
public final class CloneException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  CloneException(String message) {
    super(message);
  }

  CloneException(String message, Throwable cause) {
    super(message, cause);
  }
}

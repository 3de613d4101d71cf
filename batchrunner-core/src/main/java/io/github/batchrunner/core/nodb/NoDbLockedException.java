package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.BatchRunnerException;

/** Thrown when somebody else has locked a NoDb file; nothing has been changed. */
public final class NoDbLockedException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  NoDbLockedException(String message) {
    super(message);
  }
}

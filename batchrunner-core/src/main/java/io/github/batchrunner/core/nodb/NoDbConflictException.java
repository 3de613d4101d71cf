package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.BatchRunnerException;

/**
 * Thrown when a NoDb file was changed by somebody else between being read and being written.
 *
 * <p>Nothing has been written; the caller reads the file again, makes the edit again, and writes.
 */
public final class NoDbConflictException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  NoDbConflictException(String message) {
    super(message);
  }
}

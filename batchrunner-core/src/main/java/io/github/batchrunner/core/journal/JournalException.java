package io.github.batchrunner.core.journal;

import io.github.batchrunner.core.BatchRunnerException;

/**
 * Thrown when the journal cannot be read or written; the message says at which place and what to
 * do.
 */
public class JournalException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the file, the place, the reason and the remedy. */
  public JournalException(String message) {
    super(message);
  }

  /**
   * Creates an exception that names the file, the place, the reason and the remedy, with the cause
   * behind it.
   */
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}

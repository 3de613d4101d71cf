package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunnerException;

/** A batch has no such run, or a run no such task or output. */
public final class NoSuchRunException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a sentence that says what there is not. */
  public NoSuchRunException(String message) {
    super(message);
  }
}

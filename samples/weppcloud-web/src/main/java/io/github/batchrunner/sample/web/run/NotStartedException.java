package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunnerException;

/** A batch was not started, although the options of its base project have been saved. */
public final class NotStartedException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  NotStartedException(String message, Throwable cause) {
    super(message, cause);
  }
}

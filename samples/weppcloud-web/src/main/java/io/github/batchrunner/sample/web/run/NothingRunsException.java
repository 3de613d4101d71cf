package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunnerException;

/** Nobody runs the batch that is to be cancelled. */
public final class NothingRunsException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  NothingRunsException(String batch) {
    super("nobody runs the batch \"%s\", so there is nothing to cancel".formatted(batch));
  }
}

package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunnerException;

/** Nothing has failed with this signature. */
public final class NoSuchFailureException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the signature. */
  public NoSuchFailureException(String signature) {
    super(
        "nothing fails with the signature \"%s\" any more; the status shows what does"
            .formatted(signature));
  }
}

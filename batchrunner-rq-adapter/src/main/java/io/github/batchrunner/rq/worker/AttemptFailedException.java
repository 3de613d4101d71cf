package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.executor.FailureLine;
import io.github.batchrunner.spi.Failure;

/**
 * An attempt that a worker ran for a batch ended badly.
 *
 * <p>Its message has the whole failure in a form that executor "rq" reads again, kind, exit code
 * and signal included.
 */
public final class AttemptFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  AttemptFailedException(Failure failure) {
    super(failure.message() + "\n" + FailureLine.of(failure));
    this.failure = failure;
  }

  /** Returns why. */
  public Failure failure() {
    return failure;
  }
}

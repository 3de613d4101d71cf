package io.github.batchrunner.core;

/**
 * Thrown when another process, or another execution in this one, is running the batch; the message
 * says who.
 */
public class BatchBusyException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the batch and who holds it. */
  public BatchBusyException(String message) {
    super(message);
  }
}

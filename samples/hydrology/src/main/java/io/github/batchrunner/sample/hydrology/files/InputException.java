package io.github.batchrunner.sample.hydrology.files;

import java.io.IOException;

/**
 * Thrown when a file that a task needs is absent or does not say what it should; the message names
 * the file, the trouble, and what to do.
 */
public final class InputException extends IOException {

  /** Creates an exception with a message fit for a person. */
  public InputException(String message) {
    super(message);
  }

  /** Creates an exception with a message fit for a person and the cause behind it. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}

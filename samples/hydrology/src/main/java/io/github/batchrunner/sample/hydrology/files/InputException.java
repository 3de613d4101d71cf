package io.github.batchrunner.sample.hydrology.files;

import java.io.IOException;

/**
 * Thrown when a file that a task needs is absent or does not say what it should; the message names
 * the file, the trouble, and what to do.
 */
public final class InputException extends IOException {
  private static final int LONGEST_SHOWN = 80;

  /** Creates an exception with a message fit for a person. */
  public InputException(String message) {
    super(message);
  }

  /** Creates an exception with a message fit for a person and the cause behind it. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns a value someone gave, cut to what fits into a message. */
  static String shown(Object value) {
    String text = value.toString();
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}

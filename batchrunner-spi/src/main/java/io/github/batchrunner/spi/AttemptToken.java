package io.github.batchrunner.spi;

/**
 * The identity of one attempt, for ever: made by the host, written to its journal before the
 * attempt is submitted.
 *
 * @param value 1 to 64 of {@code A-Z a-z 0-9 . _ -}, starting with a letter or digit, so that it
 *     can be a job name, file name or key on every engine
 */
public record AttemptToken(String value) {

  private static final int MOST_CHARACTERS = 64;

  /** Checks the form. */
  public AttemptToken {
    if (!wellFormed(value)) {
      throw new IllegalArgumentException(
          "an attempt token is 1 to 64 of A-Z a-z 0-9 . _ -, but this is \"" + value + "\"");
    }
  }

  /** By hand, because tokens are made by the million. */
  private static boolean wellFormed(String value) {
    if (value.isEmpty() || value.length() > MOST_CHARACTERS || !letterOrDigit(value.charAt(0))) {
      return false;
    }
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!letterOrDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean letterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }

  @Override
  public String toString() {
    return value;
  }
}

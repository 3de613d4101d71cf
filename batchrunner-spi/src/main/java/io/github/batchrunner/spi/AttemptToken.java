package io.github.batchrunner.spi;

import java.util.regex.Pattern;

/**
 * The identity of one attempt, for ever: made by the host, written to its journal before the
 * attempt is submitted.
 *
 * @param value 1 to 64 of {@code A-Z a-z 0-9 . _ -}, starting with a letter or digit, so that it
 *     can be a job name, file name or key on every engine
 */
public record AttemptToken(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Checks the form. */
  public AttemptToken {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an attempt token is 1 to 64 of A-Z a-z 0-9 . _ -, but this is \"" + value + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

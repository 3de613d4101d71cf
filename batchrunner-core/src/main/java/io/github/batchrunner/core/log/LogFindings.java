package io.github.batchrunner.core.log;

import org.jspecify.annotations.Nullable;

/**
 * What the rules of a task found in the log of one attempt.
 *
 * @param where the place of the log, for a person
 * @param failureOrNull the first line that says that the attempt failed and is not to be ignored
 * @param ignoredOrNull the first line that is to be ignored
 * @param success whether there is a line that says that it succeeded
 * @param end the last lines of the log, at most 8 KiB
 */
public record LogFindings(
    String where,
    @Nullable Line failureOrNull,
    @Nullable Line ignoredOrNull,
    boolean success,
    String end) {

  /**
   * A line of a log.
   *
   * @param number its number, from 1
   * @param text the first 8 KiB of it
   */
  public record Line(long number, String text) {
    private static final int SHOWN = 300;

    /** Returns number and beginning for a person. */
    @Override
    public String toString() {
      String shown = text.strip();
      boolean cut = shown.length() > SHOWN;
      int end = cut && Character.isHighSurrogate(shown.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
      return "line %d: %s".formatted(number, cut ? shown.substring(0, end) + "…" : shown);
    }
  }
}

package io.github.batchrunner.core.log;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.pipeline.LogRules;
import java.util.regex.Matcher;

/**
 * One pattern that is searched for in the lines of a log, and given up where it takes too many
 * steps.
 *
 * <p>A careless pattern takes time that grows with a power of the length of a line, or doubles with
 * each character; it must not hold up the execution. Not thread-safe.
 */
final class LogSearch {

  /** Enough for a few of the longest lines with two wildcards in a row. */
  private static final long FREE_STEPS = 100_000_000;

  private static final int STEPS_PER_CHARACTER = 1000;

  private final String pattern;
  private final Matcher matcher;
  private final CountedText text = new CountedText();

  LogSearch(String pattern) {
    this.pattern = pattern;
    this.matcher = LogRules.compile(pattern).matcher("");
  }

  /**
   * Tells whether the pattern is found in a line.
   *
   * @throws InvalidInputException if it has taken too many steps on this log
   */
  boolean isFound(LogFindings.Line line) {
    text.show(line.text());
    try {
      return matcher.reset(text).find();
    } catch (TooManySteps | StackOverflowError e) { // alternatives in a loop take stack
      throw new InvalidInputException(
          "the log pattern \"%s\" takes too many steps on %s. Patterns are searched: leave out \".*\" at both ends, and repeat nothing that repeats something"
              .formatted(pattern, line),
          e);
    }
  }

  /** A line of which the matcher may look at so many characters. */
  private static final class CountedText implements CharSequence {
    private String line = "";
    private long left = FREE_STEPS;

    void show(String next) {
      line = next;
      left = Math.min(FREE_STEPS, left + (long) STEPS_PER_CHARACTER * next.length());
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new TooManySteps();
      }
      return line.charAt(index);
    }

    @Override
    public int length() {
      return line.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return line.subSequence(start, end);
    }

    @Override
    public String toString() {
      return line;
    }
  }

  /** Ends a search from within the matcher. */
  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }
}

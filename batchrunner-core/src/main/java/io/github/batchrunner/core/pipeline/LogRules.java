package io.github.batchrunner.core.pipeline;

import io.github.batchrunner.core.InvalidInputException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the lines of a task's log say about its success, for programs that do not say it by their
 * exit code.
 *
 * <p>All are regular expressions of {@link Pattern}, searched in each line without regard to case.
 *
 * @param failure a line in which one of these is found means that the attempt failed
 * @param ignore lines in which one of these is found are no failure, whatever else they match; with
 *     one such line, and no failure, an attempt that ended with an exit code counts as a success
 * @param success if there are any, one of them has to be found for a success
 */
public record LogRules(List<String> failure, List<String> ignore, List<String> success) {

  /** No rules: the log is not looked at. */
  public static final LogRules NONE = new LogRules(List.of(), List.of(), List.of());

  private static final int MOST_PATTERNS = 100;
  private static final int MOST_CHARACTERS = 1000;

  /**
   * Checks the patterns.
   *
   * @throws InvalidInputException if one is not a regular expression; it says where in it
   */
  public LogRules {
    failure = checked("failure", failure);
    ignore = checked("ignore", ignore);
    success = checked("success", success);
  }

  private static List<String> checked(String key, List<String> patterns) {
    if (patterns.size() > MOST_PATTERNS) {
      throw new InvalidInputException(
          "\"%s\" of \"log\" has %d patterns, but %d are the most: join some with \"|\""
              .formatted(key, patterns.size(), MOST_PATTERNS));
    }
    for (int number = 0; number < patterns.size(); number++) {
      check(
          "pattern number %d of \"%s\" of \"log\"".formatted(number + 1, key),
          patterns.get(number));
    }
    return List.copyOf(patterns);
  }

  private static void check(String which, String pattern) {
    if (pattern.isEmpty() || pattern.length() > MOST_CHARACTERS) {
      throw new InvalidInputException(
          "%s has 1 to %d characters, but this has %d"
              .formatted(which, MOST_CHARACTERS, pattern.length()));
    }
    try {
      compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(
          "%s is not a regular expression: \"%s\": %s%s"
              .formatted(which, pattern, e.getDescription(), place(e.getIndex())),
          e);
    }
  }

  private static String place(int index) {
    return index < 0 ? "" : " (at character %d)".formatted(index + 1);
  }

  /** Returns a pattern of these rules as it is searched for. */
  public static Pattern compile(String pattern) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** Returns rules that find failures. */
  public static LogRules failingOn(String... patterns) {
    return new LogRules(List.of(patterns), List.of(), List.of());
  }

  /** Returns these rules with lines that are no failure. */
  public LogRules ignoring(String... patterns) {
    return new LogRules(failure, List.of(patterns), success);
  }

  /** Returns these rules with lines of which one has to be there. */
  public LogRules succeedingOn(String... patterns) {
    return new LogRules(failure, ignore, List.of(patterns));
  }

  /** Tells whether there are none. */
  public boolean isEmpty() {
    return failure.isEmpty() && ignore.isEmpty() && success.isEmpty();
  }
}

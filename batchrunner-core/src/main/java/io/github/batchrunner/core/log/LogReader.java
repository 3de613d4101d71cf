package io.github.batchrunner.core.log;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.pipeline.LogRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the patterns of a task in a log, in one pass over it.
 *
 * <p>Not thread-safe.
 */
public final class LogReader {

  private final List<LogSearch> failure;
  private final List<LogSearch> ignore;
  private final List<LogSearch> success;
  private LogFindings.@Nullable Line failed;
  private LogFindings.@Nullable Line ignored;
  private boolean succeeded;

  private LogReader(LogRules rules) {
    failure = searches(rules.failure());
    ignore = searches(rules.ignore());
    success = searches(rules.success());
  }

  private static List<LogSearch> searches(List<String> patterns) {
    return patterns.stream().map(LogSearch::new).toList();
  }

  /**
   * Reads a log to its end.
   *
   * @param where its place, for a person
   * @throws InvalidInputException if a pattern takes too many steps on it
   */
  public static LogFindings read(LogRules rules, String where, InputStream log) throws IOException {
    LogReader reader = new LogReader(rules);
    LogLines lines = new LogLines(log);
    while (lines.next()) {
      reader.look(new LogFindings.Line(lines.number(), lines.text()));
    }
    return new LogFindings(where, reader.failed, reader.ignored, reader.succeeded, lines.end());
  }

  private void look(LogFindings.Line line) {
    boolean fails = failed == null && anyFound(failure, line);
    boolean passes = (fails || ignored == null) && anyFound(ignore, line);
    if (passes && ignored == null) {
      ignored = line;
    }
    if (fails && !passes) {
      failed = line;
    }
    succeeded = succeeded || anyFound(success, line);
  }

  private static boolean anyFound(List<LogSearch> searches, LogFindings.Line line) {
    for (LogSearch search : searches) {
      if (search.isFound(line)) {
        return true;
      }
    }
    return false;
  }
}

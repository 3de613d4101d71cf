package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.log.LogFindings;
import io.github.batchrunner.core.log.LogReader;
import io.github.batchrunner.core.pipeline.LogRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

@OnlyWhereJazzerLoads
class LogRulesFuzzTest {

  private static final int LONGEST_END = 8192;

  /**
   * Any pattern, the first line of the input, is refused, found, not found, or given up in any log,
   * the other lines; the log is read to its end.
   */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/log.dict")
  void aPatternIsFoundOrNotOrRefused(byte[] input) throws IOException {
    String text = new String(input, StandardCharsets.UTF_8);
    int cut = text.indexOf('\n');
    if (cut < 0) {
      return;
    }
    String pattern = text.substring(0, cut);
    byte[] log = text.substring(cut + 1).getBytes(StandardCharsets.UTF_8);
    LogFindings found;
    LogFindings ignored;
    try {
      found = read(LogRules.failingOn(pattern).succeedingOn(pattern), log);
      ignored = read(LogRules.failingOn(pattern).ignoring(pattern), log);
    } catch (InvalidInputException e) {
      return;
    }
    require((found.failureOrNull() != null) == found.success(), "found and not found");
    require(ignored.failureOrNull() == null, "a line that is ignored fails");
    require((ignored.ignoredOrNull() != null) == found.success(), "ignored and not found");
    require(found.end().length() <= LONGEST_END, "too much of the end");
  }

  private static LogFindings read(LogRules rules, byte[] log) throws IOException {
    return LogReader.read(rules, "fuzz.log", new ByteArrayInputStream(log));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}

package io.github.batchrunner.local;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.fuzz.OnlyWhereJazzerLoads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

@OnlyWhereJazzerLoads
class AttemptFileFuzzTest {

  /** Longer than any command may run. */
  private static final Duration LONGEST = Duration.ofDays(1_000_000);

  /** Any text tells something or nothing, and a line that is not whole tells nothing. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/attempt.dict")
  void anyTextTellsSomethingOrNothing(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Trace trace = Trace.parse(text);
    Trace wholeLines = Trace.parse(text.substring(0, text.lastIndexOf('\n') + 1));
    require(trace.equals(wholeLines), "half a line counts");
    Trace.Beginning beginning = trace.beginning();
    if (beginning == null) {
      require(trace.pid() == 0 && trace.status() == null, "an end without a beginning");
      return;
    }
    Duration timeout = beginning.timeout();
    if (!timeout.isNegative() && timeout.compareTo(LONGEST) < 0) {
      Trace again = Trace.parse(trace.pid() + " " + beginning.text() + "\n");
      require(beginning.equals(again.beginning()), "another beginning: " + again);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}

package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.rq.pickle.Pickle;
import io.github.batchrunner.rq.pickle.PickleException;
import io.github.batchrunner.rq.pickle.PickleLimits;
import java.util.Arrays;

@OnlyWhereJazzerLoads
class PickleFuzzTest {

  private static final PickleLimits LIMITS = new PickleLimits(1 << 20, 20_000, 100);

  /** What is read can be walked, and what can be written is the same after reading. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/pickle.dict")
  void bytesAreAValueOrRefused(byte[] input) {
    Object value;
    try {
      value = Pickle.loads(input, LIMITS);
    } catch (PickleException e) {
      return;
    }
    if (value == null) {
      return;
    }
    String walked = value + " " + value.hashCode() + value.equals(Pickle.loads(input, LIMITS));
    if (walked.isBlank()) {
      throw new IllegalStateException("no text");
    }
    byte[] written;
    try {
      written = Pickle.dumps(value);
    } catch (PickleException e) {
      return;
    }
    byte[] again = Pickle.dumps(Pickle.loads(written));
    if (!Arrays.equals(again, written)) {
      throw new IllegalStateException("another value after writing and reading");
    }
  }
}

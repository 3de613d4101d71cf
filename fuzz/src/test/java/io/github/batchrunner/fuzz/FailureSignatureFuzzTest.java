package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.core.failure.FailureSignature;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.nio.charset.StandardCharsets;

@OnlyWhereJazzerLoads
class FailureSignatureFuzzTest {

  /** Long enough for whatever does not take time in proportion to the length to be seen. */
  private static final int LONG = 20_000;

  /**
   * Any failure has a signature. The first line of the input is the run id, the second the message,
   * the others the detail, which is taken many times where the run id begins with an asterisk.
   */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/log.dict")
  void anyFailureHasASignature(byte[] input) {
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 3);
    if (parts.length < 3 || parts[0].isEmpty()) {
      return;
    }
    String detail = parts[2];
    if (parts[0].startsWith("*") && !detail.isEmpty()) {
      detail = detail.repeat(Math.max(1, LONG / detail.length()));
    }
    FailureKind[] kinds = FailureKind.values();
    Failure failure =
        Failure.of(kinds[input.length % kinds.length], parts[1])
            .withDetail(detail)
            .withExitCode(input.length);
    FailureSignature signature = FailureSignature.of("wepp", parts[0], failure);
    if (!signature.value().matches("[0-9a-f]{8}")) {
      throw new IllegalStateException("not a signature: " + signature);
    }
    if (!signature.equals(FailureSignature.of("wepp", parts[0], failure))) {
      throw new IllegalStateException("another one the second time: " + signature);
    }
    FailureSignature.evidence(failure);
  }
}

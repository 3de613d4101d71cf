package io.github.batchrunner.rq.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FailureLineTest {

  @Property(tries = 200)
  void aFailureComesBackAsItWas(
      @ForAll FailureKind kind, @ForAll String message, @ForAll String detail) {
    Failure failure = Failure.of(kind, message).withDetail(detail);
    String text = "Traceback\n  at x\n" + FailureLine.of(failure) + "\nSummary: " + message;
    assertThat(FailureLine.find(text)).contains(failure);
  }

  @Test
  void exitCodeAndSignalComeBack() {
    Failure failure = Failure.of(FailureKind.EXIT_CODE, "it ended").withExitCode(3).withSignal(9);
    assertThat(FailureLine.find(FailureLine.of(failure))).contains(failure);
  }

  @Test
  void aLineThatWasCutIsNotTheOneThatCounts() {
    Failure failure = Failure.of(FailureKind.TIMEOUT, "too long").withDetail("d".repeat(100));
    String line = FailureLine.of(failure);
    assertThat(FailureLine.find(line.substring(0, 60) + "\n" + line)).contains(failure);
    assertThat(FailureLine.find(line.substring(0, 60))).isEmpty();
  }

  @Test
  void otherTextHoldsNoFailure() {
    assertThat(FailureLine.find("ValueError: batchrunner-failure: none")).isEmpty();
    assertThat(FailureLine.find("batchrunner-failure: {\"kind\":\"NO_SUCH\"}")).isEmpty();
  }
}

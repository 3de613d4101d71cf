package io.github.batchrunner.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import org.junit.jupiter.api.Test;

class FailureSignatureTest {

  private static String signature(String runId, String message) {
    return FailureSignature.of("wepp", runId, Failure.of(FailureKind.EXCEPTION, message)).value();
  }

  @Test
  void whatDiffersFromRunToRunDoesNotCount() {
    assertThat(
            FailureSignature.normalise(
                "run OR-3 failed in /batch/OR-3/wepp/p1.err at 2026-01-02T03:04:05Z after 12 tries with -3.5e-7 (id 123e4567-e89b-12d3-a456-426614174000, 0xdeadbeef)",
                "OR-3"))
        .isEqualTo(
            "run <run> failed in <path> at <time> after <n> tries with <n> (id <id>, <hex>)");
  }

  @Test
  void runIdsThatAreNumbersDoNotSplitAGroup() {
    assertThat(signature("3", "no flow in cell 3 after 3 tries"))
        .isEqualTo(signature("12", "no flow in cell 77 after 3 tries"))
        .isEqualTo(signature("OR-3", "no flow in cell 5 after 1 tries"));
  }

  @Test
  void aRunIdInsideAWordIsNotTheRunId() {
    assertThat(FailureSignature.normalise("a bad area near a", "a"))
        .isEqualTo("<run> bad area near <run>");
    assertThat(FailureSignature.normalise("Ör and ÖrÖr", "Ör")).isEqualTo("<run> and ÖrÖr");
  }

  @Test
  void whatMakesTwoFailuresDifferentCounts() {
    Failure failure = Failure.of(FailureKind.EXIT_CODE, "it ended with code 3").withExitCode(3);
    String value = FailureSignature.of("wepp", "r", failure).value();
    assertThat(value).matches("[0-9a-f]{8}");
    assertThat(FailureSignature.of("omni", "r", failure).value()).isNotEqualTo(value);
    assertThat(FailureSignature.of("wepp", "r", failure.withExitCode(4)).value())
        .isNotEqualTo(value);
    assertThat(FailureSignature.of("wepp", "r", failure.withSignal(9)).value()).isNotEqualTo(value);
    assertThat(FailureSignature.of("wepp", "other", failure.withDetail("more")).value())
        .isEqualTo(value);
  }

  @Test
  void aRunIdWithCharactersOfRegularExpressionsIsTakenAsItIs() {
    assertThat(FailureSignature.normalise("x $1 (a|b) \\E y", "(a|b) \\E"))
        .isEqualTo("x $<n> <run> y");
  }
}

package io.github.batchrunner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "palouse-2026", "a_b", "abcdefghijklmnopqrstuvwxyz012", "com"})
  void fewLowercaseLettersDigitsAndDashesAreAName(String name) {
    assertThat(BatchName.of(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "_base",
        "-a",
        "A",
        "é",
        "a b",
        "a.b",
        "a/b",
        "..",
        "a\n",
        "٣",
        "abcdefghijklmnopqrstuvwxyz0123",
        "resources",
        "logs",
        "runs",
        "con",
        "lpt1",
        "nul"
      })
  void anythingElseIsRefusedAndShown(String name) {
    assertThatThrownBy(() -> BatchName.of(name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"" + name + "\"");
  }
}

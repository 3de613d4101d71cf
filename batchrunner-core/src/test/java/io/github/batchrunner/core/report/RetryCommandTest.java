package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryCommandTest {

  @Test
  void aPlainPathStaysAsItIs() {
    assertThat(RetryCommand.quoted("/data/palouse-2026", false)).isEqualTo("/data/palouse-2026");
  }

  @Test
  void aShellTakesNothingInThePathForItsOwn() {
    assertThat(RetryCommand.quoted("/my data/$(rm -r x)/it's", false))
        .isEqualTo("'/my data/$(rm -r x)/it'\\''s'");
  }

  @Test
  void windowsKnowsDoubleQuotesAlone() {
    assertThat(RetryCommand.quoted("C:\\my data\\b", true)).isEqualTo("\"C:\\my data\\b\"");
  }
}

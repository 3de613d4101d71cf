package io.github.batchrunner.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseConfigTest {

  @Test
  void theEndingMayBeGivenOrNot() {
    assertThat(BaseConfig.named("disturbed9002_wbt.cfg"))
        .isEqualTo(BaseConfig.named("disturbed9002_wbt"));
    assertThat(BaseConfig.named("canada-wbt-mofe").fileName()).isEqualTo("canada-wbt-mofe.cfg");
    assertThat(new BaseConfig("0.cfg").fileName()).isEqualTo("0.cfg");
    assertThat(BaseConfig.named("v1.2")).hasToString("v1.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".cfg", "a/b", "../a", "a\\b", "a b", "a..b", "-a", ".a", "a\n", "a;b", "é", "a\0"
      })
  void whatCouldBeSomethingElseIsRefused(String name) {
    assertThatThrownBy(() -> BaseConfig.named(name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not the name of a config");
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    assertThat(BaseConfig.named("a".repeat(100)).name()).hasSize(100);
    assertThatThrownBy(() -> BaseConfig.named("a".repeat(101)))
        .isInstanceOf(InvalidInputException.class);
  }
}

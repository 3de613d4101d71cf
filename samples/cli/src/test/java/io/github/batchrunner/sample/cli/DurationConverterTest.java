package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "10s,PT10S",
    "5m,PT5M",
    "2h,PT2H",
    "1d,PT24H",
    "PT1H,PT1H",
    "0s,PT0S"
  })
  void shortAndLongFormsAreRead(String text, Duration duration) {
    assertThat(converter.convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "1.5s", "-1s", "10 s", "99999999999999s"})
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
  }

  @Test
  void peopleReadDurationsInTheUnitThatFits() {
    assertThat(Durations.words(Duration.ofMillis(4))).isEqualTo("4 ms");
    assertThat(Durations.words(Duration.ofMillis(12_340))).isEqualTo("12.3 s");
    assertThat(Durations.words(Duration.ofSeconds(150))).isEqualTo("2:30");
    assertThat(Durations.clock(Duration.ofSeconds(3725))).isEqualTo("1:02:05");
  }
}

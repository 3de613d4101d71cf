package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AntecedentMoistureTest {

  /** National Engineering Handbook, section 4, table 4.2. */
  @ParameterizedTest
  @CsvSource({
    "12.6, false, DRY", "12.7, false, AVERAGE", "27.9, false, AVERAGE", "28.0, false, WET",
    "35.5, true, DRY", "35.6, true, AVERAGE", "53.3, true, AVERAGE", "53.4, true, WET"
  })
  void classesFollowTheHandbook(double water, boolean growing, AntecedentMoisture moisture) {
    assertThat(AntecedentMoisture.of(water, growing)).isEqualTo(moisture);
  }
}

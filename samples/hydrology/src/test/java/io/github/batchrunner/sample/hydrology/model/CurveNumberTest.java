package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveNumberTest {
  private static final double INCH = 25.4;

  /** TR-55 (1986), table 2-1, runoff depth for selected curve numbers and rainfall, inches. */
  @ParameterizedTest
  @CsvSource({
    "80, 2.0, 0.56",
    "80, 3.0, 1.25",
    "80, 5.0, 2.89",
    "70, 3.0, 0.71",
    "70, 4.0, 1.33",
    "60, 3.0, 0.33",
    "90, 2.0, 1.09",
    "90, 5.0, 3.88",
    "98, 3.0, 2.77"
  })
  void runoffIsThatOfTr55Table21(double curveNumber, double rain, double runoff) {
    double millimetres = CurveNumber.runoff(rain * INCH, CurveNumber.retention(curveNumber));

    assertThat(millimetres / INCH).isCloseTo(runoff, within(0.006));
  }

  @Test
  void nothingRunsOffUntilTheInitialAbstractionIsFull() {
    double retention = CurveNumber.retention(80);

    assertThat(retention).isCloseTo(63.5, within(1e-9));
    assertThat(CurveNumber.runoff(12.7, retention)).isZero();
    assertThat(CurveNumber.runoff(13, retention)).isPositive();
  }

  /** National Engineering Handbook, section 4, table 10.1; the formulas are fits to it. */
  @ParameterizedTest
  @CsvSource({"60, 40, 78", "70, 51, 85", "80, 63, 91", "90, 78, 96"})
  void dryAndWetCurveNumbersAreNearThoseOfTheHandbook(double average, double dry, double wet) {
    assertThat(CurveNumber.onDrySoil(average)).isCloseTo(dry, within(2.0));
    assertThat(CurveNumber.onWetSoil(average)).isCloseTo(wet, within(1.0));
  }

  @Test
  void aCurveNumberOutsideItsRangeIsRefused() {
    assertThatThrownBy(() -> CurveNumber.retention(0)).hasMessageContaining("0");
    assertThatThrownBy(() -> CurveNumber.retention(101)).hasMessageContaining("101");
    assertThatThrownBy(() -> CurveNumber.retention(Double.NaN)).hasMessageContaining("NaN");
  }

  @Property
  void runoffIsNeverMoreThanTheWaterAndGrowsWithIt(
      @ForAll @DoubleRange(min = 30, max = 98) double curveNumber,
      @ForAll @DoubleRange(max = 500) double water,
      @ForAll @DoubleRange(max = 50) double more) {
    double retention = CurveNumber.retention(curveNumber);
    double runoff = CurveNumber.runoff(water, retention);

    assertThat(runoff).isBetween(0.0, water);
    assertThat(CurveNumber.runoff(water + more, retention)).isGreaterThanOrEqualTo(runoff);
  }

  @Property
  void wetSoilShedsMoreThanDrySoil(@ForAll @DoubleRange(min = 30, max = 98) double curveNumber) {
    assertThat(CurveNumber.onDrySoil(curveNumber)).isLessThan(curveNumber);
    assertThat(CurveNumber.onWetSoil(curveNumber)).isBetween(curveNumber, 100.0);
  }
}

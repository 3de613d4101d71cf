package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class MonthlyNormalsTest {

  private static double[] each(double value) {
    double[] months = new double[12];
    Arrays.fill(months, value);
    return months;
  }

  @Test
  void precipitationIsScaledInProportion() {
    MonthlyNormals normals = MonthlyNormals.of(each(10), each(50), each(20), each(5));

    MonthlyNormals scaled = normals.withAnnualPrecipitation(1200);

    assertThat(normals.annualPrecipitation()).isCloseTo(600, within(1e-9));
    assertThat(scaled.annualPrecipitation()).isCloseTo(1200, within(1e-9));
    assertThat(scaled.wetChance(3)).isEqualTo(normals.wetChance(3));
    assertThat(scaled.depthOfWetDay(3)).isCloseTo(10, within(1e-9));
  }

  @Test
  void aClimateThatCannotBeIsRefused() {
    assertThatThrownBy(() -> MonthlyNormals.of(each(40), each(50), each(20), each(5)))
        .hasMessageContaining("40.0 wet days in JANUARY");
    assertThatThrownBy(() -> MonthlyNormals.of(each(10), each(-1), each(20), each(5)))
        .hasMessageContaining("-1.0 mm");
    assertThatThrownBy(() -> MonthlyNormals.of(each(10), each(50), each(5), each(20)))
        .hasMessageContaining("lowest temperature");
    assertThatThrownBy(() -> MonthlyNormals.of(each(Double.NaN), each(50), each(20), each(5)))
        .hasMessageContaining("NaN");
    assertThatThrownBy(
            () ->
                MonthlyNormals.of(each(0), each(0), each(20), each(5)).withAnnualPrecipitation(500))
        .hasMessageContaining("cannot be scaled");
  }

  @Property
  void everyPlaceOnEarthHasALikelyClimate(
      @ForAll @DoubleRange(min = -90, max = 90) double latitude,
      @ForAll @DoubleRange(min = -400, max = 5500) double elevation) {
    double precipitation = MonthlyNormals.likelyPrecipitation(latitude);
    MonthlyNormals normals = MonthlyNormals.ofPlace(latitude, elevation, precipitation);

    assertThat(precipitation).isBetween(200.0, 2500.0);
    assertThat(normals.annualPrecipitation()).isCloseTo(precipitation, within(1e-6));
  }

  @Test
  void summerIsInJulyInTheNorthAndInJanuaryInTheSouth() {
    MonthlyNormals north = MonthlyNormals.ofPlace(45, 0, 800);
    MonthlyNormals south = MonthlyNormals.ofPlace(-45, 0, 800);

    assertThat(north.meanTemperature(7)).isGreaterThan(north.meanTemperature(1) + 15);
    assertThat(south.meanTemperature(1)).isGreaterThan(south.meanTemperature(7) + 15);
  }
}

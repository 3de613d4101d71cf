package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReferenceEvapotranspirationTest {

  @Test
  void radiationIsThatOfFao56Example8() {
    assertThat(ReferenceEvapotranspiration.extraterrestrialRadiation(-20, 246))
        .isCloseTo(32.2, within(0.1));
  }

  @Test
  void evapotranspirationIsThatOfFao56Example20() {
    double radiation = ReferenceEvapotranspiration.extraterrestrialRadiation(45.72, 196);

    assertThat(ReferenceEvapotranspiration.ofDay(radiation, 26.6, 14.8))
        .isCloseTo(5.0, within(0.1));
  }

  @Test
  void hardFrostTakesNothingUp() {
    assertThat(ReferenceEvapotranspiration.ofDay(5, -20, -40)).isZero();
  }

  @Property
  void theSunNeverTakesLightAway(
      @ForAll @DoubleRange(min = -90, max = 90) double latitude,
      @ForAll @IntRange(min = 1, max = 366) int day) {
    assertThat(ReferenceEvapotranspiration.extraterrestrialRadiation(latitude, day))
        .isBetween(-1e-9, 50.0);
  }
}

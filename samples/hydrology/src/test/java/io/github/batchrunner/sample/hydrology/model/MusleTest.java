package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MusleTest {

  @Test
  void theMetricFormIsTheOneOfWilliamsInOtherUnits() {
    double acreFeet = 10;
    double cubicFeetPerSecond = 50;
    double tons = 95 * Math.pow(acreFeet * cubicFeetPerSecond, 0.56);

    double tonnes = Musle.sedimentYield(acreFeet * 1233.48, cubicFeetPerSecond * 0.0283168, 1);

    assertThat(tonnes).isCloseTo(tons * 0.907185, within(0.005 * tonnes));
  }

  @Test
  void theUnitPlotHasATopographicFactorOfOne() {
    assertThat(Musle.topographicFactor(22.13, 9)).isCloseTo(1, within(0.01));
  }

  @Test
  void aSteepSlopeIsWorkedOutByHand() {
    // sin = 0.1961, beta = 1.592, m = 0.614, L = 2.525, S = 2.795
    assertThat(Musle.topographicFactor(100, 20)).isCloseTo(7.06, within(0.03));
  }

  @Test
  void lengthBeyondFourHundredFeetDoesNotCount() {
    assertThat(Musle.topographicFactor(2000, 25)).isEqualTo(Musle.topographicFactor(122, 25));
  }

  @Test
  void anInchOfWaterInSnowHoldsNearlyAllSedimentBack() {
    assertThat(Musle.shareUnderSnow(25.4)).isCloseTo(0.0498, within(1e-4));
    assertThat(Musle.shareUnderSnow(0)).isEqualTo(1);
  }
}

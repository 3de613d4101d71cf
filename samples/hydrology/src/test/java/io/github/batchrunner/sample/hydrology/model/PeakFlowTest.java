package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PeakFlowTest {

  @Test
  void kirpichGivesTwentyThreeMinutesForOneKilometreAtOnePercent() {
    double hours = PeakFlow.timeOfConcentration(1000, 0.01);

    assertThat(hours * 60).isCloseTo(23.4, within(0.1));
  }

  @Test
  void theTriangleHoldsTheVolumeOfTheRunoff() {
    double peak = PeakFlow.perMillimetre(1, 2, 1);
    double timeToPeak = 2 / 2.0 + 0.6;
    double volume = peak * 2.67 * timeToPeak * 3600 / 2;

    assertThat(peak).isCloseTo(0.13, within(1e-9));
    assertThat(volume).as("1 mm on 1 km², m³").isCloseTo(1000, within(2.0));
  }
}

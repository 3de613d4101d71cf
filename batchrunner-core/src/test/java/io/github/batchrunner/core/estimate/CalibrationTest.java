package io.github.batchrunner.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The true time left lies in the range about as often as promised, on many synthetic batches with
 * fixed seeds.
 */
class CalibrationTest {

  private static final int BATCHES = 60;
  private static final double[] SHARES = {0.05, 0.2, 0.4, 0.6, 0.8, 0.95};
  private static final int[][] CHAIN = {{}, {0}, {1}};
  private static final int[][] DIAMOND = {{}, {0}, {0}, {0}, {1, 2, 3}, {4}, {4}};

  static Stream<Arguments> laws() {
    return Stream.of(
        law("proportional", (area, random) -> 3 * area * noise(random.nextGaussian(), 0.3)),
        law("constant", (area, random) -> 40 * noise(random.nextGaussian(), 0.3)),
        law("quadratic", (area, random) -> 0.1 * area * area * noise(random.nextGaussian(), 0.3)),
        law("affine", (area, random) -> (20 + 2 * area) * noise(random.nextGaussian(), 0.3)),
        law("heavy tail", (area, random) -> 3 * area * noise(random.nextGaussian(), 1.2)),
        law("outliers", (area, random) -> 3 * area * (random.nextInt(20) == 0 ? 12 : 1)),
        law("without noise", (area, random) -> 3 * area));
  }

  private static Arguments law(String name, SyntheticBatch.Law law) {
    return Arguments.of(name, law);
  }

  private static double noise(double gaussian, double spread) {
    return Math.exp(spread * gaussian);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("laws")
  void theTruthLiesInTheRangeAboutAsOftenAsPromised(String name, SyntheticBatch.Law law) {
    int covered = 0;
    int asked = 0;
    List<Double> factors = new ArrayList<>();
    for (int seed = 0; seed < BATCHES; seed++) {
      int count = new int[] {30, 100, 400}[seed % 3];
      SyntheticBatch batch =
          new SyntheticBatch(count, seed % 2 == 0 ? CHAIN : DIAMOND, 8, 1, law, seed);
      for (SyntheticBatch.Told told : batch.carryOut(SHARES)) {
        if (told.said().isPresent()) {
          asked++;
          covered += told.isCovered() ? 1 : 0;
          factors.add(told.factor());
        }
      }
    }
    factors.sort(null);
    // Promised are 80 %; laws that are simpler than they might be are in the range more often.
    assertThat((double) covered / asked).isBetween(0.74, 1.0);
    assertThat(asked).as("moments at which something was told").isGreaterThan(5 * BATCHES);
    assertThat(factors.get(factors.size() / 2))
        .as("how many times its low end the high end of the range is")
        .isLessThan(name.equals("heavy tail") ? 5.0 : 3.0);
  }
}

package io.github.batchrunner.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    StringBuilder table = new StringBuilder();
    int[] coveredAt = new int[SHARES.length];
    int[] above = new int[SHARES.length];
    for (int seed = 0; seed < BATCHES; seed++) {
      int count = new int[] {30, 100, 400}[seed % 3];
      SyntheticBatch batch =
          new SyntheticBatch(count, seed % 2 == 0 ? CHAIN : DIAMOND, 8, 1, law, seed);
      int share = 0;
      for (SyntheticBatch.Told told : batch.carryOut(SHARES)) {
        if (told.said().isPresent()) {
          asked++;
          covered += told.isCovered() ? 1 : 0;
          coveredAt[share] += told.isCovered() ? 1 : 0;
          above[share] += told.isAbove() ? 1 : 0;
          factors.add(told.factor());
        }
        share++;
      }
    }
    for (int share = 0; share < SHARES.length; share++) {
      table.append(
          String.format(
              Locale.ROOT,
              " %.2f: %d/%d above %d",
              SHARES[share],
              coveredAt[share],
              BATCHES,
              above[share]));
    }
    factors.sort(null);
    System.err.println(
        name
            + " "
            + covered
            + "/"
            + asked
            + table
            + " factor "
            + factors.get(factors.size() / 2)
            + " .. "
            + factors.get(factors.size() * 9 / 10));
    assertThat((double) covered / asked).isBetween(0.68, 1.0);
  }
}

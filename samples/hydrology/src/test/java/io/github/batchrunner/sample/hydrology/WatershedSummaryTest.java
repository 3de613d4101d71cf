package io.github.batchrunner.sample.hydrology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.sample.hydrology.WatershedSummary.ScenarioResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatershedSummaryTest {
  @TempDir Path directory;

  @Test
  void theNumbersAreThoseAHydrologistExpects() throws Exception {
    List<String> features = SampleRun.features(WatershedGenerator.of(42, 40).toGeoJson());
    List<Double> sediment = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      String id = "run-" + i;
      WatershedSummary summary = new SampleRun(directory.resolve(id), id, features.get(i)).runAll();

      assertThat(summary.areaKm2()).isBetween(1.0, 300.0);
      assertThat(summary.hillslopes()).isBetween(4, 48);
      assertThat(summary.precipitationMm()).isBetween(350.0, 1100.0);
      assertThat(summary.runoffCoefficient()).isBetween(0.05, 0.6);
      assertThat(summary.sedimentTonnesPerHectare()).isBetween(0.0, 50.0);
      assertThat(summary.ashTonnesPerHectare()).isBetween(0.0, 16.0);
      sediment.add(summary.sedimentTonnesPerHectare());
      assertThatScenariosAreInOrder(summary.scenarios());
    }
    sediment.sort(null);

    assertThat(sediment.get(20)).as("median, t/ha a year").isBetween(0.02, 2.0);
  }

  private static void assertThatScenariosAreInOrder(List<ScenarioResult> scenarios) {
    assertThat(scenarios)
        .extracting(ScenarioResult::name)
        .containsExactly("current", "undisturbed", "uniform_high", "thinning");
    ScenarioResult undisturbed = scenarios.get(1);
    ScenarioResult burned = scenarios.get(2);
    for (ScenarioResult other : scenarios) {
      assertThat(other.runoffMm()).isGreaterThanOrEqualTo(undisturbed.runoffMm());
      assertThat(other.runoffMm()).isLessThanOrEqualTo(burned.runoffMm());
      assertThat(other.sedimentTonnesPerHectare())
          .isLessThanOrEqualTo(burned.sedimentTonnesPerHectare());
    }
  }

  @Test
  void theLastTwoTasksMayBeLeftOut() throws Exception {
    String feature = SampleRun.features(WatershedGenerator.of(42, 1).toGeoJson()).get(0);
    SampleRun run = new SampleRun(directory.resolve("run"), "run", feature);
    for (String task : SampleRun.TASKS.subList(0, 5)) {
      run.run(task);
    }

    WatershedSummary summary = WatershedSummary.read(run.wd());

    assertThat(summary.runoffMm()).isPositive();
    assertThat(summary.ashTonnesPerHectare()).isZero();
    assertThat(summary.scenarios()).isEmpty();
  }

  @Test
  void aRunThatIsNotFinishedSaysWhichTaskIsMissing() {
    assertThatThrownBy(() -> WatershedSummary.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wepp/output/watershed_summary.csv")
        .hasMessageContaining("\"wepp\"");
  }
}

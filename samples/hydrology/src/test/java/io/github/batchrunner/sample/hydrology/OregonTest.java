package io.github.batchrunner.sample.hydrology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real watersheds, of 0.1 to 50,000 km², with none of the properties the tasks look for. */
class OregonTest {
  @TempDir Path directory;

  @Test
  void everyDrinkingWaterWatershedRunsThrough() throws Exception {
    Path file = SharedData.file("oregon-drinking-watersheds.geojson");
    List<String> features = SampleRun.features(Files.readString(file));

    assertThat(features).hasSize(192);
    for (int i = 0; i < features.size(); i++) {
      String id = "or-" + i;
      WatershedSummary summary = new SampleRun(directory.resolve(id), id, features.get(i)).runAll();

      assertThat(summary.areaKm2()).as(id).isBetween(0.05, 60_000.0);
      assertThat(summary.runoffCoefficient()).as(id).isBetween(0.05, 0.6);
      assertThat(summary.sedimentTonnesPerHectare()).as(id).isBetween(0.0, 50.0);
    }
  }

  @Test
  void settingsOfARealProjectAreUsed() throws Exception {
    Path climate = SharedData.file("nodb/Test_Watershed_15.climate.nodb");
    Path wepp = SharedData.file("nodb/Test_Watershed_15.wepp.nodb");
    Path watersheds = SharedData.file("oregon-drinking-watersheds.geojson");
    String feature = SampleRun.features(Files.readString(watersheds)).get(40);
    SampleRun run = new SampleRun(directory.resolve("real"), "real", feature);
    Files.copy(climate, run.wd().resolve("climate.nodb"));
    Files.copy(wepp, run.wd().resolve("wepp.nodb"));

    WatershedSummary summary = run.runAll();

    assertThat(run.log()).contains("100 years of weather");
    // The station's yearly mean is 16.78 inches.
    assertThat(summary.precipitationMm()).isBetween(0.95 * 426, 1.05 * 426);
  }
}

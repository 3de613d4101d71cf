package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachCommandTest {

  @TempDir Path root;
  private Path batch;

  @BeforeEach
  void createBatch() {
    batch = SampleBatch.created(root);
  }

  @Test
  void saysWhatIsInTheFile() throws Exception {
    Cli.Outcome outcome = Cli.run("attach", batch, SampleBatch.geoJson(root));

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("4 watersheds", "EPSG:4326", "properties: code, name, region");
    assertThat(batch.resolve("resources").resolve("watersheds.geojson")).exists();
  }

  @Test
  void warnsOfGeometriesThatAreNotValid() throws Exception {
    String bowTie = "[[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]";
    Path file =
        Files.writeString(
            root.resolve("odd.geojson"),
            "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\":"
                + " {}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": "
                + bowTie
                + "}}]}");

    Cli.Outcome outcome = Cli.run("attach", batch, file);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).contains("warning:", "feature 0");
  }

  @Test
  void refusesWhatIsNoFeatureCollection() throws Exception {
    Path file = Files.writeString(root.resolve("bad.geojson"), "{\"type\": ");

    Cli.Outcome outcome = Cli.run("attach", batch, file);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("bad.geojson");
    assertThat(Cli.run("attach", batch, root.resolve("none")).exitCode()).isEqualTo(2);
  }

  @Test
  void theSizeLimitCanBeMoved() throws Exception {
    Path file = SampleBatch.geoJson(root);
    Files.writeString(file, SampleBatch.WATERSHEDS + " ".repeat(1 << 20));

    assertThat(Cli.run("attach", batch, file, "--max-mb", 1).exitCode()).isEqualTo(2);
    assertThat(Cli.run("attach", batch, file, "--max-mb", 2).exitCode()).isZero();
    assertThat(Cli.run("attach", batch, file, "--max-mb", 0).err()).contains("\"0\"");
  }
}

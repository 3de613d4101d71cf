package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

  @TempDir Path root;
  private Path batch;

  @BeforeEach
  void attachWatersheds() throws Exception {
    batch = SampleBatch.attached(root);
  }

  @Test
  void aGoodTemplateIsValid() {
    Cli.Outcome outcome = Cli.run("validate", batch, "--template", "{properties['name']}");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("valid: 4 watersheds, 4 distinct run ids", "the first is \"cedar\"");
    assertThat(outcome.err()).contains("plan");
  }

  @Test
  void duplicatesAreShownWithWhatTellsThemApart() {
    Cli.Outcome outcome =
        Cli.run("validate", batch, "--template", "{str(properties['region'] or 'none')}");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("1 run id is not unique", "\"north\": watersheds 0, 1", "name: cedar | birch");
  }

  @Test
  void errorsAndCollisionsAreShown() {
    assertThat(Cli.run("validate", batch, "--template", "{properties['region']}").out())
        .contains("1 watershed has no usable run id", "  3: ");
    Cli.Outcome collisions = Cli.run("validate", batch, "--template", "{properties['code']}");
    assertThat(collisions.exitCode()).isEqualTo(1);
    assertThat(collisions.out()).contains("\"A1\" and \"a1\": watersheds 0, 1");
  }

  @Test
  void theReportIsOneJsonDocument() {
    Cli.Outcome outcome =
        Cli.run("validate", batch, "--json", "--template", "{properties['region'] or 'x'}");

    JsonNode report = outcome.json();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    assertThat(report.at("/summary/total_features").asInt()).isEqualTo(4);
    assertThat(report.at("/summary/is_valid").asBoolean()).isFalse();
    assertThat(report.at("/duplicates/0/run_id").asText()).isEqualTo("north");
    assertThat(report.at("/duplicates/0/indexes").toString()).isEqualTo("[0,1]");
    assertThat(report.at("/rows").size()).isEqualTo(4);
    assertThat(report.has("validation_hash")).isTrue();
  }

  @Test
  void aTextThatIsNoTemplateIsBadInput() {
    Cli.Outcome outcome = Cli.run("validate", batch, "--template", "{properties[");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("column");
  }

  @Test
  void watershedsComeFirst() {
    Path empty = root.resolve("empty");
    Cli.run("create", empty, "--config", "x");

    Cli.Outcome outcome = Cli.run("validate", empty, "--template", "x");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("attach a GeoJSON file first");
  }
}

package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on 192 real watersheds with real NoDb files as the base project. */
class OregonTest {

  private static final String TEMPLATE = "{slug(properties['WATER_PROV'])}-{one_based_index:03d}";

  @TempDir Path root;
  private Path batch;

  @BeforeEach
  void attachWatersheds() {
    Path watersheds = Requirement.sharedData("oregon-drinking-watersheds.geojson");
    batch = root.resolve("oregon");
    assertThat(
            Cli.run(
                    "create",
                    batch,
                    "--config",
                    "disturbed9002_wbt",
                    "--base",
                    Requirement.sharedData("nodb"))
                .exitCode())
        .isZero();
    assertThat(Cli.run("attach", batch, watersheds).out()).contains("192 watersheds");
  }

  @Test
  void theRealDuplicatesAmongTheNamesAreFound() {
    Cli.Outcome outcome =
        Cli.run("validate", batch, "--json", "--template", "{slug(properties['WATER_PROV'])}");

    JsonNode report = outcome.json();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(report.at("/summary/total_features").asInt()).isEqualTo(192);
    assertThat(report.at("/summary/unique_run_ids").asInt()).isEqualTo(175);
    List<String> duplicates = new ArrayList<>();
    report.get("duplicates").forEach(each -> duplicates.add(each.get("run_id").asText()));
    assertThat(duplicates).hasSize(14).contains("City-of-Bandon", "Hillsboro-JWC-Plant");
    assertThat(Cli.run("plan", batch).exitCode()).isEqualTo(2);
  }

  @Test
  void everythingRunsOnceAndAForcedTaskTakesItsFollowersAlong() {
    assertThat(Cli.run("validate", batch, "--template", TEMPLATE).exitCode()).isZero();

    Cli.Outcome run = Cli.run("run", batch);

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode status = Cli.run("status", batch, "--json").json();
    assertThat(status.get("state").asText()).isEqualTo("succeeded");
    assertThat(status.at("/runs/succeeded").asInt()).isEqualTo(192);
    assertThat(status.at("/tasks/succeeded").asInt()).isEqualTo(192 * 7);
    JsonNode again = Cli.run("plan", batch, "--json").json();
    assertThat(again.get("to_run").asInt()).isZero();
    assertThat(again.get("up_to_date").asInt()).isEqualTo(192 * 7);

    Object[] forced = {"--force=climate", "--only", "City-of-Silverton-*", "--json"};
    JsonNode plan = Cli.run("plan", batch, forced[0], forced[1], forced[2], forced[3]).json();
    List<String> tasks = new ArrayList<>();
    plan.get("items")
        .forEach(
            item -> {
              if (item.get("action").asText().equals("run")) {
                tasks.add(item.get("task").asText());
              }
            });
    assertThat(plan.get("runs").asInt()).isEqualTo(1);
    assertThat(tasks).containsExactly("climate", "wepp", "watar", "omni");
    Cli.Outcome rerun = Cli.run("run", batch, forced[0], forced[1], forced[2]);
    assertThat(rerun.exitCode()).isZero();
    assertThat(rerun.out()).containsPattern("tasks +4 +4 +0 +0 +0");
    assertThat(Cli.run("plan", batch, "--json").json().get("to_run").asInt()).isZero();
  }

  @Test
  void theClonesOfARealBasePointAtThemselves() throws Exception {
    Cli.run("validate", batch, "--template", TEMPLATE);
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);

    Cli.run("run", batch, "--pipeline", pipeline, "--only", "City-of-Bandon-041");

    Path wd = batch.resolve("City-of-Bandon-041");
    String clone = Files.readString(wd.resolve("Test_Watershed_15.climate.nodb"));
    assertThat(clone).contains("\"" + wd + "\"").doesNotContain(batch.resolve("_base").toString());
  }

  @Test
  void oneFailingWatershedIsKeptApart() throws Exception {
    Cli.run("validate", batch, "--template", TEMPLATE);
    Path pipeline =
        SampleBatch.pipeline(
            root, SampleBatch.MIXED_PIPELINE.replace("= doomed", "= City-of-Bandon-041"));

    Cli.Outcome run = Cli.run("run", batch, "--pipeline", pipeline);

    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode status = Cli.run("status", batch, "--json").json();
    assertThat(status.at("/runs/succeeded").asInt()).isEqualTo(191);
    assertThat(status.at("/runs/failed").asInt()).isEqualTo(1);
    assertThat(status.at("/tasks/failed").asInt()).isEqualTo(1);
    assertThat(status.at("/tasks/skipped").asInt()).isEqualTo(1);
    assertThat(status.at("/failures/0/example_run").asText()).isEqualTo("City-of-Bandon-041");
  }
}

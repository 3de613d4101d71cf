package io.github.batchrunner.sample.web.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.sample.web.base.BaseControls.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanPreviewTest {

  private static final PlanRequest USUAL = new PlanRequest(null, null, null, null, null, null);
  private static final List<Edit> CLIMATE =
      List.of(new Edit("climate", "climate.nodb", "_input_years", "30", "40"));

  @TempDir private Path root;
  private BatchRunner batch;

  @BeforeEach
  void create() throws IOException {
    batch = BatchRunner.create(root, BatchName.of("small"), BaseConfig.named("disturbed9002_wbt"));
    batch.attachWatersheds(
        Files.writeString(
            root.resolve("w.geojson"),
            """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":
             {"type":"Point","coordinates":[0,0]}}]}"""));
    batch.useRunIdTemplate("run{index}");
    batch.usePipeline(
        Pipeline.builder("three")
            .task(task("landuse"))
            .task(task("climate").inputs("clim*.nodb"))
            .task(task("wepp").needs("landuse", "climate"))
            .build());
  }

  private static TaskDefinition.Builder task(String id) {
    return TaskDefinition.builder(id, WorkDefinition.command("true"));
  }

  @Test
  void anEditMakesTheTasksRunThatReadTheFileAndWhatFollowsThem() throws Exception {
    run();
    assertThat(PlanPreview.of(batch, USUAL, List.of()).plan().toRun()).isZero();

    PlanPreview preview = PlanPreview.of(batch, USUAL, CLIMATE);

    assertThat(preview.plan().toRun()).isEqualTo(2);
    assertThat(preview.edits()).isEqualTo(CLIMATE);
    assertThat(preview.decision(0, 0).reason()).isEqualTo(Reason.UP_TO_DATE);
    assertThat(preview.decision(0, 1))
        .isEqualTo(
            new PlanPreview.Decision(
                Reason.INPUT_CHANGED, "its input climate.nodb changes with the options below"));
    assertThat(preview.decision(0, 2).sentence()).isEqualTo("follows climate, which runs");
  }

  @Test
  void whatWouldRunAnywayKeepsItsOwnReason() {
    PlanPreview preview = PlanPreview.of(batch, USUAL, CLIMATE);

    assertThat(preview.decision(0, 1).reason()).isEqualTo(Reason.NEVER_RAN);
  }

  @Test
  void anEditOfAFileThatNoTaskReadsMakesNothingRun() throws Exception {
    run();

    PlanPreview preview =
        PlanPreview.of(batch, USUAL, List.of(new Edit("omni", "omni.nodb", "a", "1", "2")));

    assertThat(preview.plan().toRun()).isZero();
  }

  @Test
  void aTaskWhoseCheckBoxIsOffStaysOff() throws Exception {
    run();
    batch.select(batch.selection().with(batch.pipeline(), "climate", false));

    PlanPreview preview = PlanPreview.of(batch, USUAL, CLIMATE);

    assertThat(preview.decision(0, 1).reason()).isEqualTo(Reason.DISABLED);
    assertThat(preview.plan().toRun()).isZero();
  }

  @Test
  void whatIsForcedIsToldAsForced() throws Exception {
    run();

    PlanPreview preview =
        PlanPreview.of(
            batch, new PlanRequest("tasks", List.of("climate"), null, null, null, null), CLIMATE);

    assertThat(preview.decision(0, 1).sentence()).isEqualTo("is forced");
  }

  private void run() throws InterruptedException {
    try (OpenExecutor executor = Executors.open("local", Map.of());
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      execution.await();
    }
  }
}

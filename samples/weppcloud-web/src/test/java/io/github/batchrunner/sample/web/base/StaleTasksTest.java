package io.github.batchrunner.sample.web.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has to run again after an edit, with tasks that have really run. */
class StaleTasksTest {

  private static final String WATERSHED =
      """
      {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "a"},
        "geometry": {"type": "Polygon", "coordinates":
          [[[-120.0, 40.0], [-119.99, 40.0], [-119.99, 40.01], [-120.0, 40.01], [-120.0, 40.0]]]}}]}
      """;

  @TempDir Path root;
  private TestBase base;
  private BatchRunner batch;

  @BeforeEach
  void run() throws Exception {
    base = TestBase.of(root, "disturbed9002");
    base.apply("climate", "input_years", 2);
    batch = base.batch;
    batch.usePipeline(Pipelines.wepp());
    batch.attachWatersheds(Files.writeString(root.resolve("a.geojson"), WATERSHED));
    assertThat(batch.useRunIdTemplate("{properties['name']}").isValid()).isTrue();
    execute();
    assertThat(stale()).isEmpty();
  }

  private void execute() throws InterruptedException {
    try (OpenExecutor executor = Executors.open("local", Map.of());
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
  }

  /** Returns the tasks of which an input has changed. */
  private List<String> stale() {
    BatchPlan plan = batch.plan();
    return IntStream.range(0, plan.pipeline().tasks().size())
        .filter(task -> plan.runs(0, task) && plan.reason(0, task) == Reason.INPUT_CHANGED)
        .mapToObj(task -> plan.pipeline().task(task).id())
        .toList();
  }

  private List<String> weather() throws IOException {
    Path wd = batch.runDirectory("a");
    try (Stream<Path> files = Files.walk(wd.resolve("climate"))) {
      TreeSet<String> texts = new TreeSet<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file));
      }
      return List.copyOf(texts);
    }
  }

  @Test
  void anEditMakesTheTasksStaleThatReadTheFile() {
    base.apply("climate", "cligen_seed", 7);
    assertThat(stale()).containsExactly("climate");
  }

  @Test
  void scenariosAreOfOmniAlone() {
    base.apply("omni", "scenarios", List.of(Map.of("type", "undisturbed")));

    assertThat(stale()).containsExactly("omni");
    assertThat(batch.plan().runs(0, 0)).isFalse();
  }

  @Test
  void optionsOfWeppAreOfWeppAlone() {
    base.apply("wepp", "run_frost", true);

    assertThat(stale()).containsExactly("wepp");
  }

  @Test
  void thresholdsOfTopazAreOnesOfTheDelineation() {
    base.apply("channels", "csa", 5);

    assertThat(stale()).containsExactly("delineation");
  }

  @Test
  void burnSeveritiesChangeLandUseAndSoils() throws InterruptedException {
    base.apply("sbs", "burn_grass", true);
    assertThat(stale()).containsExactly("landuse", "soils");
    execute();
    assertThat(stale()).isEmpty();

    byte[] raster = "II*\0 a raster".getBytes(StandardCharsets.US_ASCII);
    new SbsRaster(base.controls).put(batch, "fire.tif", new ByteArrayInputStream(raster));
    assertThat(stale()).containsExactly("landuse", "soils");
    execute();

    String name = String.valueOf(base.field("sbs", "file").value());
    assertThat(batch.runDirectory("a").resolve("disturbed").resolve(name)).hasBinaryContent(raster);
  }

  @Test
  void theTasksUseTheYearsAndTheSeedOfTheClimate() throws Exception {
    List<String> first = weather();

    base.apply("climate", "cligen_seed", 7);
    execute();
    List<String> otherSeed = weather();
    assertThat(otherSeed).isNotEqualTo(first);

    base.apply("climate", "input_years", 3);
    execute();
    assertThat(weather().stream().mapToInt(String::length).sum())
        .isGreaterThan(otherSeed.stream().mapToInt(String::length).sum());
  }
}

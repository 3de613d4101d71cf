package io.github.batchrunner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.clone.BaseChanges;
import io.github.batchrunner.core.clone.OnConflict;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Sharing;
import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.core.internal.json.PythonJson;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.nodb.Requirement;
import io.github.batchrunner.core.pipeline.LogRules;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.watershed.BoundingBox;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatchRunnerTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678901Z"), ZoneOffset.UTC);
  private static final BaseConfig CONFIG = BaseConfig.named("disturbed9002_wbt");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pipeline PAIR =
      Pipeline.builder("pair")
          .task(
              TaskDefinition.builder("climate", WorkDefinition.handler("climate"))
                  .inputs("climate.nodb"))
          .task(
              TaskDefinition.builder("wepp", WorkDefinition.handler("wepp"))
                  .needs("climate")
                  .inputs("wepp.nodb"))
          .build();

  @TempDir private Path root;

  private BatchRunner.Builder builder() {
    return BatchRunner.builder().clock(CLOCK);
  }

  private BatchRunner create() {
    return builder().create(root, BatchName.of("demo"), CONFIG);
  }

  /** A batch of four watersheds called A to D, and two tasks. */
  private BatchRunner ready() throws IOException {
    BatchRunner batch = create();
    batch.attachWatersheds(watersheds("squares.geojson", 4, "North"));
    assertThat(batch.useRunIdTemplate("{properties['Name']}").isValid()).isTrue();
    batch.usePipeline(PAIR);
    return batch;
  }

  private Path watersheds(String file, int count, String region) throws IOException {
    StringBuilder features = new StringBuilder();
    for (int i = 0; i < count; i++) {
      double west = -120 + i;
      features.append(
          """
          %s{"type": "Feature", "properties": {"Name": "%s", "Region": "%s"}, "geometry": {"type": "Polygon",
            "coordinates": [[[%s, 45], [%s, 45], [%s, 45.1], [%s, 45.1], [%s, 45]]]}}
          """
              .formatted(
                  i == 0 ? "" : ",",
                  (char) ('A' + i),
                  region,
                  west,
                  west + 0.1,
                  west + 0.1,
                  west,
                  west));
    }
    return Files.writeString(
        root.resolve(file), "{\"type\": \"FeatureCollection\", \"features\": [" + features + "]}");
  }

  private static BatchResult run(BatchRunner batch, PlanOptions options, InlineExecutor executor)
      throws InterruptedException {
    try (OpenExecutor open = executor.open(CLOCK);
        BatchExecution execution = batch.start(batch.plan(options), open)) {
      return execution.await();
    }
  }

  private static BatchResult run(BatchRunner batch, InlineExecutor executor)
      throws InterruptedException {
    return run(batch, PlanOptions.all(), executor);
  }

  // Creating and opening.

  @Test
  void theRecordIsWhatWeppcloudWrites() throws IOException {
    BatchRunner batch = create();
    String wd = root.resolve("demo").toString();
    assertThat(root.resolve("demo/batch_runner.nodb"))
        .hasContent(
            """
            {"py/object": "wepppy.nodb.batch_runner.BatchRunner", "py/state": {"wd": "WD", "_config": "batch/default_batch.cfg", \
            "_mods": [], "commit_hash": "unknown", "_base_config": "disturbed9002_wbt.cfg", "_geojson_state": null, \
            "_runid_template_state": null, "_base_wd": "WD/_base", "_sbs_map": null, "_sbs_map_metadata": null, \
            "_run_directives": {"rmtree": false, "fetch_dem": true, "build_channels": true, "find_outlet": true, \
            "build_subcatchments": true, "abstract_watershed": true, "build_landuse": true, "build_soils": true, \
            "build_climate": true, "build_rap_ts": true, "build_openet_ts": true, "run_wepp_hillslopes": true, \
            "run_wepp_watershed": true, "run_watar": true, "run_omni_scenarios": true, "run_omni_contrasts": true}, \
            "_rq_job_ids": {}, "_batchrunner": {"version": 1, "layout": "flat", \
            "created_at": "2026-01-02T03:04:05.678901Z", "tasks": {}}}}"""
                .replace("WD", wd));
    assertThat(batch.name()).isEqualTo("demo");
    assertThat(Files.readString(root.resolve("demo/batch_runner.nodb"))).endsWith("}}}}");
  }

  @Test
  void itsAttributesAreThoseOfTheRealClassInTheirOrder() throws IOException {
    Path sample = Requirement.sharedData("nodb/SYNTHETIC.batch_runner.nodb");
    create();
    NoDbDocument theirs = NoDbFile.read(sample).document();
    NoDbDocument ours = NoDbFile.read(root.resolve("demo/batch_runner.nodb")).document();
    List<String> expected = new ArrayList<>(theirs.attributes());
    expected.add("_batchrunner");
    assertThat(ours.attributes()).containsExactlyElementsOf(expected);
    for (String attribute : theirs.attributes()) {
      if (!attribute.equals("wd") && !attribute.equals("_base_wd")) {
        assertThat(PythonJson.dumps(ours.value(attribute)))
            .as(attribute)
            .isEqualTo(PythonJson.dumps(theirs.value(attribute)));
      }
    }
  }

  @Test
  void aCreateThatFailsLeavesNothing() {
    for (RuntimeException failure :
        List.of(new InvalidInputException("no such config"), new IllegalStateException("bug"))) {
      assertThatThrownBy(
              () ->
                  builder()
                      .baseProject(
                          request -> {
                            Files.writeString(request.directory().resolve("half.nodb"), "{");
                            throw failure;
                          })
                      .create(root, BatchName.of("demo"), CONFIG))
          .isInstanceOf(RuntimeException.class);
      assertThat(root).isEmptyDirectory();
    }
    create();
  }

  @Test
  void whatIsThereAlreadyIsNeverTouched() throws IOException {
    create();
    Map<String, String> before = Tree.of(root);
    assertThatThrownBy(this::create)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is a batch")
        .hasMessageContaining("open it");
    assertThat(Tree.of(root)).isEqualTo(before);
    Path other = Files.createDirectories(root.resolve("other"));
    Files.writeString(other.resolve("precious"), "data");
    assertThatThrownBy(() -> builder().create(root, BatchName.of("other"), CONFIG))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it is not a batch");
    assertThat(other.resolve("precious")).hasContent("data");
    Path file = Files.writeString(root.resolve("file"), "data");
    assertThatThrownBy(() -> builder().create(file, BatchName.of("demo"), CONFIG))
        .isInstanceOf(BatchRunnerException.class);
    assertThat(file).hasContent("data");
  }

  @Test
  void aDirectoryWithoutARecordIsNotABatch() {
    assertThatThrownBy(() -> BatchRunner.open(root))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not a batch");
  }

  // Watersheds, run ids, check-boxes.

  @Test
  void whatIsConfiguredIsSeenByWhoeverOpensTheBatch() throws IOException {
    BatchRunner batch = ready();
    batch.select(TaskSelection.all().with(PAIR, "wepp", false));
    BatchRunner other = BatchRunner.open(root.resolve("demo"));
    assertThat(other.selection().enabled("wepp")).isFalse();
    assertThat(other.selection().enabled("climate")).isTrue();
    other.usePipeline(PAIR);
    assertThat(other.plan().runs().size()).isEqualTo(4);
    assertThat(other.plan().count(Reason.DISABLED)).isEqualTo(4);
    NoDbDocument record = NoDbFile.read(root.resolve("demo/batch_runner.nodb")).document();
    assertThat(record.value("_run_directives"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("run_wepp_hillslopes", false)
        .containsEntry("build_climate", true)
        .containsEntry("rmtree", false);
  }

  @Test
  void aNewUploadMakesTheValidationStale() throws IOException {
    BatchRunner batch = ready();
    BatchPlan old = batch.plan();
    batch.attachWatersheds(watersheds("other.geojson", 3, "South"));
    NoDbDocument record = NoDbFile.read(root.resolve("demo/batch_runner.nodb")).document();
    JsonNode state = JSON.readTree(PythonJson.dumps(record.value("_runid_template_state")));
    assertThat(state.path("status").asText()).isEqualTo("stale");
    assertThat(state.path("summary").path("is_valid").asBoolean()).isFalse();
    assertThatThrownBy(batch::plan)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("out of date")
        .hasMessageContaining("{properties['Name']}");
    batch.useRunIdTemplate("{properties['Name']}");
    assertThat(batch.plan().runs().size()).isEqualTo(3);
    try (OpenExecutor executor = InlineExecutor.doingNothing().open(CLOCK)) {
      assertThatThrownBy(() -> batch.start(old, executor))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("plan again");
    }
  }

  @Test
  void withoutRunIdsNothingCanBePlanned() throws IOException {
    BatchRunner batch = create();
    assertThatThrownBy(batch::plan)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("validate a template first");
    assertThatThrownBy(() -> batch.useRunIdTemplate("{index}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("attach a GeoJSON file first");
    batch.attachWatersheds(watersheds("squares.geojson", 4, "North"));
    assertThat(batch.useRunIdTemplate("{properties['Region']}").isValid()).isFalse();
    assertThatThrownBy(batch::plan)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("4");
  }

  @Test
  void aFileThatWasChangedBehindTheBackIsNoticed() throws IOException {
    BatchRunner batch = ready();
    Path copy = batch.watershedFile().orElseThrow();
    Files.writeString(copy, Files.readString(copy).replace("North", "Nxrth"));
    assertThatThrownBy(batch::plan)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has changed since");
  }

  @Test
  void onlyAndBoxChooseRuns() throws IOException {
    BatchRunner batch = ready();
    assertThat(batch.plan(PlanOptions.builder().only("[AB]", "?").build()).runs().size())
        .isEqualTo(4);
    assertThat(batch.plan(PlanOptions.builder().only("C").build()).runs().id(0)).isEqualTo("C");
    assertThatThrownBy(() -> batch.plan(PlanOptions.builder().only("E").build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no run id matches \"E\"");
    BatchPlan boxed =
        batch.plan(PlanOptions.builder().box(new BoundingBox(-119.5, 44, -117.95, 46)).build());
    assertThat(boxed.runs().size()).isEqualTo(2);
    assertThat(boxed.runs().id(0)).isEqualTo("B");
  }

  @Test
  void realWatershedsArePlanned() throws IOException {
    Path oregon = Requirement.sharedData("oregon-drinking-watersheds.geojson");
    BatchRunner batch = create();
    batch.attachWatersheds(oregon);
    ValidationReport duplicates = batch.useRunIdTemplate("{slug(properties['WATER_PROV'])}");
    assertThat(duplicates.isValid()).isFalse();
    assertThat(batch.useRunIdTemplate("or-{one_based_index:03d}").isValid()).isTrue();
    BatchPlan plan = batch.plan();
    assertThat(plan.toRun()).isEqualTo(192 * 7);
    assertThat(plan.runs().id(191)).isEqualTo("or-192");
  }

  // Planning and running.

  @Test
  void aPlanTouchesNothing() throws Exception {
    BatchRunner batch = ready();
    Map<String, String> before = Tree.of(root);
    batch.plan();
    batch.status();
    assertThat(Tree.of(root)).isEqualTo(before);
    run(batch, InlineExecutor.doingNothing());
    before = Tree.of(root);
    assertThat(batch.plan().toRun()).isZero();
    assertThat(batch.plan(PlanOptions.builder().forceAll().build()).toRun()).isEqualTo(8);
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.SUCCEEDED);
    assertThat(BatchRunner.open(root.resolve("demo")).pipeline().id()).isEqualTo("pair");
    assertThat(Tree.of(root)).isEqualTo(before);
  }

  @Test
  void anExecutorIsToldOfEachPreparedDirectoryAfterTheHostsOwnHooks() throws Exception {
    BatchRunner batch = ready();
    InlineExecutor executor = InlineExecutor.doingNothing();
    List<String> hooks = Collections.synchronizedList(new ArrayList<>());
    BatchRunner hooked =
        builder()
            .afterClone(
                run ->
                    hooks.add(
                        run.runId()
                            + executor.cloned().contains(run.compositeRunId() + " is fresh")))
            .open(batch.directory());
    hooked.usePipeline(PAIR);
    run(hooked, executor);
    assertThat(hooks).containsExactlyInAnyOrder("Afalse", "Bfalse", "Cfalse", "Dfalse");
    assertThat(executor.cloned())
        .containsExactlyInAnyOrder(
            "batch;;demo;;A is fresh",
            "batch;;demo;;B is fresh",
            "batch;;demo;;C is fresh",
            "batch;;demo;;D is fresh");
    run(hooked, PlanOptions.builder().forceAll().only("C").build(), executor);
    assertThat(executor.cloned()).hasSize(5).last().isEqualTo("batch;;demo;;C is found");
  }

  @Test
  void weppcloudsStepsAreThoseOfItsDirectives() {
    BatchRunner batch = create();
    Map<String, Boolean> boxes = new LinkedHashMap<>();
    boxes.put("climate", false);
    batch.select(TaskSelection.of(boxes));
    NoDbDocument record = NoDbFile.read(root.resolve("demo/batch_runner.nodb")).document();
    Map<String, Object> directives = new LinkedHashMap<>();
    Pipelines.weppcloud()
        .tasks()
        .forEach(task -> directives.put(task.id(), !task.group().equals("climate")));
    directives.put("rmtree", false);
    assertThat(record.value("_run_directives")).isEqualTo(directives);
  }

  @Test
  void whatWasSwitchedInWeppcloudSinceIsSeen() throws IOException {
    BatchRunner batch = ready();
    batch.usePipeline(Pipelines.weppcloud());
    Map<String, Boolean> boxes = new LinkedHashMap<>();
    boxes.put("omni", false);
    boxes.put("a group of our own", false);
    batch.select(TaskSelection.of(boxes));
    assertThat(batch.selection().asMap()).isEqualTo(boxes);

    NoDbFile record = NoDbFile.read(root.resolve("demo/batch_runner.nodb"));
    Map<String, Object> directives = new LinkedHashMap<>();
    ((Map<?, ?>) record.document().value("_run_directives"))
        .forEach((slug, on) -> directives.put((String) slug, on));
    directives.put("run_omni_scenarios", true);
    directives.put("build_soils", false);
    directives.put("build_rap_ts", false);
    directives.remove("run_watar");
    record.write(record.document().with("_run_directives", directives));

    TaskSelection seen = batch.selection();
    assertThat(seen.asMap())
        .containsOnly(
            entry("omni", true),
            entry("run_omni_contrasts", false),
            entry("a group of our own", false),
            entry("soils", false),
            entry("build_rap_ts", false));
    BatchPlan plan = batch.plan();
    assertThat(
            Pipelines.weppcloud().tasks().stream()
                .filter(task -> !seen.enabled(task))
                .map(TaskDefinition::id))
        .containsExactly("build_soils", "build_rap_ts", "run_omni_contrasts");
    assertThat(plan.count(Reason.DISABLED)).isEqualTo(4 * 3);

    // Kept as it is, and a group that is switched takes its tasks along.
    batch.select(seen);
    assertThat(batch.selection().asMap()).isEqualTo(seen.asMap());
    batch.select(seen.with(Pipelines.weppcloud(), "climate", true));
    assertThat(batch.selection().asMap()).doesNotContainKey("build_rap_ts");
  }

  @Test
  void aRunWaitsForTheServerOfAHookThatIsAway() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    BatchRunner hooked =
        builder()
            .afterClone(
                run -> {
                  if (calls.incrementAndGet() == 1) {
                    throw new ExecutorUnavailableException("Redis is away");
                  }
                })
            .open(ready().directory());
    hooked.usePipeline(PAIR);
    assertThat(
            run(hooked, PlanOptions.builder().only("A").build(), InlineExecutor.doingNothing())
                .succeeded())
        .isTrue();
    assertThat(calls).hasValue(2);
  }

  @Test
  void eachRunIsNotedAsWeppcloudDoesIt() throws Exception {
    BatchRunner batch = ready();
    run(
        batch,
        new InlineExecutor(
            submission -> {
              if (submission.task().toString().startsWith("demo/B/wepp")) {
                throw new IllegalStateException("no \"flow\"\nat all");
              }
            }));
    assertThat(root.resolve("demo/A/run_metadata.json"))
        .hasContent(
            """
            {
              "runid": "batch;;demo;;A",
              "batch_name": "demo",
              "status": "success",
              "started_at": "2026-01-02T03:04:05.678901Z",
              "completed_at": "2026-01-02T03:04:05.678901Z",
              "duration_seconds": 0.0,
              "rq_job_id": null,
              "task_status": {
                "climate": 1767323045,
                "wepp": 1767323045
              }
            }""");
    JsonNode failed = JSON.readTree(root.resolve("demo/B/run_metadata.json").toFile());
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("task_status").path("wepp").isNull()).isTrue();
    assertThat(failed.path("error").path("type").asText()).isEqualTo("EXCEPTION");
    assertThat(failed.path("error").path("message").asText()).isEqualTo("no \"flow\" at all");
  }

  @Test
  void theLogFileOfAnAttemptDecidesWhetherItSucceeded() throws Exception {
    BatchRunner batch = ready();
    batch.usePipeline(
        Pipeline.builder("logs")
            .task(
                TaskDefinition.builder("a", WorkDefinition.handler("a"))
                    .log(LogRules.failingOn("Pipeline FAILED").succeedingOn("Pipeline SUCCESS")))
            .build());
    List<String> texts = new ArrayList<>(List.of("pipeline success\n", "Pipeline FAILED: 3/4\n"));
    InlineExecutor executor =
        new InlineExecutor(
            submission -> {
              if (!texts.isEmpty()) {
                Files.createDirectories(submission.logFile().getParent());
                Files.writeString(submission.logFile(), texts.remove(0));
              }
            });
    BatchResult result = run(batch, executor);
    assertThat(result.progress().runs().succeeded()).isEqualTo(1);
    assertThat(batch.status().failures())
        .extracting(failure -> failure.kind() + " " + failure.message())
        .anySatisfy(
            failure ->
                assertThat(failure)
                    .contains(
                        "EXIT_CODE its log says that it failed: line 1: Pipeline FAILED: 3/4"))
        .anySatisfy(
            failure ->
                assertThat(failure)
                    .contains(
                        "OUTPUT_MISSING its log does not say that it succeeded: no line of what the executor keeps (there is no \"")
                    .contains("a.1.log\") has \"Pipeline SUCCESS\""));
  }

  @Test
  void whatRanIsNotRunAgain() throws Exception {
    BatchRunner batch = ready();
    InlineExecutor first =
        new InlineExecutor(
            submission -> {
              if (submission.task().runId().equals("C")) {
                throw new IllegalStateException("not today");
              }
            });
    assertThat(run(batch, first).succeeded()).isFalse();
    BatchRunner later = BatchRunner.open(root.resolve("demo"));
    InlineExecutor second = InlineExecutor.doingNothing();
    assertThat(run(later, second).succeeded()).isTrue();
    assertThat(second.done()).containsExactly("C/climate", "C/wepp");
  }

  @Test
  void readOnlyFilesAreSharedAndAWriteIntoOneFailsTheExecution() throws Exception {
    BatchRunner batch = ready();
    Path raster = batch.baseDirectory().resolve("dem/dem.tif");
    Files.createDirectories(Objects.requireNonNull(raster.getParent()));
    Files.write(raster, new byte[10_000]);
    batch.usePipeline(
        Pipeline.builder("one")
            .task(TaskDefinition.builder("climate", WorkDefinition.handler("climate")))
            .readOnly("dem/*.tif")
            .build());
    BatchResult good = run(batch, InlineExecutor.doingNothing());
    assertThat(good.succeeded()).isTrue();
    assertThat(good.sharing()).isEqualTo(new Sharing(4 * 10_000, List.of()));
    assertThat(Files.isSameFile(raster, batch.runDirectory("B").resolve("dem/dem.tif"))).isTrue();

    BatchResult bad =
        run(
            batch,
            PlanOptions.builder().forceAll().build(),
            new InlineExecutor(
                submission -> {
                  if (submission.task().runId().equals("C")) {
                    Files.write(submission.wd().resolve("dem/dem.tif"), new byte[] {1});
                  }
                }));
    assertThat(bad.progress().tasks().failed()).isZero();
    assertThat(bad.sharing().changed()).containsExactly(Path.of("dem/dem.tif"));
    assertThat(bad.succeeded()).isFalse();
  }

  @Test
  void aChangedInputReachesExistingRunsBeforeTheStaleTaskRuns() throws Exception {
    BatchRunner batch = ready();
    run(batch, InlineExecutor.doingNothing());
    setInBase("climate.nodb", "_input_years", 77);
    BatchPlan plan = batch.plan();
    assertThat(plan.explain(0, 0))
        .isEqualTo("its input climate.nodb has changed in the base project");
    assertThat(seen(batch, "climate.nodb", "_input_years"))
        .containsExactlyInAnyOrder("A/climate=77", "B/climate=77", "C/climate=77", "D/climate=77");
    assertThat(NoDbFile.read(root.resolve("demo/A/climate.nodb")).document().string("wd"))
        .isEqualTo(root.resolve("demo/A").toString());
    assertThat(batch.plan().toRun()).isZero();
  }

  @Test
  void anInputThatWasCorrectedAfterAFailureReachesTheRetry() throws Exception {
    BatchRunner batch = ready();
    run(
        batch,
        new InlineExecutor(
            submission -> {
              throw new IllegalStateException("bad settings");
            }));
    setInBase("climate.nodb", "_input_years", 77);
    setInBase("wepp.nodb", "_settings", 5);
    assertThat(batch.plan().reason(0, 0)).isEqualTo(Reason.FAILED);
    assertThat(seen(batch, "climate.nodb", "_input_years"))
        .containsExactlyInAnyOrder("A/climate=77", "B/climate=77", "C/climate=77", "D/climate=77");
    assertThat(NoDbFile.read(root.resolve("demo/A/wepp.nodb")).document().value("_settings"))
        .as("the task behind it had never run, and its input changed since the clone")
        .hasToString("5");
  }

  @Test
  void aRetryWithTheSameBaseKeepsWhatTheRunMadeOfItsFiles() throws Exception {
    BatchRunner batch = ready();
    run(
        batch,
        new InlineExecutor(
            submission -> {
              if (submission.task().taskId().equals("climate")) {
                set(submission.wd().resolve("wepp.nodb"), "_settings", 9);
              }
              throw new IllegalStateException("after that");
            }));
    run(batch, InlineExecutor.doingNothing());
    assertThat(NoDbFile.read(root.resolve("demo/A/wepp.nodb")).document().value("_settings"))
        .hasToString("9");
  }

  /** Runs what is to run and returns what each climate task saw in its own directory. */
  private static List<String> seen(BatchRunner batch, String file, String attribute)
      throws InterruptedException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    run(
        batch,
        new InlineExecutor(
            submission -> {
              if (submission.task().taskId().equals("climate")) {
                seen.add(
                    submission.task().runId()
                        + "/climate="
                        + NoDbFile.read(submission.wd().resolve(file)).document().value(attribute));
              }
            }));
    return seen;
  }

  private void setInBase(String file, String attribute, Object value) {
    set(root.resolve("demo/_base").resolve(file), attribute, value);
  }

  private static void set(Path path, String attribute, Object value) {
    NoDbFile file = NoDbFile.read(path);
    file.write(file.document().with(attribute, value));
  }

  private static InlineExecutor building(String climate) {
    return new InlineExecutor(
        submission -> {
          if (submission.task().taskId().equals("climate")) {
            set(submission.wd().resolve("climate.nodb"), "cli_fn", climate);
          }
        });
  }

  private Object inRun(String runId, String file, String attribute) {
    return NoDbFile.read(root.resolve("demo").resolve(runId).resolve(file))
        .document()
        .json(attribute);
  }

  @Test
  void whatTheRunsTasksHaveWrittenSurvivesAnEditOfTheBase() throws Exception {
    BatchRunner batch = ready();
    run(batch, building("a.cli"));
    setInBase("climate.nodb", "_input_years", 77);
    assertThat(batch.plan().toRun()).as("climate and what follows, of four runs").isEqualTo(8);
    assertThat(batch.baseChanges())
        .isEqualTo(
            new BaseChanges(
                4,
                4,
                List.of(new BaseChanges.Change("climate.nodb", "_input_years", 4, 0, 0, ""))));
    run(batch, InlineExecutor.doingNothing());
    assertThat(inRun("A", "climate.nodb", "cli_fn")).isEqualTo("\"a.cli\"");
    assertThat(inRun("A", "climate.nodb", "_input_years")).isEqualTo("77");
    assertThat(batch.baseChanges()).isEqualTo(new BaseChanges(4, 0, List.of()));
  }

  @Test
  void anEditOfAFileThatNoTaskDeclaresReachesARunBeforeItsNextTaskAndNotEarlier() throws Exception {
    BatchRunner batch = ready();
    run(batch, InlineExecutor.doingNothing());
    setInBase("ron.nodb", "_cellsize", 10L);
    assertThat(batch.plan().toRun()).isZero();
    run(
        batch,
        PlanOptions.builder().force("wepp").only("A").build(),
        InlineExecutor.doingNothing());
    assertThat(inRun("A", "ron.nodb", "_cellsize")).isEqualTo("10");
    assertThat(inRun("B", "ron.nodb", "_cellsize")).isNotEqualTo("10");
  }

  @Test
  void aConflictFailsItsRunAloneUntilSomebodyDecides() throws Exception {
    BatchRunner batch = ready();
    run(batch, building("a.cli"));
    set(root.resolve("demo/B/climate.nodb"), "_input_years", 12L);
    setInBase("climate.nodb", "_input_years", 77);

    InlineExecutor executor = InlineExecutor.doingNothing();
    assertThat(run(batch, executor).succeeded()).isFalse();
    assertThat(executor.done())
        .containsExactlyInAnyOrder(
            "A/climate", "A/wepp", "C/climate", "C/wepp", "D/climate", "D/wepp");
    assertThat(batch.status().failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo("ENVIRONMENT");
              assertThat(failure.message())
                  .contains("\"_input_years\" of \"climate.nodb\"", "77", "12", "on-conflict");
            });
    assertThat(inRun("B", "climate.nodb", "_input_years")).isEqualTo("12");

    try (OpenExecutor open = executor.open(CLOCK);
        BatchExecution execution =
            batch.start(
                batch.plan(),
                open,
                ExecutionOptions.builder().onConflict(OnConflict.RUN).build())) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(inRun("B", "climate.nodb", "_input_years")).isEqualTo("12");
    assertThat(run(batch, PlanOptions.builder().forceAll().build(), executor).succeeded())
        .as("it was decided")
        .isTrue();
  }

  @Test
  void runsShareWhatIsKeptOfTheBase() throws Exception {
    BatchRunner batch = ready();
    run(batch, InlineExecutor.doingNothing());
    Path kept = root.resolve("demo/.batchrunner/base");
    Map<String, String> first = Tree.of(kept);
    run(batch, PlanOptions.builder().forceAll().build(), InlineExecutor.doingNothing());
    assertThat(Tree.of(kept)).isEqualTo(first);
    setInBase("climate.nodb", "_input_years", 77);
    run(batch, InlineExecutor.doingNothing());
    assertThat(Tree.of(kept)).as("one manifest and one text more").hasSize(first.size() + 2);
  }

  @Test
  void anotherFeatureReachesExistingRunsWhateverTheyRunFor() throws Exception {
    BatchRunner batch = ready();
    run(
        batch,
        new InlineExecutor(
            submission -> {
              if (submission.task().runId().equals("A")) {
                throw new IllegalStateException("no");
              }
            }));
    batch.attachWatersheds(watersheds("south.geojson", 4, "South"));
    batch.useRunIdTemplate("{properties['Name']}");
    BatchPlan plan = batch.plan();
    assertThat(plan.reason(0, 0)).isEqualTo(Reason.FAILED);
    assertThat(plan.reason(1, 0)).isEqualTo(Reason.FEATURE_CHANGED);
    List<String> features = Collections.synchronizedList(new ArrayList<>());
    run(
        batch,
        new InlineExecutor(submission -> features.add(Files.readString(submission.featureFile()))));
    assertThat(features).hasSize(8).allMatch(feature -> feature.contains("South"));
  }

  @Test
  void aDirectoryOfAnotherOriginIsLeftAloneWhileOtherRunsGoOn() throws Exception {
    BatchRunner batch = ready();
    Path foreign = Files.createDirectories(root.resolve("demo/B"));
    Files.writeString(foreign.resolve("thesis.txt"), "years of work");
    Map<String, String> before = Tree.of(foreign);
    BatchResult result = run(batch, InlineExecutor.doingNothing());
    assertThat(result.progress().runs().succeeded()).isEqualTo(3);
    assertThat(result.progress().runs().failed()).isEqualTo(1);
    assertThat(Tree.of(foreign)).isEqualTo(before);
    assertThat(batch.status().failures())
        .singleElement()
        .satisfies(group -> assertThat(group.message()).contains("no marker of batchrunner's"));
  }

  @Test
  void aBatchThatWasMovedGoesOnWhereItIs() throws Exception {
    BatchRunner batch = ready();
    run(batch, InlineExecutor.doingNothing());
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.move(root.resolve("demo"), elsewhere.resolve("demo"));
    BatchRunner moved = BatchRunner.open(elsewhere.resolve("demo"));
    assertThat(moved.plan().toRun()).isZero();
    FileTrees.delete(elsewhere.resolve("demo/A"));
    assertThat(moved.plan().count(Reason.RUN_GONE)).isEqualTo(2);
    assertThat(run(moved, InlineExecutor.doingNothing()).succeeded()).isTrue();
    assertThat(NoDbFile.read(elsewhere.resolve("demo/A/climate.nodb")).document().string("wd"))
        .isEqualTo(elsewhere.resolve("demo/A").toString());
    assertThat(root.resolve("demo")).doesNotExist();
  }

  @Test
  void aBatchThatWeppcloudMadeCanBeRun() throws Exception {
    BatchRunner batch = ready();
    NoDbFile record = NoDbFile.read(root.resolve("demo/batch_runner.nodb"));
    Map<String, Object> state = new LinkedHashMap<>();
    for (String attribute : record.document().attributes()) {
      if (!attribute.equals("_batchrunner")) {
        state.put(attribute, record.document().value(attribute));
      }
    }
    state.put("_run_directives", Map.of("run_wepp_hillslopes", false, "run_wepp_watershed", false));
    Files.writeString(
        root.resolve("demo/batch_runner.nodb"),
        PythonJson.dumps(
            Map.of("py/object", "wepppy.nodb.batch_runner.BatchRunner", "py/state", state)));
    FileTrees.delete(batch.directory().resolve(".batchrunner"));
    BatchRunner theirs = BatchRunner.open(root.resolve("demo"));
    theirs.usePipeline(PAIR);
    assertThat(theirs.selection().enabled("wepp")).isFalse();
    assertThat(theirs.selection().enabled("climate")).isTrue();
    assertThat(theirs.status().state()).isEqualTo(BatchStatus.State.NEW);
    assertThat(run(theirs, InlineExecutor.doingNothing()).succeeded()).isTrue();
    assertThat(root.resolve("demo/runs/A/climate.nodb")).exists();
  }

  @Test
  void aBatchIsRunByOneAtATimeAndEndsOnRequest() throws Exception {
    BatchRunner batch = ready();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    InlineExecutor slow =
        new InlineExecutor(
            submission -> {
              begun.countDown();
              if (!mayGoOn.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
              }
            });
    assertThat(batch.requestCancel()).isEmpty();
    try (OpenExecutor open = slow.open(CLOCK);
        BatchExecution execution = batch.start(batch.plan(), open)) {
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      BatchRunner other = BatchRunner.open(root.resolve("demo"));
      assertThat(other.status().state()).isEqualTo(BatchStatus.State.RUNNING);
      assertThatThrownBy(() -> other.start(other.plan(), open))
          .isInstanceOf(BatchBusyException.class)
          .hasMessageContaining("\"demo\"")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(other.requestCancel())
          .map(BatchOwner::pid)
          .contains(ProcessHandle.current().pid());
      while (!execution.progress().note().equals("cancelling")) {
        assertThat(execution.await(Duration.ofMillis(5))).isEmpty();
      }
      mayGoOn.countDown();
      assertThat(execution.await().cancelled()).isTrue();
    }
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.CANCELLED);
    assertThat(run(batch, InlineExecutor.doingNothing()).succeeded()).isTrue();
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.SUCCEEDED);
  }

  @Test
  void aPlanThatWasMadeBeforeSomethingElseRanIsRefused() throws Exception {
    BatchRunner batch = ready();
    BatchPlan early = batch.plan();
    InlineExecutor executor = InlineExecutor.doingNothing();
    assertThat(run(batch, PlanOptions.builder().only("A").build(), executor).succeeded()).isTrue();
    try (OpenExecutor open = executor.open(CLOCK)) {
      assertThatThrownBy(() -> batch.start(early, open))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"demo\"")
          .hasMessageContaining("plan again");
    }
    assertThat(batch.owner()).isEmpty();
    assertThat(run(batch, executor).succeeded()).isTrue();
    assertThat(executor.done()).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void aPlanWithOtherRunIdsIsRefused() throws Exception {
    BatchRunner batch = ready();
    BatchPlan plan = batch.plan();
    batch.useRunIdTemplate("{properties['Name']}-{properties['Region']}");
    try (OpenExecutor open = InlineExecutor.doingNothing().open(CLOCK)) {
      assertThatThrownBy(() -> batch.start(plan, open))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"A\"")
          .hasMessageContaining("plan again");
    }
    assertThat(batch.directory().resolve("A")).doesNotExist();
  }

  @Test
  void whatIsSetWhileAnExecutionGoesOnIsForTheNextOne() throws Exception {
    BatchRunner batch = ready();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    InlineExecutor slow =
        new InlineExecutor(
            submission -> {
              begun.countDown();
              if (!mayGoOn.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
              }
            });
    ExecutionOptions oneByOne = ExecutionOptions.builder().maxInFlight(1).cloneThreads(1).build();
    try (OpenExecutor open = slow.open(CLOCK);
        BatchExecution execution = batch.start(batch.plan(), open, oneByOne)) {
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      Path others = watersheds("others.geojson", 3, "South");
      assertThatThrownBy(() -> batch.attachWatersheds(others))
          .isInstanceOf(BatchBusyException.class)
          .hasMessageContaining("\"demo\"")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(batch.useRunIdTemplate("{properties['Name']}-south").isValid()).isTrue();
      batch.select(TaskSelection.all().with(PAIR, "wepp", false));
      mayGoOn.countDown();
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(slow.done()).hasSize(8).contains("D/climate", "D/wepp");
    assertThat(Files.readString(batch.directory().resolve("D/dem/target_watershed.geojson")))
        .contains("North");
    assertThat(batch.status().state()).isNotEqualTo(BatchStatus.State.SUCCEEDED);
    assertThat(run(batch, InlineExecutor.doingNothing()).succeeded()).isTrue();
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.SUCCEEDED);
  }

  @Test
  void whoeverStartsIsToldThatAnotherMachineIsWaitedFor() throws Exception {
    BatchRunner batch = ready();
    Files.writeString(batch.directory().resolve(".batchrunner/owner-1.json"), "torn");
    List<String> told = new ArrayList<>();
    BatchRunner waiting =
        builder()
            .onWaiting(
                notice -> {
                  told.add(notice);
                  Thread.currentThread().interrupt();
                })
            .open(batch.directory());
    waiting.usePipeline(PAIR);
    try (OpenExecutor open = InlineExecutor.doingNothing().open(CLOCK)) {
      assertThatThrownBy(() -> waiting.start(waiting.plan(), open))
          .isInstanceOf(BatchRunnerException.class)
          .hasMessageContaining("interrupted while waiting")
          .hasMessageContaining("\"demo\"");
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).contains("\"demo\"", "waiting 20 seconds");
    assertThat(batch.owner()).isEmpty();
  }

  @Test
  void aGroupOfFailuresIsRetriedByItsSignature() throws Exception {
    BatchRunner batch = ready();
    run(
        batch,
        new InlineExecutor(
            submission -> {
              String run = submission.task().runId();
              if (!run.equals("D")) {
                throw new IllegalStateException(run.equals("C") ? "dry" : "too wet by 3 mm");
              }
            }));
    List<BatchStatus.FailureGroup> groups = batch.status().failures();
    assertThat(groups).extracting(BatchStatus.FailureGroup::count).containsExactly(2L, 1L);
    BatchPlan wet = batch.plan(PlanOptions.builder().failedWith(groups.get(0).signature()).build());
    assertThat(wet.toRun()).as("two failures and what follows them").isEqualTo(4);
    assertThat(wet.runs(0, 0)).isTrue();
    assertThat(wet.reason(2, 0)).isEqualTo(Reason.NOT_ASKED_FOR);
    assertThat(batch.plan(PlanOptions.builder().failedOnly().build()).toRun()).isEqualTo(6);
    String beginning = groups.get(0).signature().substring(0, 4);
    assertThat(batch.plan(PlanOptions.builder().failedWith(beginning).build()).toRun())
        .isEqualTo(4);
    assertThatThrownBy(() -> batch.plan(PlanOptions.builder().failedWith("zzzzzzzz").build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(groups.get(0).signature())
        .hasMessageContaining(groups.get(1).signature());
    batch.select(TaskSelection.of(Map.of("climate", false)));
    assertThat(batch.status().failures()).as("the check-box of what failed is off").isEmpty();
    assertThat(batch.plan(PlanOptions.builder().failedOnly().build()).toRun()).isZero();
  }

  @Test
  void placeholdersOfCommandsAreFilledInAndWhatIsMissingFailsTheTaskAlone() throws Exception {
    BatchRunner batch = ready();
    batch.usePipeline(
        Pipeline.builder("p")
            .task(
                TaskDefinition.builder(
                    "good",
                    WorkDefinition.command(
                        "x",
                        "{run_id}|{composite_run_id}|{wd}|{base_wd}|{batch}|{task}|{attempt}|{index}|{properties['Region']}")))
            .task(
                TaskDefinition.builder("bad", WorkDefinition.command("x", "{properties['Nmae']}")))
            .build());
    List<String> arguments = Collections.synchronizedList(new ArrayList<>());
    BatchResult result =
        run(
            batch,
            new InlineExecutor(
                submission -> arguments.add(((Work.Command) submission.work()).argv().get(1))));
    String wd = root.resolve("demo").toString();
    assertThat(arguments)
        .hasSize(4)
        .contains("B|batch;;demo;;B|" + wd + "/B|" + wd + "/_base|demo|good|1|1|North");
    assertThat(result.progress().tasks().failed()).isEqualTo(4);
    assertThat(batch.status().failures())
        .singleElement()
        .satisfies(group -> assertThat(group.message()).contains("Nmae").contains("Name"));
  }

  @Test
  void aBatchInUtf8IsReadByAnybody() throws IOException {
    BatchRunner batch = ready();
    batch.attachWatersheds(watersheds("süd.geojson", 2, "Süd"));
    byte[] record = Files.readAllBytes(root.resolve("demo/batch_runner.nodb"));
    assertThat(new String(record, StandardCharsets.US_ASCII)).doesNotContain("\ufffd");
  }
}

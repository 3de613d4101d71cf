package io.github.batchrunner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.explain.AttemptExplanation;
import io.github.batchrunner.core.explain.Change;
import io.github.batchrunner.core.explain.RunExplanation;
import io.github.batchrunner.core.explain.Situation;
import io.github.batchrunner.core.explain.TaskExplanation;
import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.status.TaskOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExplainTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** {@code climate -> wepp -> watar}, of which wepp has an input and an output. */
  private static final String PIPELINE =
      """
      {"id": "three", "tasks": [
       {"id": "climate", "work": {"command": ["build", "--days", "12"], "env": {"YEARS": "3", "API_TOKEN": "old"}},
        "inputs": ["climate.nodb"], "resources": {"cpus": 1, "memory_mb": 256}},
       {"id": "wepp", "needs": ["climate"], "work": {"handler": "wepp"}, "outputs": ["wepp/out.txt"],
        "retry": {"max_attempts": 2}},
       {"id": "watar", "needs": ["wepp"], "work": {"handler": "watar"}}]}
      """;

  @TempDir private Path root;
  private BatchRunner batch;

  @BeforeEach
  void createABatchOfTwoWatersheds() throws IOException {
    batch =
        BatchRunner.builder()
            .clock(CLOCK)
            .create(root, BatchName.of("demo"), BaseConfig.named("disturbed9002_wbt"));
    attach("wet", "[[0, 0], [0.1, 0], [0.1, 0.1], [0, 0]]");
    batch.usePipeline(PipelineJson.parse(PIPELINE));
  }

  private void attach(String kind, String ring) throws IOException {
    Path file = root.resolve("watersheds.geojson");
    Files.writeString(
        file,
        """
        {"type": "FeatureCollection", "features": [
         {"type": "Feature", "properties": {"Name": "A", "Kind": "%s", "Size": 3},
          "geometry": {"type": "Polygon", "coordinates": [%s]}},
         {"type": "Feature", "properties": {"Name": "B", "Kind": "dry", "Size": 4},
          "geometry": {"type": "Polygon", "coordinates": [[[1, 0], [1.1, 0], [1.1, 0.1], [1, 0]]]}}]}
        """
            .formatted(kind, ring));
    batch.attachWatersheds(file);
    assertThat(batch.useRunIdTemplate("{properties['Name']}").isValid()).isTrue();
  }

  private static InlineExecutor working() {
    return new InlineExecutor(
        submission -> {
          if (submission.task().taskId().equals("wepp")) {
            Path out = submission.wd().resolve("wepp").resolve("out.txt");
            Files.createDirectories(out.getParent());
            Files.writeString(out, "done");
          }
        });
  }

  private void run(InlineExecutor executor) throws InterruptedException {
    run(executor, PlanOptions.all());
  }

  private void run(InlineExecutor executor, PlanOptions options) throws InterruptedException {
    try (OpenExecutor open = executor.open(CLOCK);
        BatchExecution execution = batch.start(batch.plan(options), open)) {
      execution.await();
    }
  }

  private TaskExplanation explain(String task) {
    return batch.explain("A", task);
  }

  private List<String> changes(String task) {
    return explain(task).outlook().changes().stream().map(Change::sentence).toList();
  }

  private void redefine(String old, String replacement) {
    String changed = PIPELINE.replace(old, replacement);
    assertThat(changed).isNotEqualTo(PIPELINE);
    batch.usePipeline(PipelineJson.parse(changed));
  }

  // What a run would do now, and why.

  @Test
  void whatHasNeverRunSaysSo() {
    TaskExplanation climate = explain("climate");
    assertThat(climate.state()).isEqualTo(TaskOutcome.WAITING);
    assertThat(climate.attempts()).isZero();
    assertThat(climate.latest()).isEmpty();
    assertThat(climate.situation()).isEqualTo(new Situation.NobodyRuns(false));
    assertThat(climate.situation().sentence()).isEqualTo("has not run, and nobody runs the batch");
    assertThat(climate.outlook().reason()).isEqualTo(Reason.NEVER_RAN);
    assertThat(climate.outlook().changes()).isEmpty();
    RunExplanation run = batch.explain("A");
    assertThat(run.prepared()).isFalse();
    assertThat(run.because()).isEqualTo("climate has not run, and nobody runs the batch");
    assertThat(run.tasks())
        .extracting(TaskExplanation::taskId)
        .containsExactly("climate", "wepp", "watar");
  }

  @Test
  void whatIsUpToDateTellsOfItsAttempt() throws Exception {
    run(working());
    TaskExplanation climate = explain("climate");
    assertThat(climate.state()).isEqualTo(TaskOutcome.SUCCEEDED);
    assertThat(climate.outlook().reason()).isEqualTo(Reason.UP_TO_DATE);
    assertThat(climate.outlook().changes()).isEmpty();
    AttemptExplanation latest = climate.latest().orElseThrow();
    assertThat(latest.number()).isEqualTo(1);
    assertThat(latest.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(latest.because()).isEqualTo("has never run");
    assertThat(latest.execution().orElseThrow().executor()).isEqualTo("inline");
    assertThat(latest.execution().orElseThrow().number()).isEqualTo(1);
    assertThat(latest.ended()).contains(NOW);
    assertThat(latest.memoryMb()).isEqualTo(256);
    assertThat(latest.nativeId()).isEqualTo(latest.token()).endsWith("-1-climate");
    assertThat(latest.log()).isEmpty();
    assertThat(latest.failure()).isEmpty();
    assertThat(batch.explain("A").because())
        .isEqualTo("all tasks whose check-box is on have succeeded");
    assertThat(batch.explain("A").olderBase()).isFalse();
  }

  @Test
  void theFieldOfTheDefinitionIsNamedAndSecretsAreNot() throws Exception {
    run(working());
    redefine(
        "[\"build\", \"--days\", \"12\"], \"env\": {\"YEARS\": \"3\", \"API_TOKEN\": \"old\"}",
        "[\"build\", \"--days\", \"365\", \"-v\"], \"env\": {\"API_TOKEN\": \"new\"}");
    assertThat(explain("climate").outlook().reason()).isEqualTo(Reason.DEFINITION_CHANGED);
    assertThat(changes("climate"))
        .containsExactly(
            "its definition: work.command[2]: \"12\" -> \"365\"; work.command[3]: \"-v\" is new;"
                + " work.env.YEARS: \"3\" is gone; work.env.API_TOKEN: \"***\" -> \"***\"");
    assertThat(explain("wepp").outlook().because()).isEqualTo("follows climate, which runs");
    assertThat(explain("climate").latest().orElseThrow().memoryMb()).isEqualTo(256);
  }

  @Test
  void limitsOfATaskAreNoPartOfItsDefinition() throws Exception {
    run(working());
    redefine("\"memory_mb\": 256}", "\"memory_mb\": 512}, \"timeout\": \"PT1H\"");
    assertThat(explain("climate").outlook().reason()).isEqualTo(Reason.UP_TO_DATE);
    assertThat(explain("climate").latest().orElseThrow().memoryMb())
        .as("what was asked for then")
        .isEqualTo(256);
  }

  @Test
  void theInputsThatChangedAreNamedAndThatTheRunIsOfAnOlderBase() throws Exception {
    run(working());
    NoDbFile.read(batch.baseDirectory().resolve("climate.nodb"));
    edit(batch.baseDirectory().resolve("climate.nodb"));
    redefine("\"inputs\": [\"climate.nodb\"]", "\"inputs\": [\"climate.nodb\", \"soils.nodb\"]");
    assertThat(explain("climate").outlook().reason()).isEqualTo(Reason.INPUT_CHANGED);
    assertThat(changes("climate"))
        .containsExactly(
            "its input climate.nodb in the base project",
            "its input soils.nodb, which it did not have");
    assertThat(batch.explain("A").olderBase()).isTrue();
    redefine("\"inputs\": [\"climate.nodb\"],", "");
    assertThat(changes("climate")).containsExactly("its input climate.nodb, which it has no more");
  }

  private static void edit(Path nodb) throws IOException {
    String text = Files.readString(nodb);
    Files.writeString(
        nodb, text.replaceFirst("\"py/state\": \\{", "\"py/state\": {\"_added\": 1, "));
    assertThat(Files.readString(nodb)).isNotEqualTo(text);
  }

  @Test
  void thePropertiesOfTheFeatureThatChangedAreNamed() throws Exception {
    run(working());
    attach("soaked", "[[0, 0], [0.1, 0], [0.1, 0.1], [0, 0]]");
    assertThat(explain("climate").outlook().reason()).isEqualTo(Reason.FEATURE_CHANGED);
    assertThat(changes("climate")).containsExactly("the feature: Kind: \"wet\" -> \"soaked\"");
    attach("wet", "[[0, 0], [0.2, 0], [0.2, 0.2], [0, 0]]");
    assertThat(changes("climate")).containsExactly("the feature: its geometry");
    attach("soaked", "[[0, 0], [0.2, 0], [0.2, 0.2], [0, 0]]");
    assertThat(changes("climate"))
        .containsExactly("the feature: Kind: \"wet\" -> \"soaked\"; and its geometry");
    Files.delete(batch.runDirectory("A").resolve("dem/target_watershed.geojson"));
    assertThat(changes("climate")).containsExactly("the feature: its properties or its geometry");
    assertThat(batch.explain("B", "climate").outlook().reason()).isEqualTo(Reason.UP_TO_DATE);
  }

  @Test
  void theOutputThatIsGoneIsNamed() throws Exception {
    run(working());
    Files.delete(batch.runDirectory("A").resolve("wepp/out.txt"));
    assertThat(explain("wepp").outlook().because()).isEqualTo("its output wepp/out.txt is gone");
    assertThat(changes("wepp")).containsExactly("its output wepp/out.txt is gone");
    assertThat(explain("watar").outlook().reason()).isEqualTo(Reason.FOLLOWS);
    run(working());
    assertThat(explain("wepp").latest().orElseThrow().because())
        .as("why it ran then")
        .isEqualTo("its output wepp/out.txt is gone");
    assertThat(explain("watar").latest().orElseThrow().because())
        .isEqualTo("follows wepp, which runs");
    assertThat(explain("wepp").latest().orElseThrow().execution().orElseThrow().number())
        .isEqualTo(2);
  }

  @Test
  void aDirectoryThatIsGoneIsSaid() throws Exception {
    run(working());
    FileTrees.delete(batch.runDirectory("A"));
    assertThat(explain("climate").outlook().reason()).isEqualTo(Reason.RUN_GONE);
    assertThat(batch.explain("A").prepared()).isFalse();
    assertThat(batch.explain("B", "climate").outlook().reason()).isEqualTo(Reason.UP_TO_DATE);
  }

  @Test
  void whatWasForcedSaysSoAndWhatNeedsItIsStale() throws Exception {
    run(working());
    batch.select(TaskSelection.of(Map.of("wepp", false, "watar", false)));
    run(working(), PlanOptions.builder().force("climate").build());
    batch.select(TaskSelection.all());
    assertThat(explain("climate").latest().orElseThrow().because()).isEqualTo("is forced");
    assertThat(explain("climate").attempts()).isEqualTo(2);
    assertThat(explain("wepp").outlook().reason()).isEqualTo(Reason.NEED_IS_NEWER);
    assertThat(changes("wepp")).containsExactly("climate has run since");
  }

  @Test
  void aCheckBoxThatIsOffIsNamed() throws Exception {
    run(working());
    batch.select(TaskSelection.of(Map.of("wepp", false)));
    assertThat(explain("wepp").situation()).isEqualTo(new Situation.SwitchedOff("wepp"));
    assertThat(explain("wepp").outlook().reason()).isEqualTo(Reason.DISABLED);
    assertThat(explain("wepp").latest()).as("it has run all the same").isPresent();
  }

  // Failures.

  @Test
  void whatFailedAndWhatWasSkippedForItSayWhichAndWhy() throws Exception {
    run(
        new InlineExecutor(
            submission -> {
              if (submission.task().taskId().equals("wepp")) {
                throw new IllegalStateException("no flow");
              }
            }));
    TaskExplanation wepp = explain("wepp");
    assertThat(wepp.state()).isEqualTo(TaskOutcome.FAILED);
    assertThat(wepp.situation().sentence()).isEqualTo("has failed: EXCEPTION: no flow");
    assertThat(wepp.outlook().reason()).isEqualTo(Reason.FAILED);
    assertThat(wepp.attempts()).isEqualTo(2);
    AttemptExplanation latest = wepp.latest().orElseThrow();
    assertThat(latest.because())
        .isEqualTo("was tried again after an attempt that failed with EXCEPTION");
    assertThat(latest.failure().orElseThrow().signature())
        .isEqualTo(batch.status().failures().get(0).signature());
    assertThat(explain("watar").situation().sentence())
        .isEqualTo("did not run, because wepp failed: EXCEPTION: no flow");
    assertThat(batch.explain("A").state()).isEqualTo(TaskOutcome.FAILED);
    assertThat(batch.explain("A").because()).isEqualTo("wepp has failed: EXCEPTION: no flow");
    run(working());
    assertThat(explain("wepp").state()).isEqualTo(TaskOutcome.SUCCEEDED);
    assertThat(explain("wepp").latest().orElseThrow().because()).isEqualTo("failed the last time");
    assertThat(explain("wepp").latest().orElseThrow().failure()).isEmpty();
    assertThat(batch.status().failures()).as("it succeeded later").isEmpty();
  }

  @Test
  void anOutputThatIsMissingIsAFailureWithThatCause() throws Exception {
    run(InlineExecutor.doingNothing());
    assertThat(explain("wepp").situation().sentence())
        .isEqualTo("has failed: OUTPUT_MISSING: its output \"wepp/out.txt\" is missing");
  }

  // Waiting.

  @Test
  void whileTheBatchRunsItIsSaidWhatWaitsForWhat() throws Exception {
    CountDownLatch submitted = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    InlineExecutor slow =
        new InlineExecutor(
            submission -> {
              submitted.countDown();
              goOn.await();
            });
    Path image = root.resolve("image").resolve("demo");
    try (OpenExecutor open = slow.open(CLOCK);
        BatchExecution execution =
            batch.start(batch.plan(PlanOptions.builder().only("A").build()), open)) {
      submitted.await();
      TaskExplanation climate = explain("climate");
      assertThat(climate.state()).isEqualTo(TaskOutcome.RUNNING);
      assertThat(climate.situation())
          .isInstanceOfSatisfying(
              Situation.AtEngine.class,
              at -> {
                assertThat(at.executor()).isEqualTo("inline");
                assertThat(at.nativeId()).isEqualTo(climate.latest().orElseThrow().token());
                assertThat(at.owner()).isEqualTo(batch.owner().orElseThrow());
                assertThat(at.pending()).isEmpty();
              });
      assertThat(climate.situation().sentence())
          .startsWith("is submitted to executor \"inline\" as ")
          .contains("; the output of process " + ProcessHandle.current().pid() + " on ");
      assertThat(climate.outlook().reason()).isEqualTo(Reason.INTERRUPTED);
      assertThat(explain("wepp").situation().sentence()).isEqualTo("waits for climate (running)");
      assertThat(explain("watar").situation().sentence()).isEqualTo("waits for wepp (waiting)");
      assertThat(batch.explain("B", "climate").situation())
          .isInstanceOf(Situation.WaitsForItsTurn.class);
      assertThat(batch.explain("A").because()).startsWith("climate is submitted to executor");
      copy(batch.directory(), image);
      goOn.countDown();
      execution.await();
    }
    BatchRunner killed = BatchRunner.open(image);
    killed.usePipeline(PipelineJson.parse(PIPELINE));
    assertThat(killed.explain("A", "climate").situation().sentence())
        .startsWith("was submitted to executor \"inline\" by process ")
        .endsWith(", which did not see its end; the next run finds out");
    assertThat(killed.explain("A", "climate").outlook().reason()).isEqualTo(Reason.INTERRUPTED);
  }

  /** What a process that is killed now would leave behind; its lock dies with it. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.filter(path -> !path.endsWith("owner.lock"))
          .forEach(
              path -> {
                try {
                  Path target = to.resolve(from.relativize(path).toString());
                  Files.createDirectories(target.getParent());
                  Files.copy(path, target);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  @Test
  void theEngineIsAskedWhyAnAttemptWaits() throws Exception {
    WaitingExecutor queue = new WaitingExecutor();
    try (OpenExecutor open = queue.open(CLOCK);
        BatchExecution execution = batch.start(batch.plan(), open)) {
      queue.awaitSubmitted("A");
      BatchRunner elsewhere = BatchRunner.open(batch.directory());
      try (OpenExecutor asked = queue.open(CLOCK)) {
        assertThat(elsewhere.explain("A", "climate", asked).situation().sentence())
            .isEqualTo(
                "is submitted to executor \"waiting\" as \"job of A\" and does not run yet: behind 3 jobs");
      }
      try (OpenExecutor other = InlineExecutor.doingNothing().open(CLOCK)) {
        assertThat(elsewhere.explain("A", "climate", other).situation())
            .as("another executor is not asked")
            .isInstanceOfSatisfying(
                Situation.AtEngine.class, at -> assertThat(at.pending()).isEmpty());
      }
      execution.cancel();
      execution.await();
    }
    TaskExplanation climate = explain("climate");
    assertThat(climate.latest().orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(climate.state()).isEqualTo(TaskOutcome.FAILED);
    assertThat(climate.outlook().reason()).isEqualTo(Reason.CANCELLED);
    assertThat(climate.situation().sentence()).startsWith("has failed: CANCELLED: ");
  }

  // Names.

  @Test
  void unknownNamesAreCorrected() {
    assertThatThrownBy(() -> batch.explain("C"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no run \"C\"; did you mean");
    assertThatThrownBy(() -> batch.explain("*")).hasMessageContaining("there is no run \"*\"");
    assertThatThrownBy(() -> batch.explain("A", "climat"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("did you mean \"climate\"?");
  }

  @Test
  void aTaskThatThePipelineHasNoMoreIsNotExplained() throws Exception {
    run(working());
    batch.usePipeline(Pipeline.builder("one").task(batch.pipeline().task(0)).build());
    assertThat(batch.explain("A").tasks()).hasSize(1);
  }
}

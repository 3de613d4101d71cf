package io.github.batchrunner.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PlannerTest {

  /** {@code a -> b -> c}, of which a and b have inputs and c has an output. */
  private static final Pipeline CHAIN =
      Pipeline.builder("chain")
          .task(task("a").inputs("a.nodb", "shared/*.tif"))
          .task(task("b").needs("a").inputs("shared/*.tif", "b.nodb"))
          .task(task("c").needs("b").outputs("c/*.txt", "done"))
          .build();

  @TempDir private Path directory;
  private JournalWriter journal;
  private Pipeline pipeline = CHAIN;
  private TaskSelection selection = TaskSelection.all();
  private PlanOptions options = PlanOptions.all();
  private final Map<String, String> baseHashes = new HashMap<>();
  private long featureHash = 7;
  private String retriedTask = "";

  private static TaskDefinition.Builder task(String id) {
    return TaskDefinition.builder(id, WorkDefinition.handler(id));
  }

  @BeforeEach
  void openTheJournal() throws IOException {
    Path file = directory.resolve("journal.jsonl");
    journal = JournalWriter.open(file, "test", JournalReader.read(file));
    makeRun();
  }

  @AfterEach
  void closeTheJournal() {
    journal.close();
  }

  private void makeRun() throws IOException {
    Path wd = Files.createDirectories(directory.resolve("r").resolve("c"));
    Files.writeString(wd.resolve("x.txt"), "");
    Files.writeString(wd.resolveSibling("done"), "");
  }

  private String hash(String pattern) {
    return baseHashes.getOrDefault(pattern, "0");
  }

  /** Records an attempt with the present definition, inputs and feature. */
  private void attempted(String taskId, TaskStatus status) {
    int run = journal.run("r");
    int version =
        journal.version(Planner.version(pipeline.task(pipeline.number(taskId)), this::hash));
    int attempt = journal.state().task(taskId).attempts(run) + 1;
    journal.intent(run, version, featureHash, attempt, Cause.UNKNOWN, 0);
    if (status != TaskStatus.SUBMITTED) {
      Failure failure =
          status == TaskStatus.FAILED || status == TaskStatus.LOST
              ? Failure.of(FailureKind.EXIT_CODE, "no")
              : null;
      journal.end(run, version, attempt, status, 1, 2, failure);
    }
  }

  private void allSucceeded() {
    List.of("a", "b", "c").forEach(task -> attempted(task, TaskStatus.SUCCEEDED));
  }

  private BatchPlan plan() {
    Planner.RunDirectories directories =
        new Planner.RunDirectories() {
          @Override
          public boolean exists(String runId) {
            return Files.exists(directory.resolve(runId));
          }

          @Override
          public String path(String runId) {
            return directory.resolve(runId).toString();
          }
        };
    return new Planner(
            pipeline,
            selection,
            options,
            journal.state(),
            directories,
            this::hash,
            (task, run) -> retriedTask.isEmpty() || retriedTask.equals(task))
        .plan(RunTable.builder(1).add("r", 0, 1, featureHash).build());
  }

  /** The plan as {@code task: sentence} lines. */
  private List<String> sentences() {
    BatchPlan plan = plan();
    return plan.pipeline().tasks().stream()
        .map(task -> task.id() + ": " + plan.explain(0, plan.pipeline().number(task.id())))
        .toList();
  }

  @Test
  void whatNeverRanRuns() {
    assertThat(sentences())
        .containsExactly("a: has never run", "b: has never run", "c: has never run");
    assertThat(plan().neverAttempted(0, 0)).isTrue();
    assertThat(plan().toRun()).isEqualTo(plan().tasks()).isEqualTo(3);
  }

  @Test
  void whatIsUpToDateDoesNotRun() {
    allSucceeded();
    assertThat(sentences())
        .containsExactly("a: is up to date", "b: is up to date", "c: is up to date");
    assertThat(plan().toRun()).isZero();
    assertThat(plan().runs(0)).isFalse();
    assertThat(plan().count(Reason.UP_TO_DATE)).isEqualTo(3);
  }

  @Test
  void whatDidNotEndWellRunsAgain() {
    attempted("a", TaskStatus.FAILED);
    assertThat(sentences().get(0)).isEqualTo("a: failed the last time");
    attempted("a", TaskStatus.CANCELLED);
    assertThat(sentences().get(0)).isEqualTo("a: was cancelled the last time");
    attempted("a", TaskStatus.LOST);
    assertThat(sentences().get(0)).isEqualTo("a: was interrupted the last time");
    attempted("a", TaskStatus.SUBMITTED);
    assertThat(sentences().get(0)).isEqualTo("a: was interrupted the last time");
    attempted("a", TaskStatus.WITHDRAWN);
    assertThat(sentences().get(0)).isEqualTo("a: was taken back the last time");
    attempted("a", TaskStatus.SUCCEEDED);
    assertThat(sentences().get(0)).isEqualTo("a: is up to date");
  }

  @Test
  void whatFollowsSomethingThatRunsRunsAndNamesIt() {
    allSucceeded();
    attempted("a", TaskStatus.FAILED);
    assertThat(sentences())
        .containsExactly(
            "a: failed the last time", "b: follows a, which runs", "c: follows b, which runs");
  }

  @Test
  void aNeedThatHasRunSinceMakesItStale() {
    allSucceeded();
    attempted("b", TaskStatus.SUCCEEDED);
    assertThat(sentences())
        .containsExactly("a: is up to date", "b: is up to date", "c: b has run since");
  }

  @Test
  void theInputThatChangedIsNamed() {
    allSucceeded();
    baseHashes.put("b.nodb", "1");
    assertThat(sentences())
        .containsExactly(
            "a: is up to date",
            "b: its input b.nodb has changed in the base project",
            "c: follows b, which runs");
    baseHashes.put("shared/*.tif", "1");
    assertThat(sentences().get(0))
        .isEqualTo("a: its input shared/*.tif has changed in the base project");
    assertThat(plan().inputsChanged(0, 0)).isTrue();
    assertThat(plan().inputsChanged(0, 2)).isFalse();
  }

  @Test
  void changedInputsAreKnownWhateverTheReasonToRun() {
    allSucceeded();
    attempted("b", TaskStatus.FAILED);
    baseHashes.put("b.nodb", "1");
    assertThat(plan().reason(0, 1)).isEqualTo(Reason.FAILED);
    assertThat(plan().inputsChanged(0, 1)).isTrue();
    assertThat(plan().neverAttempted(0, 1)).isFalse();
    attempted("b", TaskStatus.FAILED);
    assertThat(plan().inputsChanged(0, 1)).as("it failed with the present inputs").isFalse();
  }

  @Test
  void anotherDefinitionMakesItStale() {
    allSucceeded();
    pipeline =
        Pipeline.builder("chain")
            .task(task("a").inputs("a.nodb", "shared/*.tif"))
            .task(
                TaskDefinition.builder("b", WorkDefinition.command("b", "{wd}"))
                    .needs("a")
                    .inputs("shared/*.tif", "b.nodb"))
            .task(task("c").needs("b"))
            .build();
    assertThat(sentences())
        .containsExactly(
            "a: is up to date", "b: its definition has changed", "c: follows b, which runs");
  }

  @Test
  void moreInputsAreAChangeOfTheFirstNewOne() {
    allSucceeded();
    pipeline =
        Pipeline.builder("chain")
            .task(task("a").inputs("a.nodb", "shared/*.tif", "more.nodb"))
            .build();
    assertThat(sentences())
        .containsExactly("a: its input more.nodb has changed in the base project");
    pipeline = Pipeline.builder("chain").task(task("a").inputs("a.nodb")).build();
    assertThat(sentences()).containsExactly("a: its definition has changed");
  }

  @Test
  void anotherFeatureMakesItStale() {
    allSucceeded();
    featureHash = 8;
    assertThat(sentences())
        .containsExactly(
            "a: the feature has changed", "b: follows a, which runs", "c: follows b, which runs");
  }

  @Test
  void theOutputThatIsGoneIsNamed() throws IOException {
    allSucceeded();
    Files.delete(directory.resolve("r/done"));
    assertThat(sentences().get(2)).isEqualTo("c: its output done is gone");
    Files.delete(directory.resolve("r/c/x.txt"));
    assertThat(sentences().get(2)).isEqualTo("c: its output c/*.txt is gone");
  }

  @Test
  void aRunWhoseDirectoryIsGoneRunsAgain() throws IOException {
    allSucceeded();
    Files.move(directory.resolve("r"), directory.resolve("elsewhere"));
    assertThat(sentences())
        .containsExactly(
            "a: the directory of the run is gone",
            "b: the directory of the run is gone",
            "c: the directory of the run is gone");
  }

  @Test
  void forceRunsATaskAndAllThatFollowsIt() {
    allSucceeded();
    options = PlanOptions.builder().force("b").build();
    assertThat(sentences())
        .containsExactly("a: is up to date", "b: is forced", "c: follows b, which runs");
    options = PlanOptions.builder().forceAll().build();
    assertThat(plan().count(Reason.FORCED)).isEqualTo(3);
  }

  @Test
  void forceNamesTheNearestWhenThereIsNoSuchTask() {
    options = PlanOptions.builder().force("bb").build();
    assertThatThrownBy(this::plan)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"bb\"")
        .hasMessageContaining("did you mean \"b\"?");
  }

  @Test
  void whatIsSwitchedOffDoesNotRunEvenByForceButLetsThroughWhatComesBefore() {
    allSucceeded();
    selection = TaskSelection.of(Map.of("b", false));
    options = PlanOptions.builder().forceAll().build();
    assertThat(sentences())
        .containsExactly("a: is forced", "b: its check-box is off", "c: is forced");
    options = PlanOptions.builder().force("a").build();
    assertThat(sentences())
        .containsExactly("a: is forced", "b: its check-box is off", "c: follows a, which runs");
    options = PlanOptions.all();
    assertThat(sentences())
        .containsExactly("a: is up to date", "b: its check-box is off", "c: is up to date");
  }

  @Test
  void aSuccessBehindWhatIsSwitchedOffMakesStale() {
    allSucceeded();
    attempted("a", TaskStatus.SUCCEEDED);
    selection = TaskSelection.of(Map.of("b", false));
    assertThat(sentences().get(2)).isEqualTo("c: a has run since");
  }

  @Test
  void retryingRunsFailuresOfEveryKindAndWhatDependsOnThemAlone() {
    pipeline =
        Pipeline.builder("wide")
            .task(task("a"))
            .task(task("lost"))
            .task(task("cancelled"))
            .task(task("new"))
            .task(task("after").needs("a"))
            .task(task("stale").inputs("x"))
            .build();
    attempted("a", TaskStatus.FAILED);
    attempted("lost", TaskStatus.LOST);
    attempted("cancelled", TaskStatus.CANCELLED);
    attempted("stale", TaskStatus.SUCCEEDED);
    baseHashes.put("x", "1");
    options = PlanOptions.builder().failedOnly().build();
    assertThat(sentences())
        .containsExactlyInAnyOrder(
            "a: failed the last time",
            "lost: was interrupted the last time",
            "cancelled: was cancelled the last time",
            "new: is not among the failures to be retried",
            "after: has never run",
            "stale: is not among the failures to be retried");
    retriedTask = "lost";
    assertThat(plan().toRun()).isEqualTo(1);
  }

  @Test
  void retryingRunsNothingOnWhatHasNotSucceeded() {
    pipeline =
        Pipeline.builder("two")
            .task(task("a"))
            .task(task("b"))
            .task(task("both").needs("a", "b"))
            .task(task("last").needs("both"))
            .build();
    attempted("a", TaskStatus.FAILED);
    attempted("b", TaskStatus.FAILED);
    options = PlanOptions.builder().failedWith("00000000").build();
    retriedTask = "a";
    assertThat(sentences())
        .containsExactly(
            "a: failed the last time",
            "b: is not among the failures to be retried",
            "both: needs b, which has not succeeded and is not retried",
            "last: is not among the failures to be retried");
    attempted("b", TaskStatus.SUCCEEDED);
    assertThat(sentences().subList(2, 4))
        .containsExactly("both: has never run", "last: has never run");
    selection = TaskSelection.of(Map.of("a", false));
    assertThat(plan().toRun()).as("its check-box is off").isZero();
  }

  @Test
  void retryingRunsWhatWasTakenBackUnlessOneGroupIsMeant() {
    attempted("a", TaskStatus.SUCCEEDED);
    attempted("b", TaskStatus.WITHDRAWN);
    options = PlanOptions.builder().failedOnly().build();
    assertThat(sentences().subList(1, 3))
        .containsExactly("b: was taken back the last time", "c: has never run");
    options = PlanOptions.builder().failedWith("00000000").build();
    assertThat(plan().toRun()).isZero();
  }

  @Test
  void whatFailedIsRetriedAlsoIfItsDefinitionAndFeatureHaveChangedSince() {
    attempted("a", TaskStatus.FAILED);
    featureHash = 8;
    baseHashes.put("a.nodb", "1");
    options = PlanOptions.builder().failedOnly().build();
    assertThat(sentences())
        .containsExactly("a: failed the last time", "b: has never run", "c: has never run");
    assertThat(plan().inputsChanged(0, 0)).isTrue();
  }

  @Test
  void everyReasonHasBeenSeenInThisTestAndIsExplained() {
    Set<Reason> seenAbove =
        EnumSet.of(
            Reason.UP_TO_DATE,
            Reason.DISABLED,
            Reason.NOT_ASKED_FOR,
            Reason.NEVER_RAN,
            Reason.FAILED,
            Reason.INTERRUPTED,
            Reason.CANCELLED,
            Reason.WITHDRAWN,
            Reason.FORCED,
            Reason.FOLLOWS,
            Reason.NEED_IS_NEWER,
            Reason.DEFINITION_CHANGED,
            Reason.INPUT_CHANGED,
            Reason.FEATURE_CHANGED,
            Reason.OUTPUT_GONE,
            Reason.RUN_GONE,
            Reason.BLOCKED);
    assertThat(seenAbove).containsExactlyInAnyOrder(Reason.values());
    for (Reason reason : Reason.values()) {
      assertThat(Reason.of(reason.code())).isEqualTo(reason);
      assertThat(BatchPlan.reason((byte) (reason.code() | BatchPlan.INPUTS_CHANGED)))
          .isEqualTo(reason);
      assertThat(Reason.withCode(reason.code())).contains(reason);
      assertThat(reason.sentence("x")).isNotBlank();
    }
  }

  @Test
  void aThousandTasksInLayersThatAreSwitchedOffArePlannedInNoTime() {
    Pipeline.Builder layers = Pipeline.builder("layers");
    Map<String, Boolean> groups = new LinkedHashMap<>();
    for (int layer = 0; layer < 40; layer++) {
      for (int number = 0; number < 25; number++) {
        TaskDefinition.Builder definition = task("l" + layer + "." + number);
        groups.put("l" + layer + "." + number, layer == 0 || layer == 39);
        for (int need = 0; layer > 0 && need < 25; need++) {
          definition.needs("l" + (layer - 1) + "." + need);
        }
        layers.task(definition);
      }
    }
    pipeline = layers.build();
    selection = TaskSelection.of(groups);
    assertThat(plan().toRun()).isEqualTo(50);
  }

  @Test
  void theCheckBoxesNameTheNearestGroup() {
    assertThat(TaskSelection.all().with(CHAIN, "b", false).enabled("b")).isFalse();
    assertThatThrownBy(() -> TaskSelection.all().with(CHAIN, "bb", false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no group \"bb\"; did you mean \"b\"?");
  }
}

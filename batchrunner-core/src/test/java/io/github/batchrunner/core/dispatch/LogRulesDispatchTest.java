package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.LogRules;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Observation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log of an attempt makes of its end. */
@Timeout(60)
class LogRulesDispatchTest {

  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Failure EXIT_3 =
      Failure.of(FailureKind.EXIT_CODE, "exit code 3").withExitCode(3);
  private static final LogRules SEED =
      LogRules.failingOn("Pipeline FAILED", "ERROR|WARN").ignoring("no valid data");

  @TempDir private Path directory;
  private Set<String> withoutOutputs = Set.of();
  private String engineLog = "";
  private int attempts = 1;

  /** What the journal says of the attempt, as {@code status kind: message}. */
  private String judged(LogRules rules, @Nullable Failure failure, @Nullable String log)
      throws Exception {
    Pipeline pipeline =
        Pipeline.builder("p")
            .task(
                TaskDefinition.builder("a", WorkDefinition.handler("a"))
                    .outputs("out.txt")
                    .retry(Harness.atOnce(attempts).maxLosses(0).build())
                    .log(rules))
            .build();
    Harness harness = new Harness(directory, pipeline, Harness.runs(1));
    harness.withoutOutputs = withoutOutputs;
    harness.logs = log == null ? Map.of() : Map.of("run-0/a.1", log);
    AnswersAtOnce engine =
        new AnswersAtOnce(
            submission ->
                handle ->
                    failure == null
                        ? Observation.of(handle, AttemptState.SUCCEEDED, NOW)
                        : Observation.failed(handle, failure, NOW));
    engine.log = engineLog;
    try (Dispatcher execution = harness.start(engine, Harness.PUSHING, engine::deliverTo)) {
      boolean succeeded = execution.await().succeeded();
      BatchState.TaskView view = harness.journal().state().task("a");
      assertThat(succeeded).isEqualTo(view.status(0) == TaskStatus.SUCCEEDED);
      return view.status(0) + view.failure(0).map(why -> " " + why).orElse("");
    }
  }

  private Failure recorded() {
    Pipeline pipeline =
        Pipeline.builder("p")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
            .build();
    return new Harness(directory, pipeline, Harness.runs(1))
        .journal()
        .state()
        .task("a")
        .failure(0)
        .orElseThrow();
  }

  @Test
  void aLineThatSaysFailureMakesASuccessAFailure() throws Exception {
    assertThat(judged(SEED, null, "begins\npipeline failed: 3/4\nends\n"))
        .isEqualTo("FAILED EXIT_CODE: its log says that it failed: line 2: pipeline failed: 3/4");
    assertThat(recorded().detail()).isEqualTo("begins\npipeline failed: 3/4\nends\n");
  }

  @Test
  void aLineThatIsToBeIgnoredDoesNot() throws Exception {
    assertThat(judged(SEED, null, "WARN agreement map contains no valid data\n"))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void aFailureOfTheLogIsTriedAgainLikeAnyOtherOfTheTask() throws Exception {
    attempts = 2; // the second has no log
    assertThat(judged(SEED, null, "Pipeline FAILED")).isEqualTo("SUCCEEDED");
  }

  @Test
  void oneLineThatSaysSuccessIsEnough() throws Exception {
    LogRules rules = SEED.succeedingOn("Pipeline SUCCESS", "exiting early");
    assertThat(judged(rules, null, "Pipeline exiting early: no data")).isEqualTo("SUCCEEDED");
  }

  @Test
  void whereThereIsNoFileWhatTheExecutorKeepsIsRead() throws Exception {
    engineLog = "pipeline success: 4/4";
    assertThat(judged(SEED.succeedingOn("Pipeline SUCCESS"), null, null)).isEqualTo("SUCCEEDED");
  }

  @Test
  void whereItLookedForSuccessIsSaid() throws Exception {
    attempts = 3; // and it is final
    assertThat(judged(SEED.succeedingOn("Pipeline SUCCESS", "exiting early"), null, null))
        .isEqualTo(
            "FAILED OUTPUT_MISSING: its log does not say that it succeeded: no line of elsewhere"
                + " has \"Pipeline SUCCESS\" or \"exiting early\"");
  }

  @Test
  void anExitCodeCountsAsASuccessIfTheLogSaysToIgnoreItAndThatIsKept() throws Exception {
    assertThat(judged(SEED, EXIT_3, "WARN: no valid data\n"))
        .isEqualTo(
            "SUCCEEDED EXIT_CODE: counts as a success because of line 1: WARN: no valid data"
                + " (exit code 3)");
    assertThat(recorded().exitCode()).hasValue(3);
  }

  @Test
  void aFailureBesideWhatIsToBeIgnoredStaysAFailure() throws Exception {
    String log = "WARN: no valid data\nPipeline FAILED\n";
    assertThat(judged(SEED, EXIT_3, log)).isEqualTo("FAILED EXIT_CODE: exit code 3");
  }

  @Test
  void anExitCodeStaysAFailureUnlessEverythingElseSpeaksForSuccess() throws Exception {
    String log = "no valid data\n";
    String failed = "FAILED EXIT_CODE: exit code 3";
    assertThat(judged(SEED, EXIT_3, "nothing of interest")).isEqualTo(failed);
    assertThat(judged(SEED.ignoring(), EXIT_3, log)).isEqualTo(failed);
    assertThat(judged(SEED.succeedingOn("done"), EXIT_3, log)).isEqualTo(failed);
    withoutOutputs = Set.of("run-0");
    assertThat(judged(SEED, EXIT_3, log)).isEqualTo(failed);
  }

  @Test
  void onlyAnExitCodeCanBeIgnored() throws Exception {
    Failure killed = Failure.of(FailureKind.OUT_OF_MEMORY, "killed");
    assertThat(judged(SEED, killed, "no valid data")).isEqualTo("FAILED OUT_OF_MEMORY: killed");
  }

  @Test
  void aMissingOutputIsSaidFirstAndTheEndOfTheLogWithIt() throws Exception {
    withoutOutputs = Set.of("run-0");
    assertThat(judged(SEED, null, "Pipeline FAILED"))
        .isEqualTo("FAILED OUTPUT_MISSING: its output \"out.txt\" is missing");
    assertThat(recorded().detail()).isEqualTo("Pipeline FAILED");
  }

  @Test
  void aMissingOutputHasTheEndOfTheLogWithoutAnyRulesToo() throws Exception {
    withoutOutputs = Set.of("run-0");
    judged(LogRules.NONE, null, "ERROR: no station\n");
    assertThat(recorded().detail()).isEqualTo("ERROR: no station\n");
  }

  @Test
  void aPatternThatTakesForEverLeavesAMissingOutputAsItIs() throws Exception {
    withoutOutputs = Set.of("run-0");
    assertThat(judged(LogRules.failingOn("(a+)+$"), null, "a".repeat(8000) + "!"))
        .isEqualTo("FAILED OUTPUT_MISSING: its output \"out.txt\" is missing");
  }

  @Test
  void aPatternThatTakesForEverFailsTheTaskForGood() throws Exception {
    attempts = 3;
    assertThat(judged(LogRules.failingOn("(a+)+$"), null, "a".repeat(8000) + "!"))
        .startsWith(
            "FAILED ENVIRONMENT: its log cannot be judged: the log pattern \"(a+)+$\" takes too many steps on line 1");
  }

  @Test
  void aPatternThatTakesForEverLeavesAFailureAsItIs() throws Exception {
    assertThat(judged(SEED.ignoring("(a+)+$"), EXIT_3, "a".repeat(8000) + "!"))
        .isEqualTo("FAILED EXIT_CODE: exit code 3");
  }
}

package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

  @TempDir Path root;
  private Path batch;

  @BeforeEach
  void validate() throws Exception {
    batch = SampleBatch.validated(root);
  }

  @Test
  void runsTheSevenTasksAndThenHasNothingToDo() {
    Cli.Outcome first = Cli.run("run", batch, "-O", "threads=2");
    Cli.Outcome second = Cli.run("run", batch);

    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).contains("succeeded in").containsPattern("tasks +28 +28 +0 +0 +0");
    assertThat(first.err()).contains("28 tasks to run in 4 runs", "executor \"local\"");
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).contains("0 tasks to run", "28 up to date");
    assertThat(Cli.run("run", batch, "--force=climate").out()).containsPattern("tasks +16 +16");
  }

  @Test
  void aFailureIsKeptApartAndSaidWithTheCommandToRetryIt() throws Exception {
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);

    Cli.Outcome outcome = Cli.run("run", batch, "--pipeline", pipeline);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("failed: second of run \"doomed\": sh ended with exit code 3");
    assertThat(outcome.out())
        .containsPattern("runs +4 +3 +1 +0 +0")
        .containsPattern("tasks +12 +10 +1 +1 +0")
        .containsPattern("again: batchrunner retry \\S+ --failure [0-9a-f]{8}");
  }

  @Test
  void onAScreenOneLineIsDrawnAgain() throws Exception {
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);

    Cli.Outcome outcome = Cli.runOnScreen("run", batch, "--pipeline", pipeline);

    assertThat(outcome.err()).contains("\r", "100% [####", "12/12 tasks, 1 failed  4/4 runs");
    assertThat(outcome.out()).doesNotContain("\r");
  }

  @Test
  void elsewhereNothingIsDrawnAgain() {
    assertThat(Cli.run("run", batch).err()).doesNotContain("\r");
  }

  @Test
  void limitsAreTaken() throws Exception {
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);

    Cli.Outcome outcome =
        Cli.run(
            "run",
            batch,
            "--pipeline",
            pipeline,
            "--only",
            "cedar",
            "--max-in-flight",
            1,
            "--stop-threshold",
            3,
            "--resume-threshold",
            1,
            "--submit-interval",
            "1ms");

    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void aBatchThatStopsSaysWhyAndWhatToDo() throws Exception {
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);

    Cli.Outcome outcome =
        Cli.run(
            "run",
            batch,
            "--pipeline",
            pipeline,
            "--max-in-flight",
            1,
            "--canary",
            4,
            "--stop-when-failing",
            "0%");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("first: run \"")
        .contains("(the smallest, ")
        .contains("stopped, because canary run \"doomed\" failed at task \"second\": ")
        .contains("next: batchrunner run ");
    assertThat(outcome.out()).contains(": stopped in ");
    assertThat(Cli.run("status", batch).out()).contains(": stopped");
    assertThat(Cli.run("status", batch).err()).contains("next: batchrunner run");
  }

  @Test
  void aBatchIsNotStoppedByFewerFailuresThanTheLimit() throws Exception {
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);

    Cli.Outcome outcome =
        Cli.run(
            "run",
            batch,
            "--pipeline",
            pipeline,
            "--stop-after-failures",
            2,
            "--stop-when-failing",
            "25");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains(": failed in ").containsPattern("tasks +12 +10 +1 +1 +0");
  }

  @Test
  void badOptionsAreRefusedBeforeAnythingRuns() {
    for (List<String> options :
        List.of(
            List.of("--executor", "locl"),
            List.of("-O", "thread=2"),
            List.of("-O", "threads=many"),
            List.of("-O", "threads=1", "-O", "threads=2"),
            List.of("--max-in-flight", "0"),
            List.of("--max-in-flight", "x"),
            List.of("--stop-threshold", "3"),
            List.of("--stop-threshold", "3", "--resume-threshold", "3"),
            List.of("--submit-interval", "soon"),
            List.of("--stop-after-failures", "0"),
            List.of("--stop-when-failing", "100%"),
            List.of("--stop-when-failing", "many"),
            List.of("--stop-when-failing", "-1"),
            List.of("--canary", "0"),
            List.of("--submit-interval", "PT-1S"))) {
      Object[] arguments = new Object[options.size() + 2];
      arguments[0] = "run";
      arguments[1] = batch;
      for (int i = 0; i < options.size(); i++) {
        arguments[i + 2] = options.get(i);
      }
      Cli.Outcome outcome = Cli.run(arguments);
      assertThat(outcome.exitCode()).as("%s: %s", options, outcome.err()).isEqualTo(2);
      assertThat(outcome.err()).startsWith("error: ").doesNotContain("\tat ", "Exception");
    }
    assertThat(batch.resolve("cedar")).doesNotExist();
  }

  @Test
  void whatMayBeASecretIsNotShown() {
    Cli.Outcome outcome = Cli.run("run", batch, "-O", "hunter2");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("name=value").doesNotContain("hunter2");
  }

  @Test
  void aRunOfPartOfTheBatchLeavesTheRestWaiting() throws Exception {
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);

    assertThat(Cli.run("run", batch, "--pipeline", pipeline, "--only", "cedar").exitCode())
        .isZero();

    JsonNode status = Cli.run("status", batch, "--json").json();
    assertThat(status.get("state").asText()).isEqualTo("incomplete");
    assertThat(status.at("/runs/waiting").asInt()).isEqualTo(3);
    assertThat(Cli.run("plan", batch, "--json").json().get("to_run").asInt())
        .as("the pipeline of the latest execution goes on to count")
        .isEqualTo(9);
  }
}

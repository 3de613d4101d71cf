package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

  @TempDir Path root;
  private Path batch;

  @BeforeEach
  void runWithAFailure() throws Exception {
    batch = SampleBatch.withFailure(root);
  }

  @Test
  void aRunIsShownWithEachTaskInOneLine() {
    Cli.Outcome outcome = Cli.run("explain", batch, "doomed");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains(
            "run \"doomed\": failed",
            "why:       second has failed: EXIT_CODE: sh ended with exit code 3; no weather",
            "directory: " + batch.resolve("doomed"))
        .containsPattern("first +succeeded +1 +would not run +is up to date")
        .containsPattern("second +failed +1 +would run +has failed: EXIT_CODE: ")
        .containsPattern("third +skipped +0 +would run +did not run, because second failed: ");
    assertThat(outcome.err()).contains("next: batchrunner explain " + batch + " doomed second");
  }

  @Test
  void oneTaskIsShownWithAllThatIsKnownOfIt() {
    Cli.Outcome outcome = Cli.run("explain", batch, "doomed", "second");

    assertThat(outcome.out())
        .contains(
            "second of run \"doomed\": failed",
            "why:       has failed: EXIT_CODE: sh ended with exit code 3",
            "now:       would run, because: failed the last time",
            "latest attempt: number 1, failed",
            "reason:    has never run",
            "execution: number 1, executor \"local\", process " + ProcessHandle.current().pid(),
            "log:       " + batch.resolve("doomed").resolve("logs").resolve("second.1.log"),
            "cause:     no weather",
            "signature: ",
            "again:     batchrunner retry " + batch + " --failure ",
            "    no weather\n")
        .doesNotContain("third");
  }

  @Test
  void whatHasChangedIsNamedAndSecretsAreNot() throws Exception {
    String old =
        """
        {"id": "one", "tasks": [{"id": "first", "work": {"command": ["/bin/sh", "-c", "exit 0"],
         "env": {"DB_PASSWORD": "abc"}}}]}
        """;
    Cli.run("run", batch, "--pipeline", SampleBatch.pipeline(root, old), "--only", "cedar");
    String changed = old.replace("exit 0", "true").replace("abc", "def");
    Cli.run("run", batch, "--pipeline", SampleBatch.pipeline(root, changed), "--only", "alder");

    Cli.Outcome outcome = Cli.run("explain", batch, "cedar", "first");

    assertThat(outcome.out())
        .contains(
            "first of run \"cedar\": succeeded",
            "now:       would run, because: its definition has changed",
            "changed:   its definition: work.command[2]: \"exit 0\" -> \"true\";"
                + " work.env.DB_PASSWORD: \"***\" -> \"***\"");
  }

  @Test
  void theSameIsThereAsJson() {
    JsonNode run = Cli.run("explain", batch, "doomed", "--json").json();
    assertThat(run.get("state").asText()).isEqualTo("failed");
    assertThat(run.get("prepared").asBoolean()).isTrue();
    assertThat(run.get("older_base").asBoolean()).isFalse();
    assertThat(run.at("/tasks/2/situation/kind").asText()).isEqualTo("skipped");
    assertThat(run.at("/tasks/2/situation/tasks/0").asText()).isEqualTo("second");
    assertThat(run.at("/tasks/2/latest").isNull()).isTrue();

    JsonNode task = Cli.run("explain", batch, "doomed", "second", "--json").json();
    assertThat(task.get("run_id").asText()).isEqualTo("doomed");
    assertThat(task.get("attempts").asInt()).isEqualTo(1);
    assertThat(task.at("/now/action").asText()).isEqualTo("run");
    assertThat(task.at("/now/reason").asText()).isEqualTo("failed");
    assertThat(task.at("/now/changes").isEmpty()).isTrue();
    assertThat(task.at("/latest/execution/executor").asText()).isEqualTo("local");
    assertThat(task.at("/latest/failure/evidence/0").asText()).isEqualTo("no weather");
    assertThat(task.at("/latest/failure/signature").asText())
        .isEqualTo(Cli.run("status", batch, "--json").json().at("/failures/0/signature").asText());
  }

  @Test
  void theEngineIsAskedOfOneTask() {
    assertThat(Cli.run("explain", batch, "doomed", "--executor", "local").exitCode()).isEqualTo(2);
    Cli.Outcome outcome = Cli.run("explain", batch, "doomed", "second", "--executor", "local");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("second of run \"doomed\": failed");
  }

  @Test
  void unknownNamesAreCorrected() {
    assertThat(Cli.run("explain", batch, "dommed").err()).contains("did you mean \"doomed\"?");
    assertThat(Cli.run("explain", batch, "CED").err()).contains("did you mean \"cedar\"?");
    assertThat(Cli.run("explain", batch, "*").exitCode()).isEqualTo(2);
    assertThat(Cli.run("explain", batch, "cedar", "secnd").err()).contains("\"second\"");
  }
}

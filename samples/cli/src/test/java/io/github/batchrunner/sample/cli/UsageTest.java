package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

  @TempDir Path root;

  @Test
  void helpListsEveryCommandOnStandardOutput() {
    Cli.Outcome help = Cli.run("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains(
            "create",
            "attach",
            "validate",
            "tasks",
            "plan",
            "run",
            "status",
            "explain",
            "retry",
            "cancel",
            "report",
            "executors",
            "worker",
            "janitor",
            "demo",
            "generate-completion",
            "Exit codes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create",
        "attach",
        "validate",
        "tasks",
        "plan",
        "run",
        "status",
        "explain",
        "retry",
        "cancel",
        "report",
        "executors",
        "worker",
        "janitor",
        "demo"
      })
  void everyCommandHasHelp(String command) {
    Cli.Outcome help = Cli.run(command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Usage: batchrunner " + command, "--help");
  }

  @Test
  void noCommandIsWrongUsage() {
    Cli.Outcome outcome = Cli.run();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("which command?", "Try: batchrunner --help");
  }

  @Test
  void aMistypedCommandIsCorrected() {
    Cli.Outcome outcome = Cli.run("statsu", "x");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("no command \"statsu\"; did you mean \"status\"?");
  }

  @Test
  void aMistypedOptionIsCorrected() {
    Cli.Outcome outcome = Cli.run("plan", "x", "--frce");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(
            "no option \"--frce\"; did you mean \"--force\"?", "Try: batchrunner plan --help");
  }

  @Test
  void anArgumentTooManyIsNamed() {
    Cli.Outcome outcome = Cli.run("status", "x", "y");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("\"y\" is one too many");
  }

  @Test
  void aMissingArgumentIsNamed() {
    Cli.Outcome outcome = Cli.run("attach", "x");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("<file.geojson>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "plan", "run", "tasks", "retry", "cancel", "report"})
  void aDirectoryThatIsNoBatchIsBadInput(String command) {
    Cli.Outcome outcome = Cli.run(command, root);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("is not a batch").doesNotContain("\tat ");
  }

  @Test
  void aDamagedRecordIsSaidInWordsAndTracedOnRequest() throws Exception {
    Path batch = SampleBatch.created(root);
    Files.writeString(batch.resolve("batch_runner.nodb"), "{\"py/object\": ");

    Cli.Outcome plain = Cli.run("status", batch);
    Cli.Outcome traced = Cli.run("status", batch, "--debug");

    assertThat(plain.exitCode()).isEqualTo(2);
    assertThat(plain.err()).contains("batch_runner.nodb", "not JSON").doesNotContain("\tat ");
    assertThat(traced.err()).contains("InvalidInputException", "\tat ");
    assertThat(Cli.run("--debug", "status", batch).err()).contains("\tat ");
  }

  @Test
  void anArgumentThatBeginsWithAtIsNotAFile() throws Exception {
    Path batch = SampleBatch.attached(root);
    Path arguments = Files.writeString(root.resolve("arguments"), "--help");

    Cli.Outcome outcome = Cli.run("validate", batch, "--template", "@" + arguments);

    assertThat(outcome.out()).contains("not valid").doesNotContain("Usage");
  }

  @Test
  void completionIsAScript() {
    Cli.Outcome outcome = Cli.run("generate-completion");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("complete -F _complete_batchrunner").contains("--bbox");
  }

  @Test
  void versionIsSaid() {
    assertThat(Cli.run("--version").out()).startsWith("batchrunner ");
  }
}

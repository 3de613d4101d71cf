package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

  @TempDir Path root;

  @Test
  void goesTheWholeWayAndASecondTimeHasNothingToDo() {
    Path directory = root.resolve("demo dir");

    Cli.Outcome first = Cli.run("demo", "--dir", directory, "--watersheds", 6, "--seed", 7);
    Cli.Outcome second = Cli.run("demo", "--dir", directory, "--watersheds", 6, "--seed", 7);
    Cli.Outcome forced =
        Cli.run("demo", "--dir", directory, "--watersheds", 6, "--seed", 7, "--force");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("not valid: 6 watersheds", "valid: 6 watersheds, 6 distinct run ids")
        .containsPattern("tasks +42 +42 +0 +0 +0")
        .contains("runoff mm", "all 6", "report.html");
    assertThat(directory.resolve("report").resolve("report.html")).exists();
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).contains("42 up to date", "all 6").doesNotContain("== Run");
    assertThat(forced.out()).containsPattern("tasks +42 +42 +0 +0 +0");
  }

  @Test
  void otherWatershedsWantAnotherDirectory() {
    Cli.run("demo", "--dir", root, "--watersheds", 3);

    Cli.Outcome outcome = Cli.run("demo", "--dir", root, "--watersheds", 4);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("another --dir");
    assertThat(Cli.run("demo", "--dir", root, "--watersheds", 1).exitCode()).isEqualTo(2);
  }
}

package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
  void aRunIsShownTaskByTask() {
    Cli.Outcome outcome = Cli.run("explain", batch, "doomed");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains(
            "run \"doomed\": failed",
            "first: succeeded",
            "now: would not run, because: is up to date",
            "second: failed",
            "failure: EXIT_CODE: sh ended with exit code 3",
            "log: " + batch.resolve("doomed").resolve("logs").resolve("second.1.log"),
            "now: would run, because: failed the last time",
            "third: skipped")
        .doesNotContain("no weather");
  }

  @Test
  void oneTaskIsShownWithTheEndOfItsLog() {
    Cli.Outcome outcome = Cli.run("explain", batch, "doomed", "second");

    assertThat(outcome.out()).contains("no weather", "signature: ").doesNotContain("third:");
  }

  @Test
  void unknownNamesAreCorrected() {
    assertThat(Cli.run("explain", batch, "dommed").err()).contains("did you mean \"doomed\"?");
    assertThat(Cli.run("explain", batch, "CED").err()).contains("did you mean \"cedar\"?");
    assertThat(Cli.run("explain", batch, "*").exitCode()).isEqualTo(2);
    assertThat(Cli.run("explain", batch, "cedar", "secnd").err()).contains("\"second\"");
  }
}

package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  @TempDir Path root;

  @Test
  void goesIntoTheBatchUnlessToldElsewhere() throws Exception {
    Path batch = SampleBatch.withFailure(root);
    Path elsewhere = root.resolve("public").resolve("sample");

    Cli.Outcome outcome = Cli.run("report", batch);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().strip())
        .isEqualTo(batch.resolve("report").resolve("report.html").toString());
    assertThat(batch.resolve("report").resolve("report.html")).content().contains("doomed");
    assertThat(Cli.run("report", batch, "--out", elsewhere).exitCode()).isZero();
    assertThat(elsewhere.resolve("runs.csv")).content().contains("doomed");
  }

  @Test
  void theDirectoryOfARunIsNoPlaceForIt() throws Exception {
    Path batch = SampleBatch.withFailure(root);

    assertThat(Cli.run("report", batch, "--out", batch.resolve("cedar")).exitCode()).isEqualTo(2);
  }
}

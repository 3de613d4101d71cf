package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cancel} does to a batch that runs is in {@link RunnableJarTest}. */
class CancelCommandTest {

  @TempDir Path root;

  @Test
  void aBatchThatNobodyRunsIsLeftAlone() throws Exception {
    Path batch = SampleBatch.validated(root);

    Cli.Outcome outcome = Cli.run("cancel", batch);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("nobody runs batch \"sample\"");
    assertThat(batch.resolve(".batchrunner")).isEmptyDirectory();
  }
}

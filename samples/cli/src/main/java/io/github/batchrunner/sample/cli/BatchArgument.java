package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The batch a command is about. */
final class BatchArgument {

  @Parameters(
      index = "0",
      paramLabel = "<batch-dir>",
      description = "The directory of the batch, <root>/<name>.")
  private Path directory = Path.of("");

  /** Returns the directory as it was given. */
  Path directory() {
    return directory;
  }

  /** Opens the batch to run it; if that has to wait for another machine, the person is told. */
  BatchRunner openToRun(Terminal terminal) {
    return BatchRunner.builder().onWaiting(terminal::say).open(directory);
  }

  /** Opens the batch. */
  BatchRunner open() {
    return BatchRunner.open(directory);
  }
}

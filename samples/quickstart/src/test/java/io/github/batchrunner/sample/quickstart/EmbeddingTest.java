package io.github.batchrunner.sample.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.status.BatchStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that the README here and the main one show, compiled and run. */
class EmbeddingTest {

  private static final Path SOURCE =
      Path.of("src/test/java/io/github/batchrunner/sample/quickstart/EmbeddingTest.java");

  @TempDir Path root;

  @Test
  void theSevenTasksRunInTwentyLines() throws Exception {
    // README from here
    BatchRunner batch =
        BatchRunner.create(root, BatchName.of("palouse"), BaseConfig.named("disturbed9002_wbt"));
    batch.attachWatersheds(Path.of("watersheds.geojson"));
    ValidationReport report = batch.useRunIdTemplate("{slug(properties['name'])}");
    if (!report.isValid()) {
      throw new IllegalStateException("not unique: " + report.duplicates());
    }
    try (OpenExecutor executor = Executors.open("local", Map.of("threads", "4"));
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      execution.onProgress(progress -> System.out.println(progress.tasks()));
      BatchResult result = execution.await();
      System.out.println(result.succeeded() ? "done" : batch.status().failures());
    }
    // README to here

    BatchStatus status = batch.status();
    assertThat(status.state()).isEqualTo(BatchStatus.State.SUCCEEDED);
    assertThat(status.tasks().succeeded()).isEqualTo(3 * 7);
  }

  @Test
  void bothReadmesShowThisCode() throws Exception {
    String shown =
        Files.readAllLines(SOURCE).stream()
            .dropWhile(line -> !line.strip().equals("// README from here"))
            .skip(1)
            .takeWhile(line -> !line.strip().equals("// README to here"))
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n"));

    for (Path readme : List.of(Path.of("README.md"), Path.of("../../README.md"))) {
      assertThat(readme).content().contains("```java\n" + shown + "\n```");
    }
  }
}

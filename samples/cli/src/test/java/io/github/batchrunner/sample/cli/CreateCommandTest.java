package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateCommandTest {

  @TempDir Path root;

  @Test
  void makesABatchWithABaseProjectAndSaysWhatIsNext() {
    Path batch = root.resolve("a b").resolve("palouse");

    Cli.Outcome outcome = Cli.run("create", batch, "--config", "disturbed9002_wbt");

    assertThat(outcome.exitCode()).isZero();
    assertThat(batch.resolve("batch_runner.nodb")).exists();
    assertThat(batch.resolve("_base").resolve("omni.nodb")).exists();
    assertThat(outcome.out()).contains("\"palouse\"");
    assertThat(outcome.err()).contains("attach '" + batch + "' <file.geojson>");
  }

  @Test
  void takesOverAProjectThatExists() throws Exception {
    Path first = SampleBatch.created(root);
    Path project = root.resolve("project");
    Files.createDirectory(project);
    Files.copy(first.resolve("_base/ron.nodb"), project.resolve("ron.nodb"));
    Path batch = root.resolve("other");

    assertThat(Cli.run("create", batch, "--config", "x", "--base", project).exitCode()).isZero();

    assertThat(batch.resolve("_base/ron.nodb"))
        .content()
        .contains("\"" + batch.resolve("_base") + "\"");
    assertThat(batch.resolve("_base/wepp.nodb")).doesNotExist();
  }

  @Test
  void theLayoutDecidesWhereRunsAre() throws Exception {
    Path batch = root.resolve("nested");
    assertThat(Cli.run("create", batch, "--config", "x", "--layout", "runs").exitCode()).isZero();
    Cli.run("attach", batch, SampleBatch.geoJson(root));
    Cli.run("validate", batch, "--template", "{properties['name']}");
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);

    Cli.run("run", batch, "--pipeline", pipeline);

    assertThat(batch.resolve("runs").resolve("cedar")).isDirectory();
    assertThat(batch.resolve("cedar")).doesNotExist();
  }

  @Test
  void refusesWhatCannotBe() {
    Path batch = SampleBatch.created(root);

    assertThat(Cli.run("create", batch, "--config", "x").exitCode()).isEqualTo(2);
    assertThat(Cli.run("create", root.resolve("Big"), "--config", "x").err())
        .contains("lowercase", "\"Big\"");
    assertThat(Cli.run("create", root.resolve("n"), "--config", "../x").exitCode()).isEqualTo(2);
    assertThat(Cli.run("create", root.resolve("n"), "--config", "x", "--layout", "deep").err())
        .contains("\"deep\"");
    assertThat(Cli.run("create", root.resolve("n"), "--config", "x", "--base", root).exitCode())
        .isEqualTo(2);
    assertThat(Cli.run("create", "/", "--config", "x").err()).contains("<root>/<name>");
    assertThat(Cli.run("create", root.resolve("n")).err()).contains("--config");
    assertThat(root.resolve("n")).doesNotExist();
  }
}

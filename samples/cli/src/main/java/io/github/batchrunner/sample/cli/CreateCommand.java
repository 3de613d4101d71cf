package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchLayout;
import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.project.ExistingProject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates a batch. */
@Command(
    name = "create",
    header = "Create a batch with its base project.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner create data/palouse --config disturbed9002_wbt",
      "  batchrunner create data/palouse --config disturbed9002_wbt --base old/run"
    })
final class CreateCommand implements Callable<Integer> {

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "<name>",
      description = "The WEPPcloud config of the base project.")
  private String config = "";

  @Option(
      names = "--base",
      paramLabel = "<dir>",
      description = "Copy this project as the base project; default: a new one.")
  private @Nullable Path base;

  @Option(
      names = "--layout",
      paramLabel = "flat|runs",
      defaultValue = "flat",
      description =
          "Where runs are: \"flat\" <batch>/<run id>, \"runs\" <batch>/runs/<run id>, as "
              + "deployed WEPPcloud has it; default: flat.")
  private String layout = "";

  private final Terminal terminal;

  CreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path directory = batch.directory().toAbsolutePath().normalize();
    Path name = directory.getFileName();
    Path root = directory.getParent();
    if (name == null || root == null) {
      throw new InvalidInputException(
          "a batch has a directory of its own, <root>/<name>, but \"%s\" was given"
              .formatted(batch.directory()));
    }
    BatchRunner.Builder builder = BatchRunner.builder().layout(BatchLayout.named(layout));
    if (base != null) {
      builder.baseProject(ExistingProject.in(base));
    }
    BatchRunner created =
        builder.create(root, BatchName.of(name.toString()), BaseConfig.named(config));
    terminal.answer("created batch \"%s\" in %s".formatted(created.name(), created.directory()));
    terminal.say(
        "next: " + Invocation.of("attach", batch.directory().toString(), "<file.geojson>"));
    return ExitCode.DONE;
  }
}

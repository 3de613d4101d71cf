package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.Dependencies;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.report.BatchReport;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.sample.hydrology.WatershedGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does the main job from nothing, with watersheds of its own making. */
@Command(
    name = "demo",
    header =
        "Watch the whole way: generate watersheds, create, attach, validate, plan, run, report.",
    description =
        "A second demo in the same directory goes on where the first one ended, or says that all is "
            + "up to date. What it leaves is a batch like any other: plan it, run it, change its base.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner demo",
      "  batchrunner demo --watersheds 500 --dir big-demo"
    })
final class DemoCommand implements Callable<Integer> {

  private static final String CONFIG = "disturbed9002_wbt";
  private static final String CLASHING_TEMPLATE = "{properties['Region']}";
  private static final String TEMPLATE = "{slug(properties['HucName'])}-{properties['Region']}";

  @Option(
      names = "--dir",
      paramLabel = "<dir>",
      defaultValue = "batchrunner-demo",
      description = "Where everything goes; default: batchrunner-demo.")
  private Path directory = Path.of("");

  @Option(
      names = "--watersheds",
      paramLabel = "<n>",
      defaultValue = "24",
      description = "How many, 2 to 20000; default: 24.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "<s>",
      defaultValue = "1",
      description = "Other watersheds for another number; default: 1.")
  private long seed;

  @Option(names = "--force", description = "Run everything again.")
  private boolean force;

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (count < 2 || count > 20_000) {
      throw new InvalidInputException(
          "--watersheds is 2 to 20000, but \"%d\" was given".formatted(count));
    }
    Path geoJson = generate();
    Path batchDirectory = directory.resolve("demo");
    BatchRunner batch = createOrOpen(batchDirectory);
    if (batch.watershedFile().isEmpty()) {
      step("Attach the watersheds");
      batch.attachWatersheds(geoJson);
      step("Validate a run-id template that does not do: " + CLASHING_TEMPLATE);
      show(batch, batch.useRunIdTemplate(CLASHING_TEMPLATE));
    }
    step("Validate the run-id template " + TEMPLATE);
    show(batch, batch.useRunIdTemplate(TEMPLATE));
    step("Plan");
    PlanOptions.Builder options = PlanOptions.builder();
    if (force) {
      options.forceAll();
    }
    BatchPlan plan = batch.plan(options.build());
    Lowering lowering =
        new ExecutorChoice()
            .lowering(RunCommand.DEFAULT_EXECUTOR, plan.pipeline(), Dependencies.AUTO);
    PlanSummary.lines(batch.name(), plan, lowering).forEach(terminal::answer);
    int exitCode = plan.toRun() == 0 ? ExitCode.DONE : run(batch, batchDirectory, plan);
    if (exitCode == ExitCode.INTERRUPTED) {
      return exitCode;
    }
    step("Results, yearly means, with sediment also under the three Omni scenarios");
    HydrologyTable.of(batch).forEach(terminal::answer);
    step("Report");
    terminal.answer(
        BatchReport.write(batch, directory.resolve(ReportCommand.DIRECTORY)).html().toString());
    if (plan.toRun() == 0) {
      terminal.say("Everything was up to date; to run it again: --force");
    }
    return exitCode;
  }

  private Path generate() throws IOException {
    Path file = directory.resolve("watersheds.geojson");
    byte[] generated =
        WatershedGenerator.of(seed, count).toGeoJson().getBytes(StandardCharsets.UTF_8);
    if (!Files.exists(file)) {
      step("Generate %,d watersheds: %s".formatted(count, file));
      Files.createDirectories(directory);
      Files.write(file, generated);
    } else if (!Arrays.equals(Files.readAllBytes(file), generated)) {
      throw new InvalidInputException(
          ("\"%s\" has other watersheds in it than %d with seed %d; give the same numbers again, or"
                  + " another --dir")
              .formatted(file, count, seed));
    }
    return file;
  }

  private BatchRunner createOrOpen(Path batchDirectory) {
    if (Files.exists(batchDirectory)) {
      step("Open the batch " + batchDirectory);
      return BatchRunner.open(batchDirectory);
    }
    step("Create the batch %s with config %s".formatted(batchDirectory, CONFIG));
    return BatchRunner.create(directory, BatchName.of("demo"), BaseConfig.named(CONFIG));
  }

  private void show(BatchRunner batch, ValidationReport report) {
    new ValidationSummary(terminal, batch).print(report);
  }

  private int run(BatchRunner batch, Path batchDirectory, BatchPlan plan)
      throws InterruptedException {
    step("Run");
    try (OpenExecutor executor = Executors.builder(RunCommand.DEFAULT_EXECUTOR).open()) {
      return new WatchedExecution(terminal, batchDirectory, batch)
          .run(plan, executor, ExecutionOptions.builder());
    }
  }

  private void step(String title) {
    terminal.answer();
    terminal.answer("== " + title);
  }
}

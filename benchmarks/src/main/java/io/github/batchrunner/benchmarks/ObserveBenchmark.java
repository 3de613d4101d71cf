package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.metrics.BatchMetrics;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.Work;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What it costs that somebody looks: a listener, figures in Micrometer, the diagnostic context of
 * the log and a log for each run, beside the same work without them.
 */
final class ObserveBenchmark implements Benchmark {

  private static final int ROUNDS = 7;
  private static final int RUNS_WITH_FILES = 1_500;
  private static final int RUNS_WITHOUT_FILES = 60_000;
  private static final int TASKS = 7;

  /** One way to carry out a batch; returns tasks per second. */
  @FunctionalInterface
  private interface Trial {
    double tasksPerSecond(Path directory, ExecutionOptions.Builder options) throws Exception;
  }

  @Override
  public void run(Report report) throws Exception {
    compare(
        report,
        "no-op tasks with directories of runs, observed: listener, metrics, MDC, logs of runs",
        ObserveBenchmark::withFiles,
        ">= 0.95");
    compare(
        report,
        "the same without directories and logs of runs, dispatch alone",
        ObserveBenchmark::withoutFiles,
        "-");
  }

  private static void compare(Report report, String what, Trial trial, String reach)
      throws Exception {
    double[] observed = new double[ROUNDS];
    double[] alone = new double[ROUNDS];
    try (Scratch scratch = new Scratch()) {
      measure(trial, scratch, "warm", true);
      measure(trial, scratch, "warmer", false);
      for (int round = 0; round < ROUNDS; round++) {
        boolean first = round % 2 == 0; // neither is always the second
        double one = measure(trial, scratch, "a" + round, first);
        double other = measure(trial, scratch, "b" + round, !first);
        observed[round] = first ? one : other;
        alone[round] = first ? other : one;
        System.err.printf("  observed %,.0f/s, alone %,.0f/s%n", observed[round], alone[round]);
      }
    }
    double with = Report.median(observed);
    double without = Report.median(alone);
    report.row(
        what,
        Report.perSecond(with),
        "nobody looks: " + Report.perSecond(without),
        Report.ratio(with / without),
        reach);
  }

  private static double measure(Trial trial, Scratch scratch, String name, boolean observed)
      throws Exception {
    Path directory = scratch.path(name);
    ExecutionOptions.Builder options = ExecutionOptions.builder().runLogs(observed);
    QuietLogs.keepContext(observed);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Counting counting = new Counting();
    if (observed) {
      options.listener(new BatchMetrics(registry)).listener(counting);
    }
    System.gc();
    double perSecond = trial.tasksPerSecond(directory, options);
    if (observed && counting.ended == 0) {
      throw new IllegalStateException("the listener was told nothing");
    }
    Scratch.delete(directory);
    return perSecond;
  }

  /** A listener that does next to nothing. */
  private static final class Counting implements ExecutionListener {
    private volatile long ended;

    @Override
    public void executionEnded(ExecutionEvent.ExecutionEnded event) {
      ended = event.result().progress().tasks().ended();
    }
  }

  private static double withoutFiles(Path directory, ExecutionOptions.Builder options)
      throws Exception {
    Work noop = new Work.Handler("noop", Map.of());
    double seconds =
        Dispatching.seconds(
            directory,
            Fixtures.chain(TASKS),
            Fixtures.runs(RUNS_WITHOUT_FILES),
            options.maxInFlight(8192).runLogs(false).build(),
            (run, task) -> noop);
    return RUNS_WITHOUT_FILES * TASKS / seconds;
  }

  private static double withFiles(Path directory, ExecutionOptions.Builder options)
      throws Exception {
    Files.createDirectories(directory);
    Path file = directory.resolve("watersheds.geojson");
    Fixtures.geoJson(file, RUNS_WITH_FILES);
    BatchRunner batch =
        BatchRunner.create(
            directory, BatchName.of("observed"), BaseConfig.named("disturbed9002_wbt"));
    batch.attachWatersheds(file);
    batch.useRunIdTemplate("{properties['HucName']}-{properties['Region']}");
    batch.usePipeline(Fixtures.chain(TASKS));
    try (OpenExecutor executor =
        Executors.builder("local")
            .option("threads", "2")
            .registeredHandlersOnly()
            .handler(new Noop())
            .open()) {
      long start = System.nanoTime();
      try (BatchExecution execution = batch.start(batch.plan(), executor, options.build())) {
        if (!execution.await().succeeded()) {
          throw new IllegalStateException("the execution failed");
        }
      }
      return RUNS_WITH_FILES * TASKS / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static final class Noop implements TaskHandler {
    @Override
    public String name() {
      return "noop";
    }

    @Override
    public void run(HandlerContext context) {
      // nothing
    }
  }
}

package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.watershed.AttachOptions;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** How long after {@code start} the first task begins, whatever the size of the batch. */
final class FirstTaskBenchmark implements Benchmark {

  @Override
  public void run(Report report) throws Exception {
    measure(1_000); // warms up
    StringBuilder started = new StringBuilder();
    StringBuilder planned = new StringBuilder();
    for (int runs : new int[] {1_000, 10_000, 100_000}) {
      double[] seconds = measure(runs);
      String size = "%,d runs ".formatted(runs);
      started.append(started.isEmpty() ? "" : ", ").append(size).append(Report.seconds(seconds[0]));
      planned.append(planned.isEmpty() ? "" : ", ").append(size).append(Report.seconds(seconds[1]));
    }
    report.row("first task begins after start", started.toString(), "-", "-", "< 2 s, not growing");
    report.row(
        "first task begins after open, with reading the watersheds and planning",
        planned.toString(),
        "-",
        "-",
        "-");
  }

  /** A handler that says that it has begun. */
  private static final class Signal implements TaskHandler {
    private final String name;
    private final CountDownLatch begun;

    Signal(String name, CountDownLatch begun) {
      this.name = name;
      this.begun = begun;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void run(HandlerContext context) {
      begun.countDown();
    }
  }

  private static double[] measure(int runs) throws Exception {
    try (Scratch scratch = new Scratch()) {
      Path file = scratch.path("watersheds.geojson");
      Fixtures.geoJson(file, runs);
      BatchRunner created =
          BatchRunner.create(
              scratch.path(), BatchName.of("first"), BaseConfig.named("disturbed9002_wbt"));
      created.attachWatersheds(file, AttachOptions.builder().maxBytes(1L << 32).build());
      created.useRunIdTemplate("{properties['HucName']}-{properties['Region']}");
      CountDownLatch begun = new CountDownLatch(1);
      Executors.Builder builder = Executors.builder("local").registeredHandlersOnly();
      created.pipeline().tasks().forEach(task -> builder.handler(new Signal(task.id(), begun)));
      long open = System.nanoTime();
      BatchRunner batch = BatchRunner.open(created.directory());
      BatchPlan plan = batch.plan();
      try (OpenExecutor executor = builder.open()) {
        long start = System.nanoTime();
        try (BatchExecution execution = batch.start(plan, executor)) {
          begun.await();
          long first = System.nanoTime();
          execution.cancel();
          execution.await();
          return new double[] {(first - start) / 1e9, (first - open) / 1e9};
        }
      }
    }
  }
}

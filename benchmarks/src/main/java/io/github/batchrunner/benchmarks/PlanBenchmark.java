package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import java.nio.file.Path;

/** Planning 100,000 new runs of seven tasks: time, and heap that the plan holds on to. */
final class PlanBenchmark implements Benchmark {

  private static final int RUNS = 100_000;
  private static final int ROUNDS = 9;

  @Override
  public void run(Report report) {
    Pipeline pipeline = Pipelines.wepp();
    double[] seconds = new double[ROUNDS];
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = usedHeap();
      RunTable runs = Fixtures.runs(RUNS);
      long start = System.nanoTime();
      BatchPlan plan =
          new Planner(
                  pipeline,
                  TaskSelection.all(),
                  PlanOptions.all(),
                  new BatchState(),
                  Fixtures.directories(Path.of("/none")),
                  pattern -> "hash",
                  (task, run) -> true)
              .plan(runs);
      seconds[round] = (System.nanoTime() - start) / 1e9;
      bytes = usedHeap() - before;
      if (plan.toRun() != RUNS * 7L) {
        throw new IllegalStateException("the plan is wrong");
      }
    }
    report.row(
        "plan 100,000 runs x 7 tasks",
        Report.seconds(Report.median(seconds))
            + ", "
            + Report.ratio(bytes / (RUNS * 7.0))
            + " bytes a task with its runs",
        "-",
        "-",
        "< 1 s, <= 64 bytes");
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}

package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Planning again what is done: the journal is read from disk and, in the second row, each task's
 * declared output is looked at, beside {@code make} with 40,000 targets that are up to date.
 */
final class ReplanBenchmark implements Benchmark {

  private static final int TASKS = 7;
  private static final int ROUNDS = 5;
  private static final int MAKE_TARGETS = 40_000;

  @Override
  public void run(Report report) throws Exception {
    try (Scratch scratch = new Scratch()) {
      double make = make(scratch.path()) / MAKE_TARGETS;
      measure(report, scratch.path("plain"), 100_000, false, make);
      measure(report, scratch.path("outputs"), 20_000, true, make);
    }
  }

  private static void measure(Report report, Path root, int count, boolean outputs, double make)
      throws IOException {
    Files.createDirectories(root);
    Pipeline pipeline = pipeline(outputs);
    RunTable runs = Fixtures.runs(count);
    Path journal = root.resolve("journal.jsonl");
    write(root, journal, pipeline, runs, outputs);
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      BatchPlan plan = plan(root, journal, pipeline, runs);
      seconds[round] = (System.nanoTime() - start) / 1e9;
      if (plan.toRun() != 0) {
        throw new IllegalStateException(
            plan.toRun() + " tasks are not up to date: " + plan.explain(0, 0));
      }
    }
    double median = Report.median(seconds);
    double perTask = median / ((double) count * TASKS);
    report.row(
        "re-plan %,d finished tasks from the journal%s"
            .formatted(count * TASKS, outputs ? ", one declared output each" : ""),
        Report.seconds(median) + ", %.2f us a task".formatted(perTask * 1e6),
        "make, 40,000 done targets: %.2f us a target".formatted(make * 1e6),
        Report.ratio(perTask / make),
        "<= 1");
  }

  private static Pipeline pipeline(boolean outputs) {
    Pipeline.Builder pipeline = Pipeline.builder("chain");
    for (int task = 0; task < TASKS; task++) {
      TaskDefinition.Builder definition =
          TaskDefinition.builder("t" + task, WorkDefinition.handler("noop"));
      if (task > 0) {
        definition.needs("t" + (task - 1));
      }
      if (outputs) {
        definition.outputs("t" + task + ".out");
      }
      pipeline.task(definition);
    }
    return pipeline.build();
  }

  private static Planner planner(Path root, JournalReader.Result journal, Pipeline pipeline) {
    return new Planner(
        pipeline,
        TaskSelection.all(),
        PlanOptions.all(),
        journal.state(),
        Fixtures.directories(root),
        pattern -> "hash",
        (task, run) -> true);
  }

  private static BatchPlan plan(Path root, Path journal, Pipeline pipeline, RunTable runs) {
    return planner(root, JournalReader.read(journal), pipeline).plan(runs);
  }

  private static void write(
      Path root, Path journal, Pipeline pipeline, RunTable runs, boolean outputs)
      throws IOException {
    JournalReader.Result empty = JournalReader.read(journal);
    BatchPlan first = planner(root, empty, pipeline).plan(runs);
    try (JournalWriter writer = JournalWriter.open(journal, "benchmark", empty)) {
      writer.start(new ExecutionRecord(1, Instant.EPOCH, "local", "{}", "here", 1, null));
      for (int run = 0; run < runs.size(); run++) {
        int number = writer.run(runs.id(run));
        if (outputs) {
          Files.createDirectory(root.resolve(runs.id(run)));
        }
        for (int task = 0; task < TASKS; task++) {
          int version = writer.version(first.versions().get(task));
          writer.intent(number, version, runs.featureHash(run), 1, Cause.UNKNOWN, 0);
          writer.end(
              number,
              version,
              1,
              TaskStatus.SUCCEEDED,
              1_790_000_000_000L,
              1_790_000_001_000L,
              null);
          if (outputs) {
            Files.createFile(root.resolve(runs.id(run)).resolve("t" + task + ".out"));
          }
        }
      }
      writer.finish(Instant.EPOCH, Ending.COMPLETED, "");
    }
  }

  /** Returns the seconds make takes to find that all its targets are done. */
  private static double make(Path root) throws IOException, InterruptedException {
    Path directory = Files.createDirectory(root.resolve("make"));
    StringBuilder makefile = new StringBuilder("all:");
    for (int target = 0; target < MAKE_TARGETS; target++) {
      makefile.append(" t").append(target);
    }
    makefile.append('\n');
    for (int target = 0; target < MAKE_TARGETS; target++) {
      // Chains of four, like runs.
      makefile.append('t').append(target).append(':');
      if (target % 4 > 0) {
        makefile.append(" t").append(target - 1);
      }
      makefile.append("\n\t: > t").append(target).append('\n');
    }
    Files.writeString(directory.resolve("Makefile"), makefile);
    for (int target = 0; target < MAKE_TARGETS; target++) {
      Files.createFile(directory.resolve("t" + target));
    }
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      Process make =
          new ProcessBuilder("make", "-s", "-j2", "all")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (make.waitFor() != 0) {
        throw new IOException("make failed");
      }
      seconds[round] = (System.nanoTime() - start) / 1e9;
    }
    return Report.median(seconds);
  }
}

package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.dispatch.Dispatcher;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Dispatches a plan on the local executor, with the journal on disk, and without directories of
 * runs.
 */
final class Dispatching {

  private Dispatching() {}

  /** A handler that does nothing. */
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

  /** Returns the seconds from the start of the execution to its end, which nobody observes. */
  static double seconds(
      Path root,
      Pipeline pipeline,
      RunTable runs,
      int maxInFlight,
      BiFunction<Integer, Integer, Work> work)
      throws Exception {
    return seconds(
        root,
        pipeline,
        runs,
        ExecutionOptions.builder().maxInFlight(maxInFlight).runLogs(false).build(),
        work);
  }

  /** Returns the seconds from the start of the execution to its end. */
  static double seconds(
      Path root,
      Pipeline pipeline,
      RunTable runs,
      ExecutionOptions options,
      BiFunction<Integer, Integer, Work> work)
      throws Exception {
    Files.createDirectories(root);
    Path file = root.resolve("journal.jsonl");
    JournalReader.Result read = JournalReader.read(file);
    BatchPlan plan =
        new Planner(
                pipeline,
                TaskSelection.all(),
                PlanOptions.all(),
                read.state(),
                Fixtures.directories(root),
                pattern -> "hash",
                (task, run) -> true)
            .plan(runs);
    try (OpenExecutor executor =
        Executors.builder("local")
            .option("threads", "2")
            .option("ended_retention", "1s")
            .registeredHandlersOnly()
            .handler(new Noop())
            .open()) {
      JournalWriter journal = JournalWriter.open(file, "benchmark", read);
      journal.start(new ExecutionRecord(1, Instant.EPOCH, "local", "{}", "here", 1, null));
      try (Dispatcher dispatcher =
          new Dispatcher(
              "benchmark",
              plan,
              journal,
              executor,
              executor.capabilities(),
              Lowering.of(pipeline, executor.id(), executor.capabilities(), options.dependencies()),
              options,
              List.of(),
              new NoFiles(plan, root, work),
              Clock.systemUTC(),
              () -> false,
              () -> {})) {
        executor.use(
            new OpenExecutor.User() {
              @Override
              public void accept(List<Observation> observations) {
                dispatcher.observed(observations);
              }

              @Override
              public void close(CloseMode mode) {
                dispatcher.close(mode);
              }
            });
        long start = System.nanoTime();
        dispatcher.start();
        BatchResult result = dispatcher.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!result.succeeded()) {
          throw new IllegalStateException("the execution failed: " + result);
        }
        return seconds;
      }
    }
  }
}

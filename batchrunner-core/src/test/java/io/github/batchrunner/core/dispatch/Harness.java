package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Reattach;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans and dispatches runs without directories, on a journal in a directory of the test. */
final class Harness {

  private final Path directory;
  private final Pipeline pipeline;
  private final RunTable runs;
  final List<String> prepared = Collections.synchronizedList(new ArrayList<>());
  final List<RunWorkshop.RunEnd> ended = Collections.synchronizedList(new ArrayList<>());
  Set<String> unpreparable = Set.of();
  Set<String> withoutOutputs = Set.of();
  ExecutionOptions options = ExecutionOptions.builder().engineRetry(Duration.ofMillis(1)).build();

  Harness(Path directory, Pipeline pipeline, RunTable runs) {
    this.directory = directory;
    this.pipeline = pipeline;
    this.runs = runs;
  }

  static RunTable runs(int count) {
    RunTable.Builder builder = RunTable.builder(count);
    for (int run = 0; run < count; run++) {
      builder.add("run-" + run, run, count - run, run);
    }
    return builder.build();
  }

  JournalReader.Result journal() {
    return JournalReader.read(directory.resolve("journal.jsonl"));
  }

  BatchPlan plan() {
    return plan(journal());
  }

  private BatchPlan plan(JournalReader.Result journal) {
    Planner.RunDirectories directories =
        new Planner.RunDirectories() {
          @Override
          public boolean exists(String runId) {
            return true;
          }

          @Override
          public String path(String runId) {
            return directory.resolve(runId).toString();
          }
        };
    return new Planner(
            pipeline,
            TaskSelection.all(),
            PlanOptions.all(),
            journal.state(),
            directories,
            pattern -> "same",
            (task, run) -> true)
        .plan(runs);
  }

  Dispatcher start(ScriptedExecutor executor) {
    JournalReader.Result journal = journal();
    BatchPlan plan = plan(journal);
    JournalWriter writer = JournalWriter.open(directory.resolve("journal.jsonl"), "test", journal);
    writer.start(
        new ExecutionRecord(
            journal.state().executions().size() + 1,
            Instant.EPOCH,
            "scripted",
            "{}",
            "here",
            1,
            null));
    Dispatcher dispatcher =
        new Dispatcher(
            "test",
            plan,
            writer,
            executor,
            Capabilities.builder(WorkKind.HANDLER)
                .slots(2)
                .pushes()
                .cancelsQueued()
                .cancelsRunning()
                .reattach(Reattach.WHILE_RETAINED)
                .build(),
            options,
            new Workshop(plan),
            Clock.systemUTC(),
            () -> false,
            () -> {});
    executor.deliverTo(dispatcher::observed);
    dispatcher.start();
    return dispatcher;
  }

  private final class Workshop implements RunWorkshop {
    private final BatchPlan plan;

    Workshop(BatchPlan plan) {
      this.plan = plan;
    }

    @Override
    public void prepare(int run) {
      String id = plan.runs().id(run);
      prepared.add(id);
      if (unpreparable.contains(id)) {
        throw new IllegalStateException("no room for " + id);
      }
    }

    @Override
    public Submission submission(int run, int task, int attempt, AttemptToken token) {
      String runId = plan.runs().id(run);
      String taskId = pipeline.task(task).id();
      return Submission.builder(
              token,
              new TaskRef("test", runId, taskId, attempt),
              new Work.Handler(taskId, Map.of()),
              directory.resolve(runId))
          .build();
    }

    @Override
    public Optional<String> missingOutput(int run, int task) {
      return withoutOutputs.contains(plan.runs().id(run))
          ? Optional.of(pipeline.task(task).outputs().get(0))
          : Optional.empty();
    }

    @Override
    public void ended(RunEnd end) {
      ended.add(end);
    }
  }
}

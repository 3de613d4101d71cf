package io.github.batchrunner.core.report;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskOutcome;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What all files of a report are made from: the batch at one moment.
 *
 * @param directory the batch's directory
 * @param reader where each run stands
 * @param watersheds the watersheds, one for each run
 * @param status where the whole batch stands
 * @param tasks each task in all runs, by task number
 */
record ReportSource(
    Path directory,
    StatusReader reader,
    WatershedCollection watersheds,
    BatchStatus status,
    List<TaskFigures> tasks) {

  static ReportSource of(BatchRunner batch) {
    StatusReader reader = batch.statusReader();
    return new ReportSource(
        batch.directory(),
        reader,
        batch.watersheds(),
        reader.status(batch.name()),
        TaskFigures.of(reader));
  }

  /** Returns when the last thing happened that the journal tells of; empty if nothing has. */
  Optional<Instant> latest() {
    return Stream.of(
            reader.executions().stream().map(ExecutionSummary::startedAt),
            reader.executions().stream().flatMap(execution -> execution.endedAt().stream()),
            tasks.stream()
                .filter(task -> task.latest() > 0)
                .map(task -> Instant.ofEpochMilli(task.latest())))
        .flatMap(times -> times)
        .max(Comparator.naturalOrder());
  }

  /** Returns how many runs there are. */
  int runs() {
    return reader.runs().size();
  }

  /** Returns what there is to say about a run, computed anew at each call. */
  RunRow run(int run) {
    RunTable runs = reader.runs();
    TaskOutcome[] outcomes = reader.outcomes(run);
    List<TaskRow> tasks = new ArrayList<>(outcomes.length);
    for (int task = 0; task < outcomes.length; task++) {
      tasks.add(
          new TaskRow(
              reader.pipeline().task(task),
              outcomes[task],
              reader.attempt(run, task),
              outcomes[task] == TaskOutcome.FAILED ? reader.taskFailure(run, task) : null));
    }
    return new RunRow(
        runs.id(run), runs.feature(run), runs.area(run), reader.outcome(outcomes), tasks);
  }
}

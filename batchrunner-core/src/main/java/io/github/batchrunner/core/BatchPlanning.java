package io.github.batchrunner.core;

import io.github.batchrunner.core.clone.BaseSnapshot;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.text.NearestName;
import io.github.batchrunner.core.text.Wildcards;
import io.github.batchrunner.core.watershed.BoundingBox;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Plans with the files of one batch: chooses its runs and asks its directories. Thread-safe. */
final class BatchPlanning {

  private final BatchFiles files;
  private final BatchRecord record;
  private final WatershedStore watersheds;

  BatchPlanning(BatchFiles files, BatchRecord record, WatershedStore watersheds) {
    this.files = files;
    this.record = record;
    this.watersheds = watersheds;
  }

  /**
   * Decides which tasks would run and why; touches nothing.
   *
   * @param state what the journal says
   * @throws InvalidInputException as {@link BatchRunner#plan(PlanOptions)}
   */
  BatchPlan plan(Pipeline definition, BatchState state, PlanOptions options) {
    RunTable runs = select(watersheds.runs(), options);
    return plan(definition, state, options, runs, BaseSnapshot.take(files.base()));
  }

  /** Decides for these runs, with the base project as it was read. */
  BatchPlan plan(
      Pipeline definition,
      BatchState state,
      PlanOptions options,
      RunTable runs,
      BaseSnapshot base) {
    return new Planner(
            definition,
            record.selection(),
            options,
            state,
            directories(runs),
            pattern -> base.hashOf(FilePattern.glob(pattern)),
            retried(definition, state, options))
        .plan(runs);
  }

  private Planner.RunDirectories directories(RunTable runs) {
    // One look at the disk instead of one for each run, unless there is but one.
    Set<String> all = runs.size() == 1 ? Set.of() : files.runDirectories();
    return new Planner.RunDirectories() {
      @Override
      public boolean exists(String runId) {
        return runs.size() == 1 ? Files.isDirectory(files.run(runId)) : all.contains(runId);
      }

      @Override
      public String path(String runId) {
        return files.runPath(runId);
      }
    };
  }

  private Planner.FailureFilter retried(
      Pipeline definition, BatchState state, PlanOptions options) {
    if (options.signature().isEmpty()) {
      return (task, run) -> true;
    }
    String signature = options.signature().get();
    BatchStatus status =
        new StatusReader(definition, watersheds.runs(), record.selection(), state, false)
            .status(files.name());
    if (options.continued().isPresent() && !status.hasFailure(signature)) {
      return (task, run) -> false; // all of them have been tried again
    }
    FailureGroup group = status.failureGroup(signature);
    Set<String> failed = Set.copyOf(group.runs());
    return (task, run) -> task.equals(group.taskId()) && failed.contains(state.runId(run));
  }

  private RunTable select(RunTable all, PlanOptions options) {
    RunTable chosen = all;
    if (!options.only().isEmpty()) {
      RunTable named = chosen;
      chosen =
          named.select(
              run ->
                  options.only().stream()
                      .anyMatch(pattern -> Wildcards.match(pattern, named.id(run))));
      if (chosen.size() == 0) {
        throw new InvalidInputException(
            "no run id matches \"%s\"%s"
                .formatted(
                    String.join("\" or \"", options.only()), hint(options.only().get(0), all)));
      }
    }
    Optional<BoundingBox> box = options.box();
    if (box.isPresent()) {
      BitSet inside = watersheds.collection().intersecting(box.get());
      RunTable named = chosen;
      chosen = named.select(run -> inside.get(named.feature(run)));
    }
    return chosen;
  }

  private static String hint(String pattern, RunTable runs) {
    return NearestName.to(
            pattern, IntStream.range(0, Math.min(runs.size(), 10_000)).mapToObj(runs::id).toList())
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElse("");
  }
}

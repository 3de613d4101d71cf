package io.github.batchrunner.core;

import io.github.batchrunner.core.clone.BaseSnapshot;
import io.github.batchrunner.core.failure.FailureSignature;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.text.NearestName;
import io.github.batchrunner.core.text.Wildcards;
import io.github.batchrunner.core.watershed.BoundingBox;
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
    BaseSnapshot base = BaseSnapshot.take(files.base());
    Set<String> directories = files.runDirectories();
    Planner.RunDirectories where =
        new Planner.RunDirectories() {
          @Override
          public boolean exists(String runId) {
            return directories.contains(runId);
          }

          @Override
          public String path(String runId) {
            return files.runPath(runId);
          }
        };
    return new Planner(
            definition,
            record.selection(),
            options,
            state,
            where,
            pattern -> base.hashOf(FilePattern.glob(pattern)),
            (task, run) -> retries(options, state, task, run))
        .plan(runs);
  }

  private static boolean retries(PlanOptions options, BatchState state, String task, int run) {
    return options.signature().isEmpty()
        || state
            .task(task)
            .failure(run)
            .map(failure -> FailureSignature.of(task, state.runId(run), failure).value())
            .or(() -> Optional.of(FailureSignature.CANCELLED))
            .equals(options.signature());
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

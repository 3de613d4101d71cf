package io.github.batchrunner.core;

import io.github.batchrunner.core.clone.BaseSnapshot;
import io.github.batchrunner.core.clone.Origin;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.explain.Explainer;
import io.github.batchrunner.core.explain.PendingQuestion;
import io.github.batchrunner.core.explain.Surroundings;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.text.NearestName;
import io.github.batchrunner.spi.ExecutorException;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gathers what is needed to explain one run of a batch. Thread-safe. */
final class BatchExplaining {

  private static final int MOST_SUGGESTED_FROM = 10_000;

  private final BatchFiles files;
  private final BatchRecord record;
  private final WatershedStore watersheds;
  private final BatchPlanning planning;

  BatchExplaining(
      BatchFiles files, BatchRecord record, WatershedStore watersheds, BatchPlanning planning) {
    this.files = files;
    this.record = record;
    this.watersheds = watersheds;
    this.planning = planning;
  }

  /**
   * Prepares the explanation of a run: reads the base project, but of the runs only this one.
   *
   * @throws InvalidInputException if there is no such run; the nearest one is named
   */
  Explainer explainer(
      String runId,
      Pipeline pipeline,
      BatchState state,
      Optional<BatchOwner> owner,
      PendingQuestion pending) {
    RunTable run = find(runId, watersheds.runs());
    BaseSnapshot base = BaseSnapshot.take(files.base());
    BatchPlan plan = planning.plan(pipeline, state, PlanOptions.all(), run, base);
    StatusReader reader =
        new StatusReader(pipeline, run, record.selection(), state, owner.isPresent());
    return new Explainer(state, reader, plan, new OfRun(run, base, owner.orElse(null)), pending);
  }

  /** Returns the question that this executor answers, if the attempt was submitted to it. */
  static PendingQuestion asking(OpenExecutor executor) {
    return (id, attempt) -> {
      try {
        return id.equals(executor.id()) ? executor.explainPending(attempt) : Optional.empty();
      } catch (ExecutorUnavailableException e) {
        throw new EngineUnavailableException(String.valueOf(e.getMessage()), e);
      } catch (ExecutorException e) {
        throw new BatchRunnerException(
            "executor \"%s\" cannot say why \"%s\" waits: %s"
                .formatted(id, attempt.nativeId(), e.getMessage()),
            e);
      }
    };
  }

  private static RunTable find(String runId, RunTable all) {
    RunTable found = all.select(run -> all.id(run).equals(runId));
    if (found.size() == 0) {
      throw new InvalidInputException(
          "there is no run \"%s\"%s".formatted(runId, hint(runId, all)));
    }
    return found;
  }

  private static String hint(String runId, RunTable runs) {
    List<String> ids =
        IntStream.range(0, Math.min(runs.size(), MOST_SUGGESTED_FROM)).mapToObj(runs::id).toList();
    String beginning = runId.toLowerCase(Locale.ROOT);
    return ids.stream()
        .filter(id -> id.toLowerCase(Locale.ROOT).startsWith(beginning))
        .findFirst()
        .or(() -> NearestName.to(runId, ids))
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElse("");
  }

  /** The files of one run. */
  private final class OfRun implements Surroundings {
    private final RunTable run;
    private final BaseSnapshot base;
    private final @Nullable BatchOwner owner;

    OfRun(RunTable run, BaseSnapshot base, @Nullable BatchOwner owner) {
      this.run = run;
      this.base = base;
      this.owner = owner;
    }

    @Override
    public Path directory() {
      return files.run(run.id(0));
    }

    @Override
    public Path logFile(String taskId, int attempt) {
      return files.log(run.id(0), taskId, attempt);
    }

    @Override
    public Path featureFile() {
      return RunFiles.featureFile(directory());
    }

    @Override
    public Map<String, @Nullable Object> feature() {
      return watersheds.collection().document(run.feature(0));
    }

    @Override
    public boolean olderBase() {
      try {
        return Origin.of(directory())
            .map(origin -> !origin.baseFingerprint().equals(base.fingerprint()))
            .orElse(false);
      } catch (IOException e) {
        throw new BatchRunnerException(
            "cannot read \"%s\": %s".formatted(directory(), e.getMessage()), e);
      }
    }

    @Override
    public Optional<BatchOwner> owner() {
      return Optional.ofNullable(owner);
    }
  }
}

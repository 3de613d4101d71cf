package io.github.batchrunner.core;

import io.github.batchrunner.core.clone.BaseSnapshot;
import io.github.batchrunner.core.clone.CloneOptions;
import io.github.batchrunner.core.clone.LeftOvers;
import io.github.batchrunner.core.clone.ProjectCloner;
import io.github.batchrunner.core.dispatch.Dispatcher;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.journal.OwnerLock;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.AfterCloneHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts executions: takes the ownership of the batch, opens its journal, and puts the parts of
 * dispatch together. Thread-safe.
 */
final class BatchStarting {

  private final BatchFiles files;
  private final WatershedStore watersheds;
  private final Clock clock;
  private final List<AfterCloneHook> afterClone;

  BatchStarting(
      BatchFiles files, WatershedStore watersheds, Clock clock, List<AfterCloneHook> afterClone) {
    this.files = files;
    this.watersheds = watersheds;
    this.clock = clock;
    this.afterClone = List.copyOf(afterClone);
  }

  /** Starts as {@link BatchRunner#start(BatchPlan, OpenExecutor, ExecutionOptions)} says. */
  BatchExecution start(BatchPlan plan, OpenExecutor executor, ExecutionOptions options) {
    WatershedCollection collection = watersheds.collection();
    requirePresent(plan, collection);
    OwnerLock lock = acquire();
    JournalWriter journal = null;
    try {
      Files.deleteIfExists(files.cancelRequest());
      LeftOvers.sweep(files.name(), files.runs());
      CloneOptions.Builder cloning = CloneOptions.builder();
      afterClone.forEach(cloning::afterClone);
      executor.afterClone().forEach(cloning::afterClone);
      cloning.share(plan.pipeline().readOnly().stream().map(FilePattern::glob).toList());
      BaseSnapshot base = BaseSnapshot.take(files.base());
      ProjectCloner cloner = new ProjectCloner(files.name(), base, cloning.build());
      journal =
          JournalWriter.open(files.journal(), files.name(), JournalReader.read(files.journal()));
      journal.start(execution(plan, executor, journal.state()));
      Dispatcher dispatcher =
          new Dispatcher(
              files.name(),
              plan,
              journal,
              executor,
              executor.capabilities(),
              Lowering.of(
                  plan.pipeline(), executor.id(), executor.capabilities(), options.dependencies()),
              options,
              new RunFiles(files, plan, cloner, base, collection),
              clock,
              () -> Files.exists(files.cancelRequest()),
              lock::close);
      executor.deliverTo(dispatcher::observed);
      dispatcher.start();
      return dispatcher;
    } catch (IOException e) {
      release(journal, lock);
      throw new BatchRunnerException(
          "cannot start the batch \"%s\": %s".formatted(files.name(), e.getMessage()), e);
    } catch (RuntimeException e) {
      release(journal, lock);
      throw e;
    }
  }

  /** A batch that WEPPcloud made has no directory of ours yet. */
  private OwnerLock acquire() {
    try {
      for (Path part : List.of(files.runs(), files.logs(), files.own())) {
        Files.createDirectories(part);
      }
    } catch (IOException e) {
      throw new BatchRunnerException(
          "cannot start the batch \"%s\": %s".formatted(files.name(), e), e);
    }
    return OwnerLock.acquire(files.ownerLock(), files.name(), clock);
  }

  /** A run is known to a plan by the place of its feature, which is another's in another file. */
  private void requirePresent(BatchPlan plan, WatershedCollection collection) {
    RunTable runs = plan.runs();
    for (int run = 0; run < runs.size(); run++) {
      int feature = runs.feature(run);
      if (feature >= collection.count()
          || collection.contentHash(feature).high() != runs.featureHash(run)) {
        throw new InvalidInputException(
            "the watershed of run \"%s\" of batch \"%s\" is not what it was when the plan was made; plan again"
                .formatted(runs.id(run), files.name()));
      }
    }
  }

  private static void release(@Nullable JournalWriter journal, OwnerLock lock) {
    if (journal != null) {
      journal.close();
    }
    lock.close();
  }

  private ExecutionRecord execution(BatchPlan plan, OpenExecutor executor, BatchState state) {
    return new ExecutionRecord(
        state.executions().size() + 1,
        clock.instant(),
        executor.id(),
        PipelineJson.write(plan.pipeline()),
        OwnerLock.hostName(),
        ProcessHandle.current().pid(),
        null);
  }
}

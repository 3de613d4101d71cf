package io.github.batchrunner.core;

import io.github.batchrunner.core.canary.CanaryChoice;
import io.github.batchrunner.core.clone.BaseSnapshot;
import io.github.batchrunner.core.clone.BaseStore;
import io.github.batchrunner.core.clone.CloneException;
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
import io.github.batchrunner.core.plan.CanaryRun;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.AfterCloneHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts executions: takes the ownership of the batch, opens its journal, and puts the parts of
 * dispatch together. Thread-safe.
 */
final class BatchStarting {

  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

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
    List<CanaryRun> canaries =
        options.canary() == 0 ? List.of() : CanaryChoice.choose(plan, collection, options.canary());
    OwnerLock lock = acquire();
    JournalWriter journal = null;
    try {
      Files.deleteIfExists(files.cancelRequest());
      LeftOvers.sweep(files.name(), files.runs());
      BaseSnapshot base = BaseSnapshot.take(files.base());
      CloneOptions.Builder cloning =
          CloneOptions.builder()
              .mergeBaseEdits(keep(base), plan.pipeline().inputGlobs(), options.onConflict());
      afterClone.forEach(cloning::afterClone);
      executor.afterClone().forEach(cloning::afterClone);
      cloning.share(plan.pipeline().readOnly().stream().map(FilePattern::glob).toList());
      ProjectCloner cloner = new ProjectCloner(files.name(), base, cloning.build());
      journal =
          JournalWriter.open(
              files.journal(),
              files.name(),
              JournalReader.read(files.journal()),
              lock::requireHeld);
      ExecutionRecord execution = execution(plan, executor, journal.state());
      journal.start(execution);
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
              canaries,
              new RunFiles(
                  files,
                  plan,
                  cloner,
                  collection,
                  "execution %d by executor \"%s\"".formatted(execution.number(), executor.id())),
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

  /** Runs that are cloned from the base as it is, or brought to it, will be compared with it. */
  private BaseStore keep(BaseSnapshot base) {
    BaseStore store = new BaseStore(files.baseVersions());
    if (store.keep(base)) {
      try {
        store.removeUnused(files.runs(), base.fingerprint());
      } catch (CloneException e) {
        LOG.warn("batch {} keeps more versions of its base project than it needs", files.name(), e);
      }
    }
    return store;
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

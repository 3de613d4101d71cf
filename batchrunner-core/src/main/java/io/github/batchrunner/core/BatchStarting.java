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
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
  private final Consumer<String> notice;

  BatchStarting(
      BatchFiles files,
      WatershedStore watersheds,
      Clock clock,
      List<AfterCloneHook> afterClone,
      Consumer<String> notice) {
    this.files = files;
    this.watersheds = watersheds;
    this.clock = clock;
    this.afterClone = List.copyOf(afterClone);
    this.notice = notice;
  }

  /** An execution as its executor knows it, from a moment before it begins. */
  private static final class Use implements OpenExecutor.User {

    /** Completed when the execution begins, with nothing if it does not. */
    private final CompletableFuture<Optional<Dispatcher>> begun = new CompletableFuture<>();

    @Override
    public void accept(List<Observation> observations) {
      if (begun.isDone()) { // before, it has no attempts
        begun.join().ifPresent(dispatcher -> dispatcher.observed(observations));
      }
    }

    @Override
    public void close(CloseMode mode) {
      begun.join().ifPresent(dispatcher -> dispatcher.close(mode));
    }

    void begin(Dispatcher dispatcher) {
      begun.complete(Optional.of(dispatcher));
      dispatcher.start();
    }

    void giveUp(OpenExecutor executor) {
      executor.release(this);
      begun.complete(Optional.empty());
    }
  }

  /** Starts as {@link BatchRunner#start(BatchPlan, OpenExecutor, ExecutionOptions)} says. */
  BatchExecution start(BatchPlan plan, OpenExecutor executor, ExecutionOptions options) {
    WatershedCollection collection = watersheds.collection();
    requirePresent(plan, collection, watersheds.runs());
    List<CanaryRun> canaries =
        options.canary() == 0 ? List.of() : CanaryChoice.choose(plan, collection, options.canary());
    OwnerLock lock = acquire();
    JournalWriter journal = null;
    Use use = new Use();
    try {
      executor.use(use); // fails before the journal knows of the execution
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
          JournalWriter.open(files.journal(), files.name(), journalFor(plan), lock::requireHeld);
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
              () -> {
                executor.release(use);
                lock.close();
              });
      use.begin(dispatcher);
      return dispatcher;
    } catch (IOException e) {
      use.giveUp(executor);
      release(journal, lock);
      throw new BatchRunnerException(
          "cannot start the batch \"%s\": %s".formatted(files.name(), e.getMessage()), e);
    } catch (RuntimeException e) {
      use.giveUp(executor);
      release(journal, lock);
      throw e;
    }
  }

  /**
   * Reads the journal, to which nothing can be added any more by others.
   *
   * <p>What has ended since the plan was made would be done again, and what has failed since would
   * be taken for a success.
   */
  private JournalReader.Result journalFor(BatchPlan plan) {
    JournalReader.Result read = JournalReader.read(files.journal());
    if (!Planner.isOf(plan, read.state())) {
      throw new InvalidInputException(
          "batch \"%s\" has been run since the plan was made; plan again".formatted(files.name()));
    }
    return read;
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
    return OwnerLock.acquire(files.ownerLock(), files.name(), clock, notice);
  }

  /**
   * A run is known to a plan by the place of its feature, which is another's in another file, and
   * by its run id, which is another one with another template.
   *
   * @param present the runs as they are now: one for each feature
   */
  private void requirePresent(BatchPlan plan, WatershedCollection collection, RunTable present) {
    RunTable runs = plan.runs();
    for (int run = 0; run < runs.size(); run++) {
      int feature = runs.feature(run);
      if (feature >= collection.count()
          || collection.contentHash(feature).high() != runs.featureHash(run)
          || !present.id(feature).equals(runs.id(run))) {
        throw new InvalidInputException(
            "the watershed or the run id of run \"%s\" of batch \"%s\" is not what it was when the plan was made; plan again"
                .formatted(runs.id(run), files.name()));
      }
    }
  }

  private static void release(@Nullable JournalWriter journal, OwnerLock lock) {
    try (lock) {
      if (journal != null) {
        journal.close();
      }
    }
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

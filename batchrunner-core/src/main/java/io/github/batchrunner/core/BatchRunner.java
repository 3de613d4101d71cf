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
import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.journal.OwnerLock;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.project.BaseProjectCreator;
import io.github.batchrunner.core.project.BaseProjects;
import io.github.batchrunner.core.project.NewProject;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.text.NearestName;
import io.github.batchrunner.core.text.Wildcards;
import io.github.batchrunner.core.watershed.AttachOptions;
import io.github.batchrunner.core.watershed.AttachedWatersheds;
import io.github.batchrunner.core.watershed.BoundingBox;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.AfterCloneHook;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch: one project, thousands of watersheds.
 *
 * <p>Everything a host does starts here: create or open a batch, attach watersheds, choose the
 * run-id template, plan, start, and ask how it stands. Configuration is kept in the batch's
 * directory, so that every process that opens it sees the same. Safe for use by several threads;
 * one execution at a time runs a batch, in whichever process.
 */
public final class BatchRunner {

  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  private final BatchFiles files;
  private final BatchRecord record;
  private final WatershedStore watersheds;
  private final Clock clock;
  private final List<AfterCloneHook> afterClone;
  private volatile @Nullable Pipeline pipeline;

  private BatchRunner(
      BatchFiles files, BatchRecord record, Clock clock, List<AfterCloneHook> afterClone) {
    this.files = files;
    this.record = record;
    this.clock = clock;
    this.afterClone = List.copyOf(afterClone);
    this.watersheds = new WatershedStore(files, record, clock);
  }

  /** Creates a batch with default settings; else as {@link Builder#create}. */
  public static BatchRunner create(Path root, BatchName name, BaseConfig config) {
    return builder().create(root, name, config);
  }

  /** Opens a batch with default settings; else as {@link Builder#open}. */
  public static BatchRunner open(Path directory) {
    return builder().open(directory);
  }

  /** Starts a batch with settings of the host's own. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings of a batch; not thread-safe. */
  public static final class Builder {
    private BatchLayout layout = BatchLayout.FLAT;
    private BaseProjectCreator creator = new NewProject();
    private Clock clock = Clock.systemUTC();
    private final List<AfterCloneHook> afterClone = new ArrayList<>();

    private Builder() {}

    /** Sets where the runs of a new batch will be; default: {@link BatchLayout#FLAT}. */
    public Builder layout(BatchLayout batchLayout) {
      layout = batchLayout;
      return this;
    }

    /** Sets what makes the base project of a new batch; default: {@link NewProject}. */
    public Builder baseProject(BaseProjectCreator baseProjectCreator) {
      creator = baseProjectCreator;
      return this;
    }

    /** Sets the clock; default: the system's, in UTC. */
    public Builder clock(Clock source) {
      clock = source;
      return this;
    }

    /**
     * Adds what is done each time the directory of a run has been prepared, such as clearing locks
     * and caches.
     */
    public Builder afterClone(AfterCloneHook hook) {
      afterClone.add(hook);
      return this;
    }

    /**
     * Creates a batch in {@code <root>/<name>}, with its base project; {@code root} is created if
     * it is not there.
     *
     * @throws InvalidInputException if there is something of that name already, or the base project
     *     cannot be made as asked
     */
    public BatchRunner create(Path root, BatchName name, BaseConfig config) {
      Path directory = root.toAbsolutePath().normalize().resolve(name.value());
      makeDirectory(directory, root);
      BatchFiles files = new BatchFiles(directory, layout);
      try {
        Path baseWd = BaseProjects.create(directory, name.value(), config, creator);
        for (Path part : List.of(files.runs(), files.resources(), files.logs(), files.own())) {
          Files.createDirectories(part);
        }
        // The record comes last: what has one is a batch.
        return new BatchRunner(
            files,
            BatchRecord.create(files.record(), directory, baseWd, config, layout, clock.instant()),
            clock,
            afterClone);
      } catch (IOException e) {
        discard(directory);
        throw new BatchRunnerException(
            "cannot create the batch \"%s\": %s".formatted(directory, e), e);
      } catch (RuntimeException e) {
        discard(directory);
        throw e;
      }
    }

    /** Makes the directory or fails: what was there before is never taken for ours. */
    private static void makeDirectory(Path directory, Path root) {
      try {
        Files.createDirectories(root);
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        throw new InvalidInputException(
            (Files.exists(directory.resolve(BatchFiles.RECORD))
                    ? "there is a batch \"%s\" already; open it, or choose another name"
                    : "there is \"%s\" already, and it is not a batch; move it away, or choose another name")
                .formatted(directory),
            e);
      } catch (IOException e) {
        throw new BatchRunnerException(
            "cannot create the batch \"%s\": %s".formatted(directory, e), e);
      }
    }

    /**
     * Opens the batch in a directory.
     *
     * @throws InvalidInputException if the directory is not a batch
     */
    public BatchRunner open(Path directory) {
      Path absolute = directory.toAbsolutePath().normalize();
      BatchRecord record = BatchRecord.open(absolute.resolve(BatchFiles.RECORD));
      return new BatchRunner(new BatchFiles(absolute, record.layout()), record, clock, afterClone);
    }
  }

  private static void discard(Path directory) {
    try {
      FileTrees.delete(directory);
    } catch (IOException e) {
      LOG.warn("cannot remove {}, which is not a batch", directory, e);
    }
  }

  /** Returns the name. */
  public String name() {
    return files.name();
  }

  /** Returns the directory, absolute. */
  public Path directory() {
    return files.directory();
  }

  /** Returns the directory of the base project. */
  public Path baseDirectory() {
    return files.base();
  }

  /** Returns the directory of a run, whether it is there or not. */
  public Path runDirectory(String runId) {
    return files.run(runId);
  }

  /**
   * Attaches a GeoJSON file with default settings; else as {@link #attachWatersheds(Path,
   * AttachOptions)}.
   */
  public AttachedWatersheds attachWatersheds(Path geoJson) {
    return attachWatersheds(geoJson, AttachOptions.defaults());
  }

  /**
   * Attaches a GeoJSON file: checks it, copies it into the batch, and keeps its analysis; a
   * validation of run ids done before is stale then.
   *
   * @throws InvalidInputException if the file cannot be used; nothing has changed then
   */
  public AttachedWatersheds attachWatersheds(Path geoJson, AttachOptions options) {
    return watersheds.attach(geoJson, options);
  }

  /** Returns the copy of the attached file in the batch; empty if none is attached. */
  public Optional<Path> watershedFile() {
    return watersheds.file();
  }

  /**
   * Makes the run ids of all watersheds from a template and keeps the result.
   *
   * <p>The report says of each watershed which run id it has or why it has none. A batch can be
   * planned when the report {@linkplain ValidationReport#isValid is valid}.
   *
   * @throws InvalidInputException if no file is attached or the text is not a template
   */
  public ValidationReport useRunIdTemplate(String template) {
    return watersheds.useTemplate(template);
  }

  /**
   * Returns the watersheds, in the state in which the run ids were validated.
   *
   * @throws InvalidInputException if the run ids are not validated or not valid
   */
  public WatershedCollection watersheds() {
    return watersheds.collection();
  }

  /** Returns the check-boxes. */
  public TaskSelection selection() {
    return record.selection();
  }

  /** Sets the check-boxes. */
  public void select(TaskSelection selection) {
    record.select(selection);
  }

  /**
   * Returns what every run does: what {@link #usePipeline} set, else what the latest execution ran,
   * else {@link Pipelines#wepp()}.
   */
  public Pipeline pipeline() {
    Pipeline set = pipeline;
    return set != null ? set : pipeline(readJournal());
  }

  private Pipeline pipeline(BatchState state) {
    Pipeline set = pipeline;
    return set != null
        ? set
        : state
            .latestExecution()
            .map(execution -> PipelineJson.parse(execution.pipelineJson()))
            .orElseGet(Pipelines::wepp);
  }

  /** Sets what every run does, for this object; an execution makes it the batch's own. */
  public void usePipeline(Pipeline definition) {
    pipeline = definition;
  }

  /** Returns the id of the executor of the latest execution; empty if nothing has run yet. */
  public Optional<String> latestExecutor() {
    return readJournal().latestExecution().map(ExecutionRecord::executor);
  }

  /** Returns the file for the output of an attempt, whether it is there or not. */
  public Path logFile(String runId, String taskId, int attempt) {
    return files.log(runId, taskId, attempt);
  }

  /** Plans all runs; else as {@link #plan(PlanOptions)}. */
  public BatchPlan plan() {
    return plan(PlanOptions.all());
  }

  /**
   * Decides which tasks would run and why; touches nothing.
   *
   * @throws InvalidInputException if the run ids are not validated or not valid, or the options
   *     name what is not there: a run id, a task, a failure signature
   */
  public BatchPlan plan(PlanOptions options) {
    BatchState state = readJournal();
    Pipeline definition = pipeline(state);
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
            retried(options, definition, state))
        .plan(runs);
  }

  private Planner.FailureFilter retried(
      PlanOptions options, Pipeline definition, BatchState state) {
    if (options.signature().isEmpty()) {
      return (task, run) -> true;
    }
    FailureGroup group =
        new StatusReader(definition, watersheds.runs(), record.selection(), state, owned())
            .status(name())
            .failureGroup(options.signature().get());
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

  /**
   * Starts a plan with default options; else as {@link #start(BatchPlan, OpenExecutor,
   * ExecutionOptions)}.
   */
  public BatchExecution start(BatchPlan plan, OpenExecutor executor) {
    return start(plan, executor, ExecutionOptions.defaults());
  }

  /**
   * Starts to carry a plan out, and returns at once.
   *
   * <p>The executor stays the caller's: it is closed after the execution.
   *
   * @throws BatchBusyException if an execution of this batch is going on, in this process or
   *     another
   * @throws InvalidInputException if other watersheds were attached since the plan was made
   */
  public BatchExecution start(BatchPlan plan, OpenExecutor executor, ExecutionOptions options) {
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
          "cannot start the batch \"%s\": %s".formatted(name(), e.getMessage()), e);
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
      throw new BatchRunnerException("cannot start the batch \"%s\": %s".formatted(name(), e), e);
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
                .formatted(runs.id(run), name()));
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

  /**
   * Asks the process that runs this batch to end its execution, and returns who that is; empty if
   * nobody runs it.
   *
   * <p>It notices within a second, and then ends what runs.
   */
  public Optional<BatchOwner> requestCancel() {
    Optional<BatchOwner> owner = owner();
    if (owner.isPresent()) {
      try {
        Files.write(files.cancelRequest(), new byte[0]);
      } catch (IOException e) {
        throw new BatchRunnerException("cannot ask for the end of the batch: " + e.getMessage(), e);
      }
    }
    return owner;
  }

  /** Returns who runs the batch now; empty if nobody does. */
  public Optional<BatchOwner> owner() {
    return OwnerLock.owner(files.ownerLock());
  }

  /** Returns where the batch stands, in numbers; it has no runs before a template is validated. */
  public BatchStatus status() {
    return statusReader().status(name());
  }

  /** Returns where its runs and tasks stand, for reports. */
  public StatusReader statusReader() {
    // An execution may start or end while the journal is read; it must not look interrupted then.
    boolean ownedBefore = owned();
    BatchState state = readJournal();
    return new StatusReader(
        pipeline(state), watersheds.runsSoFar(), record.selection(), state, ownedBefore || owned());
  }

  private boolean owned() {
    return owner().isPresent();
  }

  private BatchState readJournal() {
    return JournalReader.read(files.journal()).state();
  }
}

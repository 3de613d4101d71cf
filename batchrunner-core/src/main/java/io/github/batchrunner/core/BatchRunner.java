package io.github.batchrunner.core;

import io.github.batchrunner.core.clone.BaseChanges;
import io.github.batchrunner.core.clone.BaseSnapshot;
import io.github.batchrunner.core.clone.BaseStore;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.explain.Explainer;
import io.github.batchrunner.core.explain.PendingQuestion;
import io.github.batchrunner.core.explain.RunExplanation;
import io.github.batchrunner.core.explain.TaskExplanation;
import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.OwnerLock;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.project.BaseProjectCreator;
import io.github.batchrunner.core.project.BaseProjects;
import io.github.batchrunner.core.project.NewProject;
import io.github.batchrunner.core.runid.RunIdTemplate;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.watershed.AttachOptions;
import io.github.batchrunner.core.watershed.AttachedWatersheds;
import io.github.batchrunner.core.watershed.Attachment;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.AfterCloneHook;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final BatchPlanning planning;
  private final BatchStarting starting;
  private final BatchExplaining explaining;
  private volatile @Nullable Pipeline pipeline;

  private BatchRunner(
      BatchFiles files,
      BatchRecord record,
      Clock clock,
      List<AfterCloneHook> afterClone,
      Consumer<String> notice) {
    this.files = files;
    this.record = record;
    this.clock = clock;
    this.watersheds = new WatershedStore(files, record, clock);
    this.planning = new BatchPlanning(files, record, watersheds);
    this.explaining = new BatchExplaining(files, record, watersheds, planning);
    this.starting = new BatchStarting(files, watersheds, clock, afterClone, notice);
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
    private Consumer<String> notice = LOG::warn;

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
     * Sets who is told, in a sentence for a person, that {@link BatchRunner#start} waits, and for
     * whom; default: the log.
     *
     * <p>It waits when a process of another machine ran the batch last and did not say that it
     * ended: for about twenty seconds, whether that one gives a sign of life.
     *
     * @param consumer called on the thread that starts
     */
    public Builder onWaiting(Consumer<String> consumer) {
      notice = consumer;
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
            afterClone,
            notice);
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
      return new BatchRunner(
          new BatchFiles(absolute, record.layout()), record, clock, afterClone, notice);
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

  /** Returns the config that the base project was made with. */
  public BaseConfig config() {
    return record.baseConfig();
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
   * @throws BatchBusyException if an execution of this batch is going on, which reads the file that
   *     is attached
   * @throws InvalidInputException if the file cannot be used; nothing has changed then
   */
  public AttachedWatersheds attachWatersheds(Path geoJson, AttachOptions options) {
    Optional<BatchOwner> owner = owner();
    if (owner.isPresent()) {
      throw new BatchBusyException(
          "the batch \"%s\" is being run by %s; wait for it, or cancel it, before other watersheds are attached"
              .formatted(name(), owner.get()));
    }
    return watersheds.attach(geoJson, options);
  }

  /** Returns the copy of the attached file in the batch; empty if none is attached. */
  public Optional<Path> watershedFile() {
    return watersheds.file();
  }

  /** Returns what is kept of the attached file; empty if none is attached. */
  public Optional<Attachment> attachment() {
    return record.attachment();
  }

  /**
   * Returns the watersheds of the attached file, whether they have run ids or not; for a map, or to
   * compare features that got the same run id.
   *
   * @throws InvalidInputException if no file is attached, or it cannot be used any more
   */
  public WatershedCollection attachedWatersheds() {
    return watersheds.attached();
  }

  /** Returns the template that the run ids were last made from; empty if there is none yet. */
  public Optional<RunIdTemplate> runIdTemplate() {
    return record.templateState().map(RunIdTemplate::of);
  }

  /**
   * Makes the run ids of all watersheds from a template and changes nothing.
   *
   * <p>It is quick enough for a page that shows the run ids while a person types the template.
   *
   * @throws InvalidInputException if no file is attached or the text is not a template
   */
  public ValidationReport checkRunIdTemplate(String template) {
    return watersheds.checkTemplate(template);
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
    return planning.plan(pipeline(state), state, options);
  }

  /**
   * Returns what the base project has that existing runs do not have yet; touches nothing.
   *
   * <p>A run takes it before the next task of its runs. What both have changed is a conflict, about
   * which {@link ExecutionOptions#onConflict} decides. Of each run that was made with an earlier
   * version of the base, the files that have changed since are read.
   */
  public BaseChanges baseChanges() {
    return BaseChanges.of(
        name(),
        BaseSnapshot.take(files.base()),
        new BaseStore(files.baseVersions()),
        pipeline().inputGlobs(),
        files.runDirectories().stream().sorted().map(files::run).toList());
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
   * @throws InvalidInputException if the batch was run, other watersheds were attached, or run ids
   *     were made from another template since the plan was made; nothing has changed then
   */
  public BatchExecution start(BatchPlan plan, OpenExecutor executor, ExecutionOptions options) {
    return starting.start(plan, executor, options);
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
    return OwnerLock.owner(files.ownerLock(), clock);
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

  /**
   * Explains why a run stands where it does, and what a run would do with each of its tasks now.
   *
   * @throws InvalidInputException if there is no such run; the nearest one is named
   */
  public RunExplanation explain(String runId) {
    return explainer(runId, (executor, attempt) -> Optional.empty()).run();
  }

  /**
   * Explains why a task of a run stands where it does, and what a run would do with it now.
   *
   * @throws InvalidInputException if there is no such run or task; the nearest one is named
   */
  public TaskExplanation explain(String runId, String taskId) {
    return explainer(runId, (executor, attempt) -> Optional.empty()).task(taskId);
  }

  /**
   * Explains a task as {@link #explain(String, String)}, and if it was submitted and may wait asks
   * the engine why.
   *
   * <p>An engine that lives elsewhere, such as a queue, answers any process.
   *
   * @param executor of the same id as the one it was submitted to; others are not asked
   * @throws InvalidInputException if there is no such run or task; the nearest one is named
   * @throws EngineUnavailableException if the engine cannot be reached
   */
  public TaskExplanation explain(String runId, String taskId, OpenExecutor executor) {
    return explainer(runId, BatchExplaining.asking(executor)).task(taskId);
  }

  private Explainer explainer(String runId, PendingQuestion pending) {
    // An execution may start or end while the journal is read; it must not look interrupted then.
    Optional<BatchOwner> ownedBefore = owner();
    BatchState state = readJournal();
    return explaining.explainer(
        runId, pipeline(state), state, ownedBefore.or(this::owner), pending);
  }

  private boolean owned() {
    return owner().isPresent();
  }

  private BatchState readJournal() {
    return JournalReader.read(files.journal()).state();
  }
}

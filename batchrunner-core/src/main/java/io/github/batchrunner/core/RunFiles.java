package io.github.batchrunner.core;

import io.github.batchrunner.core.clone.CloneOutcome;
import io.github.batchrunner.core.clone.CloneRequest;
import io.github.batchrunner.core.clone.ProjectCloner;
import io.github.batchrunner.core.dispatch.RunWorkshop;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.Sharing;
import io.github.batchrunner.core.internal.files.AtomicFile;
import io.github.batchrunner.core.internal.json.PythonJson;
import io.github.batchrunner.core.log.LogFindings;
import io.github.batchrunner.core.log.LogReader;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.AttemptsDirectory;
import io.github.batchrunner.spi.Resources;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the directories of runs for dispatch, and leaves notes in them. Thread-safe. */
final class RunFiles implements RunWorkshop {

  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  private final BatchFiles files;
  private final BatchPlan plan;
  private final ProjectCloner cloner;
  private final WatershedCollection watersheds;

  /** How the execution is called in the logs of runs. */
  private final String execution;

  /** The runs whose directory is known to be this batch's. */
  private final BitSet own = new BitSet();

  /** The runs of which somebody has tried to make it so. */
  private final BitSet tried = new BitSet();

  RunFiles(
      BatchFiles files,
      BatchPlan plan,
      ProjectCloner cloner,
      WatershedCollection watersheds,
      String execution) {
    this.execution = execution;
    this.files = files;
    this.plan = plan;
    this.cloner = cloner;
    this.watersheds = watersheds;
  }

  @Override
  public void prepare(int run) {
    String runId = plan.runs().id(run);
    Path wd = files.run(runId);
    synchronized (own) {
      tried.set(run);
    }
    CloneOutcome outcome =
        cloner.prepare(CloneRequest.of(runId, wd).withFeature(() -> featureBytes(run)));
    synchronized (own) {
      own.set(run);
    }
    if (outcome instanceof CloneOutcome.Cloned) {
      return;
    }
    if (outcome instanceof CloneOutcome.Merged merged) {
      LOG.info(
          "run {} was brought to the present base project: {} changes", runId, merged.changes());
    }
    refreshFeature(featureFile(wd), featureBytes(run));
  }

  private static void refreshFeature(Path file, byte[] feature) {
    try {
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), feature)) {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        AtomicFile.write(file, feature);
      }
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private byte[] featureBytes(int run) {
    return PythonJson.dumps(watersheds.document(plan.runs().feature(run)))
        .getBytes(StandardCharsets.US_ASCII);
  }

  static Path featureFile(Path wd) {
    return wd.resolve("dem").resolve("target_watershed.geojson");
  }

  @Override
  public Submission submission(
      int run, int task, int attempt, long memoryMb, AttemptToken token, List<AttemptToken> needs) {
    TaskDefinition definition = plan.pipeline().task(task);
    TaskRef ref = new TaskRef(files.name(), plan.runs().id(run), definition.id(), attempt);
    Path wd = files.run(ref.runId());
    RunScope scope = new RunScope(ref, wd, files.base(), plan.runs().feature(run), watersheds);
    Submission.Builder submission =
        Submission.builder(token, ref, definition.work().render(scope), wd)
            .baseWd(files.base())
            .featureFile(featureFile(wd))
            .logFile(files.log(ref.runId(), definition.id(), attempt))
            .resources(new Resources(definition.resources().cpus(), memoryMb))
            .hints(definition.hints())
            .needs(needs);
    definition.timeout().ifPresent(submission::timeout);
    return submission.build();
  }

  @Override
  public SubmittedAttempt submitted(int run, int task, int attempt, AttemptToken token) {
    String taskId = plan.pipeline().task(task).id();
    TaskRef ref = new TaskRef(files.name(), plan.runs().id(run), taskId, attempt);
    return SubmittedAttempt.of(
        token, ref, files.run(ref.runId()), files.log(ref.runId(), taskId, attempt));
  }

  @Override
  public Optional<String> missingOutput(int run, int task) {
    String wd = files.runPath(plan.runs().id(run));
    return plan.pipeline().task(task).outputs().stream()
        .filter(output -> !FilePattern.matches(wd, output))
        .findFirst();
  }

  /**
   * A run that has no directory of its own, because it cannot be prepared, has its log among those
   * of the batch.
   */
  @Override
  public void log(int run, List<ExecutionEvent> events) {
    String runId = plan.runs().id(run);
    Path file = isOwn(run) ? files.runLog(runId) : files.logOfUnprepared(runId);
    try {
      RunLogFile.append(file, execution, events);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  @Override
  public LogFindings findInLog(int run, int task, int attempt, LogSource elsewhere) {
    TaskDefinition definition = plan.pipeline().task(task);
    Path file = files.log(plan.runs().id(run), definition.id(), attempt);
    try {
      if (Files.exists(file)) {
        try (InputStream log = Files.newInputStream(file)) {
          return LogReader.read(definition.log(), "\"%s\"".formatted(file), log);
        }
      }
      try (InputStream log = elsewhere.open()) {
        String where = "what the executor keeps (there is no \"%s\")".formatted(file);
        return LogReader.read(definition.log(), where, log);
      }
    } catch (IOException e) {
      throw new BatchRunnerException("cannot read the log \"%s\": %s".formatted(file, e), e);
    }
  }

  @Override
  public void ended(RunEnd end) {
    if (!isOwn(end.run())) {
      return; // there is no directory, or it belongs to somebody else
    }
    String runId = plan.runs().id(end.run());
    Path file = files.run(runId).resolve("run_metadata.json");
    try {
      AtomicFile.write(file, RunMetadata.json(files.name(), runId, end));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  @Override
  public void forgetAttempts(int run) {
    if (!isOwn(run)) {
      return; // there is no directory, or it belongs to somebody else
    }
    Path directory = AttemptsDirectory.in(files.run(plan.runs().id(run)));
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      try (DirectoryStream<Path> kept = Files.newDirectoryStream(directory)) {
        for (Path file : kept) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new BatchRunnerException("cannot remove \"%s\": %s".formatted(directory, e), e);
    }
  }

  @Override
  public Sharing sharing() {
    Sharing sharing = new Sharing(cloner.sharedBytes(), cloner.changedSharedFiles());
    if (!sharing.changed().isEmpty()) {
      LOG.error(
          "files of the base project that runs share have been written into: {}; mend them, and force the tasks that read them",
          sharing.changed());
    }
    return sharing;
  }

  /** A run in which an earlier host's attempts were at work need not have been prepared. */
  private boolean isOwn(int run) {
    synchronized (own) {
      if (own.get(run) || tried.get(run)) {
        return own.get(run);
      }
    }
    String runId = plan.runs().id(run);
    boolean there = cloner.isThere(CloneRequest.of(runId, files.run(runId)));
    if (there) {
      synchronized (own) {
        own.set(run);
      }
    }
    return there;
  }

  private static BatchRunnerException cannotWrite(Path file, IOException e) {
    return new BatchRunnerException("cannot write \"%s\": %s".formatted(file, e), e);
  }
}

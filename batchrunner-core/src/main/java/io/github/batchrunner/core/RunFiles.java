package io.github.batchrunner.core;

import io.github.batchrunner.core.clone.CloneOutcome;
import io.github.batchrunner.core.clone.CloneRequest;
import io.github.batchrunner.core.clone.ProjectCloner;
import io.github.batchrunner.core.dispatch.RunWorkshop;
import io.github.batchrunner.core.internal.files.AtomicFile;
import io.github.batchrunner.core.internal.json.PythonJson;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the directories of runs for dispatch, and leaves notes in them. Thread-safe. */
final class RunFiles implements RunWorkshop {

  private final BatchFiles files;
  private final BatchPlan plan;
  private final ProjectCloner cloner;
  private final WatershedCollection watersheds;

  RunFiles(BatchFiles files, BatchPlan plan, ProjectCloner cloner, WatershedCollection watersheds) {
    this.files = files;
    this.plan = plan;
    this.cloner = cloner;
    this.watersheds = watersheds;
  }

  @Override
  public void prepare(int run) {
    String runId = plan.runs().id(run);
    Path wd = files.run(runId);
    CloneOutcome outcome =
        cloner.prepare(CloneRequest.of(runId, wd).withFeature(() -> featureBytes(run)));
    if (outcome instanceof CloneOutcome.AlreadyThere) {
      refresh(run, wd);
    }
  }

  /** Brings an existing directory up to date with what made its tasks stale. */
  private void refresh(int run, Path wd) {
    List<String> changedInputs = new ArrayList<>();
    boolean featureChanged = false;
    for (int task = 0; task < plan.pipeline().size(); task++) {
      Reason reason = plan.reason(run, task);
      featureChanged |= reason == Reason.FEATURE_CHANGED;
      if (reason == Reason.INPUT_CHANGED) {
        plan.pipeline()
            .task(task)
            .inputs()
            .forEach(input -> changedInputs.add(FilePattern.glob(input)));
      }
    }
    if (!changedInputs.isEmpty()) {
      cloner.refresh(wd, changedInputs);
    }
    if (featureChanged) {
      write(featureFile(wd), featureBytes(run));
    }
  }

  private byte[] featureBytes(int run) {
    return PythonJson.dumps(watersheds.document(plan.runs().feature(run)))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Path featureFile(Path wd) {
    return wd.resolve("dem").resolve("target_watershed.geojson");
  }

  @Override
  public Submission submission(int run, int task, int attempt, AttemptToken token) {
    TaskDefinition definition = plan.pipeline().task(task);
    TaskRef ref = new TaskRef(files.name(), plan.runs().id(run), definition.id(), attempt);
    Path wd = files.run(ref.runId());
    RunScope scope = new RunScope(ref, wd, files.base(), plan.runs().feature(run), watersheds);
    Submission.Builder submission =
        Submission.builder(token, ref, definition.work().render(scope), wd)
            .baseWd(files.base())
            .featureFile(featureFile(wd))
            .logFile(files.log(ref.runId(), definition.id(), attempt))
            .resources(definition.resources())
            .hints(definition.hints());
    definition.timeout().ifPresent(submission::timeout);
    return submission.build();
  }

  @Override
  public Optional<String> missingOutput(int run, int task) {
    String wd = files.runPath(plan.runs().id(run));
    return plan.pipeline().task(task).outputs().stream()
        .filter(output -> !FilePattern.matches(wd, output))
        .findFirst();
  }

  @Override
  public void ended(RunEnd end) {
    String runId = plan.runs().id(end.run());
    Path wd = files.run(runId);
    if (Files.isDirectory(wd)) {
      write(wd.resolve("run_metadata.json"), RunMetadata.json(files.name(), runId, end));
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      AtomicFile.write(file, content);
    } catch (IOException e) {
      throw new BatchRunnerException("cannot write \"%s\": %s".formatted(file, e.getMessage()), e);
    }
  }
}

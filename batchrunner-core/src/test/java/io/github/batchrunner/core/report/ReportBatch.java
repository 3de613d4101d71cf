package io.github.batchrunner.core.report;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.journal.OwnerLock;
import io.github.batchrunner.core.journal.TaskVersion;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.spi.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** A batch whose history a test writes. */
public final class ReportBatch {

  /** When each execution starts. */
  public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final BatchRunner batch;

  private ReportBatch(BatchRunner batch) {
    this.batch = batch;
  }

  /** Creates a batch of these watersheds, whose run ids are their property "name". */
  public static ReportBatch create(Path root, String geoJson) throws IOException {
    return create(root, geoJson, "{properties['name']}");
  }

  /** Creates a batch of these watersheds. */
  static ReportBatch create(Path root, String geoJson, String template) throws IOException {
    Files.createDirectories(root);
    Path source = Files.writeString(root.resolve("watersheds.geojson"), geoJson);
    BatchRunner batch =
        BatchRunner.create(root.resolve("batches"), BatchName.of("test"), BaseConfig.named("base"));
    batch.attachWatersheds(source);
    batch.useRunIdTemplate(template);
    batch.usePipeline(pipeline());
    return new ReportBatch(batch);
  }

  /** Returns delineation, after which come soils and climate, after which comes wepp. */
  static Pipeline pipeline() {
    return Pipeline.builder("small")
        .task(task("delineation").label("Delineation <of> \"watersheds\""))
        .task(task("soils").needs("delineation"))
        .task(task("climate").needs("delineation"))
        .task(task("wepp").needs("soils", "climate"))
        .build();
  }

  private static TaskDefinition.Builder task(String id) {
    return TaskDefinition.builder(id, new WorkDefinition.Handler(id, Map.of()));
  }

  /** Returns the batch. */
  public BatchRunner batch() {
    return batch;
  }

  Path journal() {
    return batch.directory().resolve(".batchrunner").resolve("journal.jsonl");
  }

  /** Adds a finished execution to the history. */
  public ReportBatch execution(Consumer<Execution> history) {
    return execution(history, true);
  }

  /** Adds an execution to the history, which may not have come to its end. */
  public ReportBatch execution(Consumer<Execution> history, boolean finished) {
    try (JournalWriter journal =
        JournalWriter.open(journal(), batch.name(), JournalReader.read(journal()))) {
      int number = journal.state().executions().size() + 1;
      journal.start(
          new ExecutionRecord(
              number, START, "local", PipelineJson.write(batch.pipeline()), "here", 42, null));
      history.accept(new Execution(journal));
      if (finished) {
        journal.finish(START.plusSeconds(3_600), Ending.COMPLETED, "");
      }
    }
    return this;
  }

  /** Writes the report as it is while a process runs the batch. */
  public ReportFiles reportWhileRunning(Path directory) {
    Path lock = journal().resolveSibling("owner.lock");
    try (OwnerLock owned =
        OwnerLock.acquire(lock, "test", Clock.fixed(START, ZoneOffset.UTC), notice -> {})) {
      Objects.requireNonNull(owned);
      return BatchReport.write(batch, directory);
    }
  }

  /** What happens in an execution; times are seconds since its start. */
  public record Execution(JournalWriter journal) {

    public void succeeds(String runId, String task, double began, double ended) {
      end(runId, task, TaskStatus.SUCCEEDED, began, ended, Optional.empty());
    }

    public void fails(String runId, String task, double began, double ended, Failure failure) {
      end(runId, task, TaskStatus.FAILED, began, ended, Optional.of(failure));
    }

    public void submits(String runId, String task) {
      int version = journal.version(TaskVersion.of(task, "d", Map.of()));
      int run = journal.run(runId);
      journal.intent(
          run, version, 0, journal.state().task(task).attempts(run) + 1, Cause.UNKNOWN, 0);
    }

    public void end(
        String runId,
        String task,
        TaskStatus status,
        double began,
        double ended,
        Optional<Failure> failure) {
      submits(runId, task);
      int run = journal.run(runId);
      journal.end(
          run,
          journal.version(TaskVersion.of(task, "d", Map.of())),
          journal.state().task(task).attempts(run),
          status,
          millis(began),
          millis(ended),
          failure.orElse(null));
    }

    private static long millis(double seconds) {
      return START.toEpochMilli() + Math.round(seconds * 1_000);
    }
  }
}

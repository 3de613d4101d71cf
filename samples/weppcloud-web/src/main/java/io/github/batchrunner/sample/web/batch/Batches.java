package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.sample.web.HostSettings;
import io.github.batchrunner.sample.web.base.ConfiguredProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The batches below one directory, each opened once. Thread-safe. */
@Component
public final class Batches {

  private final HostSettings settings;
  private final ConcurrentMap<String, BatchRunner> open = new ConcurrentHashMap<>();

  Batches(HostSettings settings) {
    this.settings = settings;
  }

  /**
   * Creates a batch.
   *
   * @throws InvalidInputException if the name or the config breaks a rule
   * @throws NameTakenException if there is something of that name
   */
  public BatchRunner create(String name, String config) {
    BatchName batch = BatchName.of(name);
    if (isTaken(batch)) {
      throw new NameTakenException(batch);
    }
    BaseConfig base = BaseConfig.named(config);
    try {
      BatchRunner.builder()
          .baseProject(new ConfiguredProject())
          .create(settings.batches(), batch, base);
    } catch (InvalidInputException e) {
      // Somebody else was quicker.
      throw isTaken(batch) ? new NameTakenException(batch) : e;
    }
    return get(name);
  }

  /** Returns why a batch cannot be created under a name, for a person; empty if it can. */
  public String refusal(String name) {
    try {
      BatchName batch = BatchName.of(name);
      return isTaken(batch) ? String.valueOf(new NameTakenException(batch).getMessage()) : "";
    } catch (InvalidInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Tells whether there is something of that name already. */
  public boolean isTaken(BatchName name) {
    return Files.exists(settings.batches().resolve(name.value()));
  }

  /**
   * Returns a batch.
   *
   * @throws NoSuchBatchException if there is none of that name
   */
  public BatchRunner get(String name) {
    BatchRunner batch = open.computeIfAbsent(name, this::open);
    if (!isBatch(batch.directory())) {
      // Somebody has removed it since.
      open.remove(name, batch);
      throw new NoSuchBatchException(name);
    }
    return batch;
  }

  private BatchRunner open(String name) {
    Path directory = settings.batches().resolve(checked(name).value());
    if (!isBatch(directory)) {
      throw new NoSuchBatchException(name);
    }
    BatchRunner batch = BatchRunner.open(directory);
    batch.usePipeline(pipeline(batch));
    return batch;
  }

  /** A name that no batch may have is no path either. */
  private static BatchName checked(String name) {
    try {
      return BatchName.of(name);
    } catch (InvalidInputException e) {
      throw new NoSuchBatchException(name);
    }
  }

  private Pipeline pipeline(BatchRunner batch) {
    if (Pipelines.names().contains(settings.pipeline())) {
      return Pipelines.named(settings.pipeline(), batch.baseDirectory());
    }
    try {
      return PipelineJson.parse(Files.readString(Path.of(settings.pipeline())));
    } catch (IOException e) {
      throw new InvalidInputException(
          "the pipeline \"%s\" is neither one of %s nor a file that can be read: %s"
              .formatted(settings.pipeline(), Pipelines.names(), e),
          e);
    }
  }

  /** Returns the names of all batches, in the order of the alphabet. */
  public List<String> names() {
    if (!Files.isDirectory(settings.batches())) {
      return List.of();
    }
    try (Stream<Path> directories = Files.list(settings.batches())) {
      return directories
          .filter(Batches::isBatch)
          .map(directory -> directory.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BatchRunnerException(
          "cannot list the batches in \"%s\": %s".formatted(settings.batches(), e), e);
    }
  }

  private static boolean isBatch(Path directory) {
    return Files.isRegularFile(directory.resolve("batch_runner.nodb"));
  }
}

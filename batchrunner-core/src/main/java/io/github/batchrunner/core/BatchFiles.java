package io.github.batchrunner.core;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the parts of a batch are.
 *
 * @param directory the batch's directory, absolute and normalised
 * @param layout where its runs are
 */
record BatchFiles(Path directory, BatchLayout layout) {

  /** Name of the file that makes a directory a batch. */
  static final String RECORD = "batch_runner.nodb";

  String name() {
    return directory.getFileName().toString();
  }

  Path record() {
    return directory.resolve(RECORD);
  }

  Path base() {
    return directory.resolve("_base");
  }

  Path resources() {
    return directory.resolve("resources");
  }

  Path logs() {
    return directory.resolve("logs");
  }

  Path runs() {
    return layout == BatchLayout.RUNS ? directory.resolve("runs") : directory;
  }

  Path run(String runId) {
    return runs().resolve(runId);
  }

  String runPath(String runId) {
    return runs() + File.separator + runId;
  }

  Path log(String runId, String taskId, int attempt) {
    return run(runId).resolve("logs").resolve(taskId + "." + attempt + ".log");
  }

  /** The log of what happened to a run. */
  Path runLog(String runId) {
    return run(runId).resolve("logs").resolve("run.log");
  }

  /** The same for a run that has no directory. */
  Path logOfUnprepared(String runId) {
    return logs().resolve(runId + ".log");
  }

  Path own() {
    return directory.resolve(".batchrunner");
  }

  Path journal() {
    return own().resolve("journal.jsonl");
  }

  Path baseVersions() {
    return own().resolve("base");
  }

  Path ownerLock() {
    return own().resolve("owner.lock");
  }

  Path cancelRequest() {
    return own().resolve("cancel");
  }

  /**
   * Returns the names of all directories where runs are: one look at the disk instead of one a run.
   */
  Set<String> runDirectories() {
    if (!Files.isDirectory(runs())) {
      return Set.of();
    }
    try (Stream<Path> children = Files.list(runs())) {
      return children.map(child -> child.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new BatchRunnerException(
          "cannot read the directory \"%s\": %s".formatted(runs(), e.getMessage()), e);
    }
  }
}

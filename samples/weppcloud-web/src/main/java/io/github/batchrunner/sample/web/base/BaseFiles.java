package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The NoDb files of a base project, each read once when it is asked for. */
final class BaseFiles {

  private final Path directory;
  private final Map<String, Optional<NoDbFile>> read = new HashMap<>();

  BaseFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Returns a file; empty if there is none.
   *
   * @throws io.github.batchrunner.core.BatchRunnerException if it cannot be read
   */
  Optional<NoDbFile> file(String name) {
    return read.computeIfAbsent(
        name,
        unread -> {
          Path path = directory.resolve(unread);
          return Files.exists(path) ? Optional.of(NoDbFile.read(path)) : Optional.empty();
        });
  }

  Optional<NoDbDocument> document(String name) {
    return file(name).map(NoDbFile::document);
  }
}

package io.github.batchrunner.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that is gone when it is closed. */
final class Scratch implements AutoCloseable {

  private final Path directory;

  Scratch() throws IOException {
    directory = Files.createTempDirectory("batchrunner-benchmark");
  }

  Path path() {
    return directory;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() throws IOException {
    delete(directory);
  }

  static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}

package io.github.batchrunner.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory in which a piece of work leaves its traces, wherever it runs.
 *
 * <p>Work notes its beginning by appending a line to {@link #begun}, and its end by appending one
 * to {@link #finished}; it may have to wait until {@link #gate} exists.
 */
public final class Probe {

  private final Path directory;

  /** Creates a probe over an existing directory. */
  public Probe(Path directory) {
    this.directory = directory;
  }

  /** Returns the directory. */
  public Path directory() {
    return directory;
  }

  /** Returns the file with one line for each time the work began. */
  public Path begun() {
    return directory.resolve("begun");
  }

  /** Returns the file whose existence lets blocked work go on. */
  public Path gate() {
    return directory.resolve("gate");
  }

  /** Returns the file with one line for each time the work came to its own end. */
  public Path finished() {
    return directory.resolve("finished");
  }

  /** Opens the gate. */
  void open() {
    try {
      if (!Files.exists(gate())) {
        Files.createFile(gate());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int timesBegun() {
    return lines(begun()).size();
  }

  int timesFinished() {
    return lines(finished()).size();
  }

  /** Returns the lines of a file below the directory; none while it is not there. */
  static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

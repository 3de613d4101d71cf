package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What tells cheaply that a batch may stand elsewhere than before: its journal, its record or who
 * runs it is another.
 *
 * <p>{@code docs/file-formats.md} has the names of the files.
 */
record Stamp(Of journal, Of record, Optional<BatchOwner> owner) {

  private record Of(long size, FileTime modified) {
    private static final Of NO_FILE = new Of(-1, FileTime.fromMillis(0));

    static Of file(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Of(attributes.size(), attributes.lastModifiedTime());
      } catch (IOException e) {
        // Not there yet; of any other trouble whoever reads the batch itself is told.
        return NO_FILE;
      }
    }
  }

  static Stamp of(BatchRunner batch) {
    Path directory = batch.directory();
    return new Stamp(
        Of.file(directory.resolve(".batchrunner").resolve("journal.jsonl")),
        Of.file(directory.resolve("batch_runner.nodb")),
        batch.owner());
  }
}

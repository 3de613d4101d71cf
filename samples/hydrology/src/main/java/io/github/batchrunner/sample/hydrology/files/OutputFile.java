package io.github.batchrunner.sample.hydrology.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Writes files that are complete or absent, whatever happens in the middle. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Writes a text as UTF-8 beside the file's place and moves it there when it is complete; missing
   * directories are made and a file of that name is replaced.
   */
  public static void write(Path file, CharSequence text) throws IOException {
    Path directory =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
    Files.createDirectories(directory);
    Path unfinished = directory.resolve("." + file.getFileName() + ".unfinished");
    try {
      Files.writeString(unfinished, text);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}

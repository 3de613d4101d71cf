package io.github.batchrunner.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that holds the input at hand, for readers that take nothing but files. */
final class InputFile {

  private final Path file;

  InputFile(String suffix) {
    try {
      file = Files.createTempFile("batchrunner-fuzz", suffix);
      file.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path holding(byte[] input) {
    try {
      return Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

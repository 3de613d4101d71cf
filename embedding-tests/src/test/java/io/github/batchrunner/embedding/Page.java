package io.github.batchrunner.embedding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page whose statements are tested. */
final class Page {

  static final Path FILE = Path.of("..", "docs", "embedding.md");

  private Page() {}

  static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

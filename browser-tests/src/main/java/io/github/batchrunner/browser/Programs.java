package io.github.batchrunner.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds programs that tests need: absent they skip, unless everything is required. */
final class Programs {

  private Programs() {}

  /**
   * Returns the first of these programs that is on the {@code PATH}, or skips the test; with {@code
   * BATCHRUNNER_REQUIRE_ALL=true} its absence fails the test.
   */
  static Path first(List<String> names, String debianPackage) {
    String path = System.getenv("PATH");
    for (String name : names) {
      for (String directory : (path == null ? "" : path).split(File.pathSeparator, -1)) {
        Path program = Path.of(directory, name);
        if (!directory.isEmpty() && Files.isExecutable(program)) {
          return program;
        }
      }
    }
    String reason =
        "there is no \"%s\" on the PATH (Debian package %s)".formatted(names.get(0), debianPackage);
    if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
      return Assertions.fail(reason);
    }
    return Assumptions.abort(reason);
  }
}

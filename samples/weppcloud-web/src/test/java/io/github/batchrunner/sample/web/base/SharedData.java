package io.github.batchrunner.sample.web.base;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data of others that lies beside the project and is not part of it. */
final class SharedData {

  private SharedData() {}

  /**
   * Returns a file of {@code ../shared/data}, or skips the test when it is absent; with {@code
   * BATCHRUNNER_REQUIRE_ALL=true} its absence fails the test.
   */
  static Path file(String name) {
    Path file = directory().resolve(name);
    if (!Files.exists(file)) {
      if ("true".equals(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
        throw new AssertionError("there is no " + file);
      }
      Assumptions.abort("needs " + file + ", which is not part of the project");
    }
    return file;
  }

  private static Path directory() {
    String given = System.getenv("BATCHRUNNER_SHARED_DATA");
    if (given != null) {
      return Path.of(given);
    }
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.exists(root.resolve(".git"))) {
      root = root.getParent();
    }
    return root.resolveSibling("shared").resolve("data");
  }
}

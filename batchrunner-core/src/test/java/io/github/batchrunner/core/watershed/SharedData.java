package io.github.batchrunner.core.watershed;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds real files that are not part of the project. */
public final class SharedData {

  private SharedData() {}

  /** Returns a file of the shared data, or skips the test where there is none. */
  public static Path file(String name) {
    String configured = System.getenv("BATCHRUNNER_SHARED_DATA");
    Path directory =
        configured == null ? root().resolveSibling("shared").resolve("data") : Path.of(configured);
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      String missing = "the shared data file " + name + " is not there";
      if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
    return file;
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    for (Path at = directory; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return at;
      }
    }
    return directory;
  }
}

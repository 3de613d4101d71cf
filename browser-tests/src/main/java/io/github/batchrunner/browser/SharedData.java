package io.github.batchrunner.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds real files that are not part of the project. */
public final class SharedData {

  private SharedData() {}

  /** Returns a file of the shared data, or skips the test where there is none. */
  public static Path file(String name) {
    String named = System.getenv("BATCHRUNNER_SHARED_DATA");
    Path file = (named == null ? besideTheRepository() : Path.of(named)).resolve(name);
    if (!Files.exists(file)) {
      String reason = "there is no shared data \"" + file + "\"";
      if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
        return Assertions.fail(reason);
      }
      return Assumptions.abort(reason);
    }
    return file;
  }

  private static Path besideTheRepository() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory.getParent() != null && !Files.exists(directory.resolve(".git"))) {
      directory = directory.getParent();
    }
    return directory.resolveSibling("shared").resolve("data");
  }
}

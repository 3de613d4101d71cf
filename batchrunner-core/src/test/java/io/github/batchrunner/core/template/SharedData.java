package io.github.batchrunner.core.template;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The data of others that lies beside the repository and is not part of it. */
public final class SharedData {

  private SharedData() {}

  /** Finds a file, or skips the test where the folder is absent. */
  public static Path file(String name) {
    String configured = System.getenv("BATCHRUNNER_SHARED_DATA");
    Path folder = configured != null ? Path.of(configured) : besideRepository();
    Path file = folder.resolve(name);
    if (!Files.isReadable(file)) {
      String reason = "the shared data file \"" + file + "\" is absent";
      if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
        return Assertions.fail(reason);
      }
      return Assumptions.abort(reason);
    }
    return file;
  }

  private static Path besideRepository() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve(".git"))) {
      directory = directory.getParent();
    }
    return directory == null ? Path.of("") : directory.resolve("../shared/data").normalize();
  }
}

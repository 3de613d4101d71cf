package io.github.batchrunner.rq.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real files that are not part of the project; absent they skip the test. */
public final class SharedData {

  private SharedData() {}

  /**
   * Returns a file of the directory that {@code BATCHRUNNER_SHARED_DATA} names, or else of {@code
   * shared/data} beside the repository.
   */
  public static Path file(String name) {
    String named = System.getenv("BATCHRUNNER_SHARED_DATA");
    Path data = named == null ? besideTheRepository() : Path.of(named);
    Path wanted = data.resolve(name);
    if (!Files.exists(wanted)) {
      throw Requirement.missing("There is no shared data \"" + wanted + "\".");
    }
    return wanted;
  }

  private static Path besideTheRepository() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory.getParent() != null && !Files.exists(directory.resolve(".git"))) {
      directory = directory.getParent();
    }
    return directory.resolveSibling("shared").resolve("data");
  }
}

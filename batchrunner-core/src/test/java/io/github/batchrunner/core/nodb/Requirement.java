package io.github.batchrunner.core.nodb;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** What a test needs from outside: absent it skips, unless everything is required. */
public final class Requirement {

  private Requirement() {}

  /** Returns the exception that skips the test for {@code reason}, or fails it. */
  public static RuntimeException missing(String reason) {
    if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
      throw new AssertionError(reason);
    }
    return new TestAbortedException(reason);
  }

  /** Returns a file or directory of the shared data, or skips the test. */
  public static Path sharedData(String name) {
    String named = System.getenv("BATCHRUNNER_SHARED_DATA");
    Path data = named == null ? besideTheRepository() : Path.of(named);
    Path wanted = data.resolve(name);
    if (!Files.exists(wanted)) {
      throw missing("There is no shared data \"" + wanted + "\".");
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

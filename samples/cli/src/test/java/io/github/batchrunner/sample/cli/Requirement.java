package io.github.batchrunner.sample.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** What a test needs from outside: absent it skips, unless everything is required. */
final class Requirement {

  private Requirement() {}

  /** Returns the exception that skips the test for {@code reason}, or fails it. */
  static RuntimeException missing(String reason) {
    if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
      throw new AssertionError(reason);
    }
    return new TestAbortedException(reason);
  }

  /** Returns a file or directory of the shared data, or skips the test. */
  static Path sharedData(String name) {
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

  /** Skips the test where Ctrl-C does nothing, as in a process that a shell put in background. */
  static void interrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      throw missing("There is no /proc, so it is not known whether SIGINT is ignored.");
    }
    boolean ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    if (ignored) {
      throw missing("SIGINT is ignored here, so children of this process cannot get it.");
    }
  }
}

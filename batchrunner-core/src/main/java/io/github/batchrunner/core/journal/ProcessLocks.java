package io.github.batchrunner.core.journal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which files this process has locked, and for whom, as known to every copy of this library that it
 * has loaded.
 *
 * <p>Two applications in one server each have a copy, but the system's locks belong to the process:
 * a copy that opened and closed a file of the other would free its lock. So what is locked is said
 * where all of them look, in a system property for each file. To be used under {@link #MONITOR}.
 */
final class ProcessLocks {

  /** One object for all copies: a constant text is the same in the whole process. */
  static final Object MONITOR = "io.github.batchrunner: the locks of this process";

  private static final String PREFIX = "io.github.batchrunner.owner:";

  private ProcessLocks() {}

  /** Returns what was said of who locked a file; empty if nobody in this process did. */
  static Optional<String> find(Path realFile) {
    return Optional.ofNullable(System.getProperty(PREFIX + realFile));
  }

  /** Says that a file is locked. */
  static void add(Path realFile, String owner) {
    System.setProperty(PREFIX + realFile, owner);
  }

  /** Says that a file is not locked any more. */
  static void remove(Path realFile) {
    System.clearProperty(PREFIX + realFile);
  }
}

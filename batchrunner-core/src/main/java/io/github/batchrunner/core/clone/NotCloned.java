package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.files.AtomicFile;
import java.util.Set;

/** Says which files of a project belong to that one project and are not taken into a clone. */
final class NotCloned {

  /** Markers of one project, and the dump of its Redis state. */
  private static final Set<String> MARKERS = Set.of("READONLY", "PUBLIC", "redisprep.dump");

  private NotCloned() {}

  static boolean directory(String name) {
    return name.equals(Origin.PRIVATE_DIRECTORY);
  }

  /** For everything but directories: locks, logs, markers, half-written files. */
  static boolean file(String name) {
    return MARKERS.contains(name)
        || name.endsWith(".lock")
        || name.endsWith(".log")
        || AtomicFile.isTemporaryName(name);
  }
}

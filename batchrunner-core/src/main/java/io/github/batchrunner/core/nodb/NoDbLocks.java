package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.internal.files.IoFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lock files of older WEPPcloud, {@code <name>.nodb.lock} beside each NoDb file.
 *
 * <p>Newer WEPPcloud keeps its locks in Redis; clearing those is a hook of the clone package.
 */
public final class NoDbLocks {

  private static final String SUFFIX = ".nodb.lock";

  private NoDbLocks() {}

  /**
   * Deletes the lock files of a project and of the projects nested in its {@code _pups}; links are
   * not followed.
   *
   * @return the files that were deleted
   * @throws BatchRunnerException when one cannot be deleted
   */
  public static List<Path> clear(Path projectDirectory) {
    try {
      List<Path> locks = ProjectFiles.endingWith(SUFFIX, projectDirectory);
      for (Path lock : locks) {
        Files.deleteIfExists(lock);
      }
      return locks;
    } catch (IOException e) {
      throw new BatchRunnerException(
          "Cannot clear the NoDb lock files in \""
              + projectDirectory
              + "\": "
              + IoFailure.reason(e)
              + ".",
          e);
    }
  }
}

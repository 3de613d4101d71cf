package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.internal.files.IoFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
   * Locks a NoDb file by creating its lock file, as older WEPPcloud does; also among the threads of
   * this process.
   *
   * <p>A lock file of more than six hours is taken to be left over and replaced; that is how long
   * WEPPcloud's locks in Redis last. One that is younger is never touched.
   *
   * @param noDbFile such as {@code …/_base/climate.nodb}; the lock file is {@code
   *     …/_base/climate.nodb.lock}
   * @return the lock, which is given back when it is closed
   * @throws NoDbLockedException when somebody else has it; says since when
   * @throws BatchRunnerException when the lock file cannot be written
   */
  public static NoDbLockFile lock(Path noDbFile, Clock clock) {
    return NoDbLockFile.take(noDbFile.resolveSibling(noDbFile.getFileName() + ".lock"), clock);
  }

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

package io.github.batchrunner.core.project;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.clone.BaseSnapshot;
import io.github.batchrunner.core.internal.files.IoFailure;
import io.github.batchrunner.core.nodb.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes an existing project over as the base project of a batch; the project itself stays as it is.
 *
 * <p>Everything is copied but locks, logs and markers (see {@link BaseSnapshot}); what pointed at
 * the project points at the base project then. Files are taken by the names they have, whatever the
 * names are.
 */
public final class ExistingProject implements BaseProjectCreator {

  private final Path source;

  private ExistingProject(Path source) {
    this.source = source;
  }

  /**
   * Takes over the project in a directory.
   *
   * @throws InvalidInputException when it is not a directory, has no {@code *.nodb} in it, or is a
   *     batch rather than a project
   */
  public static ExistingProject in(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InvalidInputException(
          "The project \"" + directory + "\" to take over is not a directory.");
    }
    try {
      if (Files.isDirectory(directory.resolve(BaseProjects.DIRECTORY))) {
        throw new InvalidInputException(
            "\""
                + directory
                + "\" is a batch, not a project; give the base project in it, \""
                + directory.resolve(BaseProjects.DIRECTORY)
                + "\", or one of its runs.");
      }
      if (ProjectFiles.noDb(directory).isEmpty()) {
        throw new InvalidInputException(
            "There is no *.nodb file in \"" + directory + "\", so it is not a WEPPcloud project.");
      }
      return new ExistingProject(directory.toRealPath());
    } catch (IOException e) {
      throw new BatchRunnerException(
          "Cannot read the project \"" + directory + "\": " + IoFailure.reason(e) + ".", e);
    }
  }

  @Override
  public void create(BaseProjectRequest request) throws IOException {
    requireApart(request);
    BaseSnapshot.take(source).copyInto(request.directory(), request.wd());
  }

  private void requireApart(BaseProjectRequest request) throws IOException {
    Path batch = request.directory().toRealPath().getParent();
    if (batch != null && (source.startsWith(batch) || batch.startsWith(source))) {
      throw new InvalidInputException(
          "The project \""
              + source
              + "\" to take over and the batch \""
              + batch
              + "\" lie in each other; copy the project to a place of its own first.");
    }
  }
}

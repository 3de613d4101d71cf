package io.github.batchrunner.core.project;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.clone.Origin;
import io.github.batchrunner.core.internal.files.IoFailure;
import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.internal.files.WholeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Creates the base project of a batch, whole or not at all. */
public final class BaseProjects {

  /** The name of the base project's directory within a batch. */
  public static final String DIRECTORY = "_base";

  private BaseProjects() {}

  /**
   * Creates the base project of a batch.
   *
   * <p>Whoever wrote it, in the end each of its NoDb files points at its place, belongs to the
   * batch ({@code _run_group}, {@code _group_name}) and has Omni in its {@code _mods}; {@code
   * omni.nodb} and {@code nodb.version} are added where they are missing.
   *
   * @param batchDirectory the batch's directory, which exists
   * @return the base project's directory, absolute
   * @throws InvalidInputException when there is a base project already, or the creator's input does
   *     not do
   * @throws BatchRunnerException when it cannot be written
   */
  public static Path create(
      Path batchDirectory, String batchName, BaseConfig config, BaseProjectCreator creator) {
    Path wd = batchDirectory.toAbsolutePath().normalize().resolve(DIRECTORY);
    PathNames.requireFaithfulAsText(wd);
    if (Files.exists(wd, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidInputException(
          "Batch \""
              + batchName
              + "\" has a base project already, \""
              + wd
              + "\"; edit that one, or create a batch of another name.");
    }
    try {
      WholeDirectory.create(
          wd,
          directory -> {
            BaseProjectRequest request = new BaseProjectRequest(batchName, config, directory, wd);
            new Origin(batchName, DIRECTORY, "").writeTo(directory);
            creator.create(request);
            new BatchMembership(request).apply();
          });
      return wd;
    } catch (IOException e) {
      throw new BatchRunnerException(
          "Cannot create the base project \"" + wd + "\": " + IoFailure.reason(e) + ".", e);
    }
  }
}

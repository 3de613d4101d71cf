package io.github.batchrunner.core.project;

import java.io.IOException;

/**
 * Makes the base project of a new batch; hosts that have WEPPcloud at hand plug in their own.
 *
 * <p>Ready ones are {@link NewProject} and {@link ExistingProject}.
 */
@FunctionalInterface
public interface BaseProjectCreator {

  /**
   * Fills {@link BaseProjectRequest#directory()}, which exists and is empty.
   *
   * <p>Afterwards the NoDb files are made part of the batch, Omni is added where it is missing, and
   * the directory is renamed to {@link BaseProjectRequest#wd()}. What points at the former name in
   * NoDb files is made to point at the latter, so a creator may run tools that only know the
   * directory they write in. When it throws, all of it is removed.
   *
   * @throws IOException when the project cannot be written
   */
  void create(BaseProjectRequest request) throws IOException;
}

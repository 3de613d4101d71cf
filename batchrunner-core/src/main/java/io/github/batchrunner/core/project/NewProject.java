package io.github.batchrunner.core.project;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Makes a new base project: the eight core NoDb singletons and Omni, with their directories.
 *
 * <p>The singletons hold what does not depend on the contents of the config file, which WEPPcloud
 * alone can read: who they are, which batch and config they belong to, and the values a new project
 * starts with. A project that tasks of WEPPcloud itself shall run on is better made by WEPPcloud
 * and taken over with {@link ExistingProject}.
 */
public final class NewProject implements BaseProjectCreator {

  private static final List<String> DIRECTORIES =
      List.of(
          "dem",
          "export",
          "watershed",
          "landuse",
          "soils",
          "climate",
          "wepp/runs",
          "wepp/output",
          "observed",
          "omni");

  /** Creates the creator, which has no options. */
  public NewProject() {}

  @Override
  public void create(BaseProjectRequest request) throws IOException {
    for (String directory : DIRECTORIES) {
      Files.createDirectories(request.directory().resolve(directory));
    }
    for (Singleton singleton : Singleton.values()) {
      Files.write(
          request.directory().resolve(singleton.fileName()),
          singleton.text(request, List.of(Mods.OMNI)));
    }
  }
}

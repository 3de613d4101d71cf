package io.github.batchrunner.core.project;

import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.nodb.ProjectFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the base project of a batch out of whatever project a creator wrote: its NoDb files point
 * at their final place, belong to the batch and list Omni, and Omni is there.
 */
final class BatchMembership {

  /** WEPPcloud derives a run id as {@code <_run_group>;;<_group_name>;;<last name of wd>}. */
  static final String RUN_GROUP = "_run_group";

  static final String GROUP_NAME = "_group_name";

  /** The run group of all batches. */
  static final String BATCH = "batch";

  private static final String VERSION_FILE = "nodb.version";

  /** By this WEPPcloud knows that a project is new and needs no migration. */
  private static final String VERSION = "1000\n";

  private final BaseProjectRequest request;

  BatchMembership(BaseProjectRequest request) {
    this.request = request;
  }

  void apply() throws IOException {
    List<?> mods = List.of(Mods.OMNI);
    for (Path path : ProjectFiles.noDb(request.directory())) {
      NoDbDocument document = joined(path);
      if (Mods.of(document).size() > mods.size()) {
        mods = Mods.of(document);
      }
    }
    Path omni = request.directory().resolve(Singleton.OMNI.fileName());
    if (!Files.exists(omni, LinkOption.NOFOLLOW_LINKS)) {
      Files.write(omni, Singleton.OMNI.text(request, mods));
    }
    Path version = request.directory().resolve(VERSION_FILE);
    if (!Files.exists(version, LinkOption.NOFOLLOW_LINKS)) {
      Files.write(version, VERSION.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private NoDbDocument joined(Path path) {
    NoDbFile file = NoDbFile.read(path);
    NoDbDocument document = atItsPlace(path, file.document());
    document = withGroup(document, RUN_GROUP, BATCH);
    document = withGroup(document, GROUP_NAME, request.batchName());
    document = Mods.withMod(document, Mods.OMNI);
    if (!document.equals(file.document())) {
      file.write(document);
    }
    return document;
  }

  private NoDbDocument atItsPlace(Path path, NoDbDocument document) {
    String place = ProjectFiles.place(request.directory().relativize(path));
    byte[] text =
        document
            .relocatable(place, List.of(PathNames.slashed(request.directory())))
            .at(PathNames.slashed(request.wd()));
    return NoDbDocument.parse(document.name(), text);
  }

  /** Where they are missing they come directly before {@code wd}, as WEPPcloud writes them. */
  private static NoDbDocument withGroup(NoDbDocument document, String attribute, String value) {
    return document.has(attribute)
        ? document.with(attribute, value)
        : document.withBefore("wd", attribute, value);
  }
}

package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.nodb.NoDbChanges;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One path at which versions of the base differ.
 *
 * @param path below the base
 * @param before what was there: in the version that a run was cloned from first, then in others of
 *     which it may have parts; empty where that is not known
 * @param now what is there now
 * @param entry the same with its content; null when nothing is there
 * @param textsBefore the neutral NoDb texts of those of {@code before} that have one
 * @param changes attribute by attribute, when it is a NoDb file now and was one before, or nothing
 */
record BaseEdit(
    Path path,
    List<FileState> before,
    FileState now,
    @Nullable BaseEntry entry,
    List<NoDbDocument> textsBefore,
    @Nullable NoDbChanges changes) {

  /** The edit of a base whose former version is not known. */
  static BaseEdit ofUnknown(BaseSnapshot base, BaseEntry entry) {
    return new BaseEdit(entry.path(), List.of(), base.state(entry), entry, List.of(), null);
  }

  /**
   * Compares what was and what is.
   *
   * @param textsBefore one for each NoDb file of {@code before}, in that order
   */
  static BaseEdit of(
      Path path,
      List<FileState> before,
      FileState now,
      @Nullable BaseEntry entry,
      List<NoDbDocument> textsBefore) {
    NoDbChanges changes = null;
    if (entry instanceof BaseEntry.NoDb noDb
        && before.stream()
            .allMatch(state -> state.is(FileState.Kind.NODB) || state.is(FileState.Kind.ABSENT))) {
      changes = changes(before, noDb.text().neutral(), textsBefore);
    }
    return new BaseEdit(path, before, now, entry, textsBefore, changes);
  }

  private static NoDbChanges changes(
      List<FileState> before, NoDbDocument now, List<NoDbDocument> textsBefore) {
    List<NoDbDocument> versions = new ArrayList<>();
    int next = 0;
    for (FileState state : before) {
      versions.add(state.is(FileState.Kind.NODB) ? textsBefore.get(next++) : now.empty());
    }
    return NoDbChanges.between(versions, now);
  }

  boolean isOfUnknown() {
    return before.isEmpty();
  }
}

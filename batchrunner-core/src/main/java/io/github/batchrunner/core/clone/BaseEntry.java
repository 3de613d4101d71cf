package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.nodb.RelocatableNoDb;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** One thing in a base project, with what is needed to make its like in a clone. */
sealed interface BaseEntry {

  /** The path below the base. */
  Path path();

  /**
   * Permissions and age.
   *
   * @param permissions empty where the file system has none
   * @param modified the time of the last modification
   */
  record Meta(Set<PosixFilePermission> permissions, FileTime modified) {}

  /** A directory. */
  record Folder(Path path, Meta meta) implements BaseEntry {}

  /** A small file, kept in memory; nobody writes into its bytes. */
  @SuppressWarnings("ArrayRecordComponent") // Entries are never compared.
  record SmallFile(Path path, Meta meta, byte[] content) implements BaseEntry {}

  /** A file that is copied from disk for each clone. */
  record LargeFile(Path path, Meta meta, long size) implements BaseEntry {}

  /** A NoDb file, cut at the mentions of its project directory; it is young in each clone. */
  record NoDb(Path path, Meta meta, RelocatableNoDb text, long size) implements BaseEntry {}

  /** A link to a place that can be reached in the clone with the same words. */
  record SameLink(Path path, Path target) implements BaseEntry {}

  /** A link that names the base directory; {@code target} is the place below it. */
  record InnerLink(Path path, Path target) implements BaseEntry {}
}

package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.internal.files.AtomicFile;
import io.github.batchrunner.core.internal.files.IoFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Instant;
import java.util.Objects;

/**
 * A NoDb file on disk as it was when it was read.
 *
 * <p>Reading and writing follow the protocol of WEPPcloud's {@code NoDbBase}: a reader notices that
 * the file changed under it, a writer refuses when the file is no longer the one it read, writes
 * beside it, forces it to disk and renames it into place, with its mode kept and its modification
 * time moved on. A link is followed and stays a link.
 *
 * <p>Instances are immutable and thread-safe. Between the last look and the rename there is a
 * moment in which another process could write; who shares files with WEPPcloud holds its lock.
 */
public final class NoDbFile {

  private static final int READ_ATTEMPTS = 5;

  private final Path path;
  private final NoDbDocument document;
  private final Stamp stamp;

  private NoDbFile(Path path, NoDbDocument document, Stamp stamp) {
    this.path = path;
    this.document = document;
    this.stamp = stamp;
  }

  /**
   * Reads a NoDb file.
   *
   * @throws io.github.batchrunner.core.InvalidInputException when it is not a NoDb file
   * @throws NoDbConflictException when it kept changing while it was read
   * @throws BatchRunnerException when it cannot be read
   */
  public static NoDbFile read(Path path) {
    try {
      Path real = path.toRealPath();
      for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
        Stamp before = Stamp.of(real);
        NoDbDocument.requireReadableSize(path.toString(), before.size());
        byte[] bytes = Files.readAllBytes(real);
        if (before.equals(Stamp.of(real)) && bytes.length == before.size()) {
          return new NoDbFile(path, NoDbDocument.parse(path.toString(), bytes), before);
        }
      }
    } catch (IOException e) {
      throw new BatchRunnerException(
          "Cannot read the NoDb file \"" + path + "\": " + IoFailure.reason(e) + ".", e);
    }
    throw new NoDbConflictException(
        "The NoDb file \"" + path + "\" changes faster than it can be read; try again later.");
  }

  /**
   * Writes a NoDb file that does not exist yet.
   *
   * @throws BatchRunnerException when it exists or cannot be written
   */
  public static NoDbFile create(Path path, NoDbDocument document) {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      AtomicFile.write(path, document.text());
      return new NoDbFile(path, document, Stamp.of(path));
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  /** Returns where the file is. */
  public Path path() {
    return path;
  }

  /** Returns the text that was read or written. */
  public NoDbDocument document() {
    return document;
  }

  /**
   * Replaces the text of the file.
   *
   * @return the file as it is now, for the next edit
   * @throws NoDbConflictException when the file is not the one that was read any more
   * @throws BatchRunnerException when it cannot be written
   */
  public NoDbFile write(NoDbDocument newText) {
    try {
      Path real = path.toRealPath();
      requireUnchanged(real);
      AtomicFile.write(
          real,
          newText.text(),
          temporary -> {
            keepMode(real, temporary);
            if (newText.text().length == stamp.size()) {
              advance(temporary);
            }
            requireUnchanged(real);
          });
      return new NoDbFile(path, newText, Stamp.of(real));
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  private void requireUnchanged(Path real) throws IOException {
    if (!stamp.equals(Stamp.of(real))) {
      throw new NoDbConflictException(
          "The NoDb file \""
              + path
              + "\" was changed by somebody else since it was read; nothing was written. Read it"
              + " again and repeat the edit.");
    }
  }

  private static void keepMode(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (view != null) {
      Files.setPosixFilePermissions(to, view.readAttributes().permissions());
    }
  }

  /**
   * Moves the modification time past that of the file read. Readers tell versions by size and time,
   * and a file system's clock may stand still between two writes.
   */
  private void advance(Path temporary) throws IOException {
    Instant before = stamp.modified().toInstant();
    if (!Files.getLastModifiedTime(temporary).toInstant().isAfter(before)) {
      Files.setLastModifiedTime(temporary, FileTime.from(before.plusMillis(1)));
    }
    if (!Files.getLastModifiedTime(temporary).toInstant().isAfter(before)) {
      throw new IOException("the file system does not move its modification time on");
    }
  }

  private static BatchRunnerException cannotWrite(Path path, IOException e) {
    return new BatchRunnerException(
        "Cannot write the NoDb file \"" + path + "\": " + IoFailure.reason(e) + ".", e);
  }

  /** What tells one version of a file from another. */
  private record Stamp(Object key, long size, FileTime modified) {

    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          Objects.requireNonNullElse(attributes.fileKey(), ""),
          attributes.size(),
          attributes.lastModifiedTime());
    }
  }
}

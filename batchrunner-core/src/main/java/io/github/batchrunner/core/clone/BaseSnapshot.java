package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.IoFailure;
import io.github.batchrunner.core.internal.files.PathNames;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;

/**
 * A base project as it was at one moment, read once so that many runs can be cloned from the same.
 *
 * <p>Small files and all NoDb files are kept in memory (at most 64 MiB of the former); larger files
 * are copied from the base, and a clone fails when one was changed since. Left out are locks
 * ({@code *.lock}), logs ({@code *.log}), {@code READONLY}, {@code PUBLIC}, {@code redisprep.dump},
 * half-written files of atomic writers, and {@code .batchrunner}.
 *
 * <p>Instances are immutable and thread-safe.
 */
public final class BaseSnapshot {

  private final Path directory;
  private final BaseReader.Result read;

  private BaseSnapshot(Path directory, BaseReader.Result read) {
    this.directory = directory;
    this.read = read;
  }

  /**
   * Reads a base project; every byte of it is read once.
   *
   * @throws InvalidInputException when it is not a directory, a NoDb file in it is malformed, or a
   *     file name cannot be read under the character set of this system
   * @throws CloneException when a link leaves it, it holds a device, socket or pipe, it changes
   *     while it is read, or something in it cannot be read
   */
  public static BaseSnapshot take(Path base) {
    Path directory = base.toAbsolutePath().normalize();
    try {
      return new BaseSnapshot(directory, BaseReader.read(directory));
    } catch (IOException e) {
      throw new CloneException(
          "Cannot read the base project \"" + directory + "\": " + IoFailure.reason(e) + ".", e);
    }
  }

  /** Returns the base's directory, absolute. */
  public Path directory() {
    return directory;
  }

  /** Returns how many files there are to clone, links included. */
  public int files() {
    return read.files();
  }

  /** Returns how many bytes the files have together. */
  public long bytes() {
    return read.bytes();
  }

  /**
   * Returns the SHA-256, in hexadecimal, of the names, kinds, sizes and contents of everything that
   * is cloned.
   *
   * <p>It does not depend on where the base lies, nor on modes and times, nor on the NoDb
   * attributes {@code _nodb_mtime} and {@code _nodb_size}, which only describe the last write.
   */
  public String fingerprint() {
    return read.fingerprint();
  }

  /**
   * Returns the SHA-256, in hexadecimal, of the names and contents of those files whose path below
   * the base matches a glob, such as {@code climate.nodb}, {@code landuse/*.tif} or {@code
   * climate/**}; computed like {@link #fingerprint()}. That no file matches has a hash, too.
   *
   * @throws InvalidInputException when {@code glob} is not a glob of {@link
   *     java.nio.file.FileSystem#getPathMatcher}
   */
  public String hashOf(String glob) {
    PathMatcher matcher = matcher(glob);
    Sha256 hash = new Sha256();
    for (Map.Entry<Path, String> file : read.fileHashes().entrySet()) {
      if (matcher.matches(file.getKey())) {
        hash.text(PathNames.slashed(file.getKey())).text(file.getValue());
      }
    }
    return hash.hex();
  }

  /** Returns the SHA-256, in hexadecimal, of one file that the base has. */
  String hashOfFile(Path file) {
    return Objects.requireNonNull(read.fileHashes().get(file), file.toString());
  }

  PathMatcher matcher(String glob) {
    try {
      return directory.getFileSystem().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(
          "\"" + glob + "\" is not a glob: " + e.getDescription() + ".", e);
    }
  }

  /**
   * Writes a copy of the project into a directory, pointing at {@code wd} and with everything
   * writable for its owner, as a project to go on working with.
   *
   * @param target an empty directory, which need not be {@code wd} but will be renamed to it
   * @param wd the absolute path that the copy will have in the end
   * @throws CloneException when a file was changed since the snapshot
   * @throws IOException when the copy cannot be written
   */
  public void copyInto(Path target, Path wd) throws IOException {
    SharedFiles nothing = new SharedFiles(this, List.of());
    new TreeWriter.OwnerWritable().write(this, nothing, target, wd);
  }

  /** Returns what an entry of this snapshot is. */
  FileState state(BaseEntry entry) {
    if (entry instanceof BaseEntry.Folder) {
      return FileState.DIRECTORY;
    }
    String hash = Objects.requireNonNull(read.fileHashes().get(entry.path()));
    if (entry instanceof BaseEntry.SmallFile file) {
      return new FileState(FileState.Kind.FILE, hash, file.content().length);
    }
    if (entry instanceof BaseEntry.LargeFile file) {
      return new FileState(FileState.Kind.FILE, hash, file.size());
    }
    if (entry instanceof BaseEntry.NoDb noDb) {
      return new FileState(FileState.Kind.NODB, hash, noDb.size());
    }
    return new FileState(FileState.Kind.LINK, hash, 0);
  }

  List<BaseEntry> entries() {
    return read.entries();
  }

  Path realDirectory() {
    return read.realDirectory();
  }
}

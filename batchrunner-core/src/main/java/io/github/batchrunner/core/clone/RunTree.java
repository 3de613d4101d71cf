package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.nodb.ProjectFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a run has in it, in terms in which it can be compared with the base project. */
final class RunTree {

  private static final int BUFFER = 256 * 1024;

  /**
   * A thing of the run.
   *
   * @param state what it is
   * @param noDb its text, when it is a NoDb file
   */
  record Thing(FileState state, @Nullable NoDb noDb) {

    static Thing of(FileState state) {
      return new Thing(state, null);
    }
  }

  /** A NoDb file with its neutral text. */
  record NoDb(NoDbFile file, NoDbDocument neutral) {}

  private static final Thing ABSENT = Thing.of(FileState.ABSENT);
  private static final Thing DIRECTORY = Thing.of(FileState.DIRECTORY);
  private static final FileState OTHER = new FileState(FileState.Kind.OTHER, "", 0);

  private final Path wd;
  private final Path realWd;
  private final List<String> projectDirectories;

  RunTree(Path wd, BaseSnapshot base) throws IOException {
    this.wd = wd;
    this.realWd = wd.toRealPath();
    Set<String> directories = new LinkedHashSet<>();
    for (Path directory : List.of(wd, realWd, base.directory(), base.realDirectory())) {
      directories.add(PathNames.slashed(directory));
    }
    this.projectDirectories = List.copyOf(directories);
  }

  Path wd() {
    return wd;
  }

  /**
   * Looks at a path.
   *
   * @param versions what it may be equal to; a file of another size than all of them is not read
   */
  Thing look(Path path, Collection<FileState> versions) throws IOException {
    Path file = wd.resolve(path);
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return ABSENT;
    } catch (FileSystemException e) {
      if (e instanceof AccessDeniedException || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      return ABSENT; // Something above it is no directory.
    }
    if (attributes.isDirectory()) {
      return DIRECTORY;
    }
    if (attributes.isSymbolicLink()) {
      return Thing.of(FileState.link(target(Files.readSymbolicLink(file))));
    }
    if (!attributes.isRegularFile()) {
      return Thing.of(OTHER);
    }
    if (ProjectFiles.isNoDb(path)) {
      return noDb(path);
    }
    long size = attributes.size();
    boolean comparable =
        versions.stream()
            .anyMatch(version -> version.is(FileState.Kind.FILE) && version.size() == size);
    return Thing.of(new FileState(FileState.Kind.FILE, comparable ? hash(file) : "", size));
  }

  private Thing noDb(Path path) {
    try {
      NoDbFile file = NoDbFile.read(wd.resolve(path));
      NoDbDocument neutral =
          file.document().relocatable(ProjectFiles.place(path), projectDirectories).neutral();
      return new Thing(
          new FileState(FileState.Kind.NODB, Sha256.of(neutral.toBytes()), 0),
          new NoDb(file, neutral));
    } catch (InvalidInputException damaged) {
      return Thing.of(OTHER);
    }
  }

  /** As links are hashed in the base: those into the project by the place they lead to. */
  private Path target(Path words) {
    for (Path directory : List.of(wd, realWd)) {
      if (words.startsWith(directory)) {
        return directory.relativize(words);
      }
    }
    return words;
  }

  private static String hash(Path file) throws IOException {
    Sha256 hash = new Sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        hash.bytes(buffer.flip());
        buffer.clear();
      }
    }
    return hash.hex();
  }

  /**
   * Tells whether something can be put at a path: what is above it is directories in the run, or
   * not there yet.
   *
   * @param made directories that will be there
   */
  boolean hasPlaceFor(Path path, Set<Path> made) throws IOException {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (made.contains(above)) {
        return true;
      }
      Path directory = wd.resolve(above);
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        return Files.isDirectory(directory) && directory.toRealPath().startsWith(realWd);
      }
    }
    return true;
  }
}

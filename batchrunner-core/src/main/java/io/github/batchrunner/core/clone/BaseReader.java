package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.nodb.ProjectFiles;
import io.github.batchrunner.core.nodb.RelocatableNoDb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a base project for {@link BaseSnapshot}. */
final class BaseReader {

  /** How many bytes of small files are kept in memory. */
  static final long MEMORY_BYTES = 64L * 1024 * 1024;

  private static final int SMALL_FILE = 512 * 1024;

  /**
   * What was read.
   *
   * @param realDirectory the base with all links resolved
   * @param entries everything to clone, directories before what is in them
   * @param fileHashes the hash of each file and link, by its path below the base
   * @param bytes the length of all files
   * @param fingerprint over all of it
   */
  record Result(
      Path realDirectory,
      List<BaseEntry> entries,
      Map<Path, String> fileHashes,
      long bytes,
      String fingerprint) {

    int files() {
      return fileHashes.size();
    }
  }

  private final Path base;
  private final boolean posix;
  private final List<String> projectDirectories;
  private final BaseLinks links;
  private final List<BaseEntry> entries = new ArrayList<>();
  private final Map<Path, String> fileHashes = new LinkedHashMap<>();
  private final Sha256 fingerprint = new Sha256();
  private long bytes;
  private long inMemory;

  private BaseReader(Path directory, Path real) {
    Set<Path> names = new LinkedHashSet<>(List.of(directory, real));
    this.base = real;
    this.posix = real.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.projectDirectories = names.stream().map(PathNames::slashed).toList();
    this.links = new BaseLinks(real, List.copyOf(names));
  }

  static Result read(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new InvalidInputException("The base project \"" + directory + "\" is not a directory.");
    }
    Path real = directory.toRealPath();
    PathNames.requireFaithfulAsText(directory);
    PathNames.requireFaithfulAsText(real);
    BaseReader reader = new BaseReader(directory, real);
    reader.directory(real.getFileSystem().getPath(""));
    return new Result(
        real,
        List.copyOf(reader.entries),
        Collections.unmodifiableMap(reader.fileHashes),
        reader.bytes,
        reader.fingerprint.hex());
  }

  private void directory(Path path) throws IOException {
    Path directory = base.resolve(path);
    entries.add(new BaseEntry.Folder(path, meta(attributes(directory))));
    fingerprint.text("directory").text(PathNames.slashed(path));
    for (Path child : sortedChildren(directory)) {
      child(base.relativize(child));
    }
  }

  private static List<Path> sortedChildren(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    }
    for (Path child : children) {
      PathNames.requireFaithfulAsText(child);
    }
    // By the names themselves, since the order of paths is another one on each system.
    children.sort(Comparator.comparing(child -> child.getFileName().toString()));
    return children;
  }

  private void child(Path path) throws IOException {
    String name = path.getFileName().toString();
    BasicFileAttributes attributes = attributes(base.resolve(path));
    if (attributes.isDirectory()) {
      if (!NotCloned.directory(name)) {
        directory(path);
      }
    } else if (NotCloned.file(name)) {
      return;
    } else if (attributes.isSymbolicLink()) {
      link(path);
    } else if (attributes.isRegularFile()) {
      file(path, attributes);
    } else {
      throw new CloneException(
          "\""
              + base.resolve(path)
              + "\" is a device, a socket or a pipe and cannot be cloned; remove it from the base"
              + " project.");
    }
  }

  private void link(Path path) throws IOException {
    BaseEntry entry = links.entry(path);
    Path target =
        entry instanceof BaseEntry.InnerLink inner
            ? inner.target()
            : ((BaseEntry.SameLink) entry).target();
    add(entry, "link", Sha256.of(PathNames.slashed(target).getBytes(StandardCharsets.UTF_8)), 0);
  }

  private void file(Path path, BasicFileAttributes attributes) throws IOException {
    BaseEntry.Meta meta = meta(attributes);
    long size = attributes.size();
    if (ProjectFiles.isNoDb(path)) {
      NoDbDocument document = NoDbFile.read(base.resolve(path)).document();
      RelocatableNoDb text = document.relocatable(ProjectFiles.place(path), projectDirectories);
      String hash = Sha256.of(text.neutral().toBytes());
      add(new BaseEntry.NoDb(path, meta, text, size), "nodb", hash, size);
    } else if (size <= SMALL_FILE && inMemory + size <= MEMORY_BYTES) {
      byte[] content = Files.readAllBytes(base.resolve(path));
      requireUnchanged(base.resolve(path), size, meta);
      inMemory += content.length;
      add(new BaseEntry.SmallFile(path, meta, content), "file", Sha256.of(content), size);
    } else {
      String hash = Sha256.of(base.resolve(path));
      requireUnchanged(base.resolve(path), size, meta);
      add(new BaseEntry.LargeFile(path, meta, size), "file", hash, size);
    }
  }

  private void add(BaseEntry entry, String kind, String hash, long size) {
    entries.add(entry);
    fileHashes.put(entry.path(), hash);
    fingerprint.text(kind).text(PathNames.slashed(entry.path())).text(hash);
    bytes += size;
  }

  private BasicFileAttributes attributes(Path file) throws IOException {
    return posix
        ? Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        : Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static BaseEntry.Meta meta(BasicFileAttributes attributes) {
    Set<PosixFilePermission> permissions =
        attributes instanceof PosixFileAttributes of ? Set.copyOf(of.permissions()) : Set.of();
    return new BaseEntry.Meta(permissions, attributes.lastModifiedTime());
  }

  /** Fails when a file is no longer the one that was looked at. */
  static void requireUnchanged(Path file, long size, BaseEntry.Meta meta) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (now.size() != size || !now.lastModifiedTime().equals(meta.modified())) {
      throw new CloneException(
          "\""
              + file
              + "\" of the base project was changed while it was being read or cloned. Finish the"
              + " changes to the base, then plan and run again.");
    }
  }
}

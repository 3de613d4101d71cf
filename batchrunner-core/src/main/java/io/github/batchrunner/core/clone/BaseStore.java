package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.AtomicFile;
import io.github.batchrunner.core.internal.files.IoFailure;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The base project of a batch as it was when runs were cloned from it: for each version a manifest
 * of all its files, and the text of each distinct NoDb file once.
 *
 * <p>A hundred thousand runs that were cloned from one version share what is kept of it. Manifests
 * are {@code manifests/<fingerprint>.json}; texts, {@linkplain
 * io.github.batchrunner.core.nodb.RelocatableNoDb#neutral() neutral} ones, are {@code
 * nodb/<SHA-256>.nodb}. A manifest is written after the texts it speaks of, each file in one step,
 * so that what has a manifest is there.
 *
 * <p>Instances are immutable and thread-safe. Only the owner of the batch writes.
 */
public final class BaseStore {

  /** How many versions are kept before anybody looks which ones are not needed any more. */
  static final int KEPT_UNSEEN = 20;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String MANIFEST = ".json";
  private static final String TEXT = ".nodb";

  private final Path manifests;
  private final Path texts;

  /**
   * Uses a directory, which need not be there yet.
   *
   * @param directory nobody else's
   */
  public BaseStore(Path directory) {
    this.manifests = directory.resolve("manifests");
    this.texts = directory.resolve("nodb");
  }

  /**
   * Keeps a version, unless it is kept already.
   *
   * @return whether it is new
   * @throws CloneException when it cannot be written; nothing that is kept is damaged then
   */
  public boolean keep(BaseSnapshot base) {
    try {
      if (manifest(base.fingerprint()).isPresent()) {
        return false;
      }
      Files.createDirectories(manifests);
      Files.createDirectories(texts);
      for (BaseEntry entry : base.entries()) {
        if (entry instanceof BaseEntry.NoDb noDb) {
          Path text = text(base.state(entry).hash());
          byte[] neutral = noDb.text().neutral().toBytes();
          if (!Files.exists(text) || Files.size(text) != neutral.length) {
            AtomicFile.write(text, neutral);
          }
        }
      }
      AtomicFile.write(manifestFile(base.fingerprint()), BaseManifest.of(base).toBytes());
      return true;
    } catch (IOException e) {
      throw new CloneException(
          "Cannot keep the base project as it is now, which later merges need, in \""
              + manifests.getParent()
              + "\": "
              + IoFailure.reason(e)
              + ".",
          e);
    }
  }

  /**
   * Removes versions that no run refers to any more, once more than {@value #KEPT_UNSEEN} are kept.
   *
   * <p>Call it while no run is being made or merged, by the process that owns the batch. It reads
   * the marker of every run then.
   *
   * @param runs the directory in which the runs lie
   * @param present the fingerprint of the base as it is
   * @return how many versions were removed
   * @throws CloneException when a run cannot be looked at, or a version cannot be removed
   */
  public int removeUnused(Path runs, String present) {
    try {
      Set<String> kept = names(manifests, MANIFEST);
      if (kept.size() <= KEPT_UNSEEN) {
        return 0;
      }
      Set<String> needed = neededBy(runs);
      needed.add(present);
      int removed = 0;
      for (String fingerprint : kept) {
        if (!needed.contains(fingerprint)) {
          Files.deleteIfExists(manifestFile(fingerprint));
          removed++;
        }
      }
      if (removed > 0) {
        removeUnusedTexts();
      }
      return removed;
    } catch (IOException e) {
      throw new CloneException(
          "Cannot remove versions of the base project that no run needs any more from \""
              + manifests.getParent()
              + "\": "
              + IoFailure.reason(e)
              + ".",
          e);
    }
  }

  private static Set<String> neededBy(Path runs) throws IOException {
    Set<String> needed = new HashSet<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(runs)) {
      for (Path child : children) {
        Optional<Origin> origin = Origin.of(child);
        if (origin.isPresent()) {
          needed.addAll(origin.get().baseVersions());
        }
      }
    }
    return needed;
  }

  private void removeUnusedTexts() throws IOException {
    Set<String> used = new HashSet<>();
    for (String fingerprint : names(manifests, MANIFEST)) {
      Optional<BaseManifest> manifest = manifest(fingerprint);
      if (manifest.isEmpty()) {
        return; // What it speaks of is not known, so nothing is known to be unused.
      }
      manifest.get().files().values().forEach(file -> used.add(file.hash()));
    }
    for (String hash : names(texts, TEXT)) {
      if (!used.contains(hash)) {
        Files.deleteIfExists(text(hash));
      }
    }
  }

  /** Returns what a version had in it; empty if it is not kept. */
  Optional<BaseManifest> manifest(String fingerprint) throws IOException {
    if (!HASH.matcher(fingerprint).matches()) {
      return Optional.empty();
    }
    Path file = manifestFile(fingerprint);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return BaseManifest.parse(Files.readAllBytes(file))
        .filter(manifest -> manifest.fingerprint().equals(fingerprint));
  }

  /** Returns a neutral text; empty if it is not there, or not what its name says. */
  Optional<NoDbDocument> noDb(String name, String hash) throws IOException {
    if (!HASH.matcher(hash).matches()
        || !Files.isRegularFile(text(hash), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(text(hash));
    if (!Sha256.of(bytes).equals(hash)) {
      return Optional.empty();
    }
    try {
      return Optional.of(NoDbDocument.parse(name, bytes));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private Path manifestFile(String fingerprint) {
    return manifests.resolve(fingerprint + MANIFEST);
  }

  private Path text(String hash) {
    return texts.resolve(hash + TEXT);
  }

  /** The hashes that files are named by; other files are not ours to look at. */
  private static Set<String> names(Path directory, String suffix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + suffix)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        names.add(name.substring(0, name.length() - suffix.length()));
      }
    }
    names.removeIf(name -> !HASH.matcher(name).matches());
    return new HashSet<>(names);
  }
}

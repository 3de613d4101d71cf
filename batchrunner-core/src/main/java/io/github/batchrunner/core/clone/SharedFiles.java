package io.github.batchrunner.core.clone;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that clones have in common with the base by hard links, because nothing writes into
 * them; and the proof that nothing did.
 *
 * <p>Where the file system cannot link (another device, too many links, not permitted) a file is
 * copied as all others are. Thread-safe.
 */
final class SharedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(SharedFiles.class);

  private final BaseSnapshot base;

  /** The files that may be shared, found once: every clone asks for every file. */
  private final Set<Path> shareable;

  private final Set<String> refusals = ConcurrentHashMap.newKeySet();
  private final LongAdder linkedBytes = new LongAdder();

  /**
   * Creates one of which nothing is shared yet.
   *
   * @param globs which files of the base may be shared, as in {@link BaseSnapshot#hashOf}
   */
  SharedFiles(BaseSnapshot base, List<String> globs) {
    this.base = base;
    List<PathMatcher> patterns = globs.stream().map(base::matcher).toList();
    this.shareable =
        base.entries().stream()
            .filter(SharedFiles::isPlainFile)
            .map(BaseEntry::path)
            .filter(file -> patterns.stream().anyMatch(pattern -> pattern.matches(file)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Makes {@code target} a link to a file of the base; false if it has to be copied. */
  boolean link(Path file, long size, BaseEntry.Meta meta, Path target) throws IOException {
    if (!shareable.contains(file)) {
      return false;
    }
    Path source = base.realDirectory().resolve(file);
    try {
      Files.createLink(target, source);
    } catch (FileSystemException | UnsupportedOperationException e) {
      if (!Files.exists(source)) {
        throw e;
      }
      if (refusals.add(reason(e))) {
        LOG.info("{} is copied into the runs, since it cannot be linked: {}", file, e.toString());
      }
      return false;
    }
    // What the link shows is the file as it is now, and the run must get that of the snapshot.
    BaseReader.requireUnchanged(source, size, meta);
    linkedBytes.add(size);
    return true;
  }

  /** Without the names of the files, of which there is another pair each time. */
  private static String reason(Exception refusal) {
    String reason =
        refusal instanceof FileSystemException system ? system.getReason() : refusal.getMessage();
    return refusal.getClass().getName() + ": " + reason;
  }

  /** Returns how many bytes were not copied because they are shared. */
  long bytes() {
    return linkedBytes.sum();
  }

  private static boolean isPlainFile(BaseEntry entry) {
    return entry instanceof BaseEntry.SmallFile || entry instanceof BaseEntry.LargeFile;
  }

  /**
   * Returns the files below the base that may be shared, with clones of earlier executions too, and
   * are not what they were; reads all of them.
   */
  List<Path> changed() throws IOException {
    List<Path> changed = new ArrayList<>();
    for (Path file : shareable) {
      Path source = base.realDirectory().resolve(file);
      if (!Files.isRegularFile(source) || !Sha256.of(source).equals(base.hashOfFile(file))) {
        changed.add(file);
      }
    }
    return changed;
  }
}

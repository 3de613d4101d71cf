package io.github.batchrunner.core.clone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the links of a base project: those that stay inside keep pointing inside,
 * of the clone then; the others are refused.
 */
final class BaseLinks {

  private final Path realBase;
  private final List<Path> names;

  /**
   * Looks at the links of one base.
   *
   * @param realBase the base with all links resolved
   * @param names the absolute paths under which the base is known, {@code realBase} among them
   */
  BaseLinks(Path realBase, List<Path> names) {
    this.realBase = realBase;
    this.names = List.copyOf(names);
  }

  /** Returns the entry for the link at {@code path} below the base. */
  BaseEntry entry(Path path) throws IOException {
    Path link = realBase.resolve(path);
    Path words = Files.readSymbolicLink(link);
    Path inner = innerByWords(path, words);
    try {
      Path target = link.toRealPath();
      if (!target.startsWith(realBase)) {
        throw leaves(path, words);
      }
      if (inner == null) {
        inner = realBase.relativize(target);
      }
    } catch (NoSuchFileException dangling) {
      if (inner == null) {
        throw leaves(path, words);
      }
    }
    return !words.isAbsolute() && staysInside(path, words)
        ? new BaseEntry.SameLink(path, words)
        : new BaseEntry.InnerLink(path, inner);
  }

  /** The place below the base that the words of the link name, without following other links. */
  private @Nullable Path innerByWords(Path path, Path words) {
    if (!words.isAbsolute()) {
      Path target = realBase.resolve(path).resolveSibling(words).normalize();
      return target.startsWith(realBase) ? realBase.relativize(target) : null;
    }
    Path target = words.normalize();
    for (Path name : names) {
      if (target.startsWith(name)) {
        return name.relativize(target);
      }
    }
    return null;
  }

  /** Whether relative words never climb out of the base, not even to come back in by its name. */
  private static boolean staysInside(Path path, Path words) {
    int depth = path.getNameCount() - 1;
    for (Path name : words) {
      if (name.toString().equals("..")) {
        depth--;
      } else if (!name.toString().equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return false;
      }
    }
    return true;
  }

  private CloneException leaves(Path path, Path words) {
    return new CloneException(
        "The link \""
            + path
            + "\" in the base project \""
            + realBase
            + "\" leads out of it, to \""
            + words
            + "\". A clone could not be kept apart from that place; copy what it points at into the"
            + " base, or remove the link.");
  }
}

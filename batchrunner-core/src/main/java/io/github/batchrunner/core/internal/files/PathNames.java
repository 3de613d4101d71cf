package io.github.batchrunner.core.internal.files;

import io.github.batchrunner.core.InvalidInputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Tells whether file names survive being turned into text and back. */
public final class PathNames {

  private PathNames() {}

  /**
   * Tells whether the text of {@code path} names the same file again.
   *
   * <p>On Linux a file name is bytes; under another character set than the one it was made with
   * (Latin-1 names under UTF-8, any accent under {@code LC_ALL=C}) its text is a guess.
   */
  static boolean isFaithfulAsText(Path path) {
    try {
      return path.getFileSystem().getPath(path.toString()).equals(path);
    } catch (InvalidPathException notEncodable) {
      return false;
    }
  }

  /**
   * Refuses a path whose text is only a guess.
   *
   * @throws InvalidInputException when {@link #isFaithfulAsText} does not hold
   */
  public static void requireFaithfulAsText(Path path) {
    if (!isFaithfulAsText(path)) {
      throw new InvalidInputException(
          "The file name \""
              + path
              + "\" is not valid in the character set of this system ("
              + System.getProperty("sun.jnu.encoding", "unknown")
              + "). Rename the file, or start Java under the locale in which it was named, such as"
              + " LC_ALL=C.UTF-8.");
    }
  }

  /** Joins the names of a relative path with {@code /}, on every system. */
  public static String slashed(Path relative) {
    String separator = relative.getFileSystem().getSeparator();
    String text = relative.toString();
    return separator.equals("/") ? text : text.replace(separator, "/");
  }
}

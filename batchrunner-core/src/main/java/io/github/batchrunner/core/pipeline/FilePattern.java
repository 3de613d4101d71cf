package io.github.batchrunner.core.pipeline;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Patterns of files below a directory: path segments separated by {@code /}, in each of which
 * {@code *} and {@code ?} stand for any characters and one character.
 */
public final class FilePattern {

  private FilePattern() {}

  /**
   * Returns {@code pattern} if it stays below its directory.
   *
   * @throws InvalidInputException if it is empty, absolute, or has {@code **}, a backslash (which
   *     separates on Windows) or a segment that is empty, {@code .} or {@code ..}
   */
  static String require(String pattern) {
    for (String segment : pattern.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.contains("**")
          || segment.indexOf('\\') >= 0
          || segment.indexOf('\0') >= 0) {
        throw new InvalidInputException(
            "a pattern is a relative path such as \"climate/*.cli\" that stays in its directory, but \"%s\" was given"
                .formatted(pattern));
      }
    }
    return pattern;
  }

  /**
   * Returns the glob of {@link java.nio.file.FileSystem#getPathMatcher} that matches the same
   * paths.
   */
  public static String glob(String pattern) {
    return pattern.replaceAll("([\\[\\]{}\\\\])", "\\\\$1");
  }

  /**
   * Tells whether a pattern matches something below {@code directory}.
   *
   * @throws BatchRunnerException if a directory there cannot be read
   */
  public static boolean matches(String directory, String pattern) {
    int wildcard = firstWildcard(pattern);
    if (wildcard < 0) {
      return new File(directory, pattern).exists();
    }
    return matches(Path.of(directory), List.of(pattern.split("/")));
  }

  private static boolean matches(Path directory, List<String> segments) {
    String first = segments.get(0);
    List<String> rest = segments.subList(1, segments.size());
    if (firstWildcard(first) < 0) {
      Path child = directory.resolve(first);
      return rest.isEmpty()
          ? Files.exists(child)
          : Files.isDirectory(child) && matches(child, rest);
    }
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, glob(first))) {
      for (Path child : children) {
        if (rest.isEmpty() || (Files.isDirectory(child) && matches(child, rest))) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException e) { // it has gone in this moment
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      throw new BatchRunnerException(
          "cannot look for \"%s\" in \"%s\": %s".formatted(first, directory, e), e);
    }
  }

  private static int firstWildcard(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*' || c == '?') {
        return i;
      }
    }
    return -1;
  }
}

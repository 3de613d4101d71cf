package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.internal.files.PathNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the NoDb files of a project are: directly in its directory, and in the projects nested in
 * its {@code _pups}, at any depth.
 */
public final class ProjectFiles {

  private static final String NESTED_PROJECTS = "_pups";
  private static final String SUFFIX = ".nodb";

  private ProjectFiles() {}

  /**
   * Returns the NoDb files of a project, sorted; links are neither followed nor returned.
   *
   * @throws IOException when a directory cannot be read
   */
  public static List<Path> noDb(Path project) throws IOException {
    return endingWith(SUFFIX, project);
  }

  /** Tells whether a file is one of a project's NoDb files, by its path below the project. */
  public static boolean isNoDb(Path path) {
    return path.toString().endsWith(SUFFIX)
        && (path.getNameCount() == 1 || path.startsWith(NESTED_PROJECTS));
  }

  /**
   * Returns where a file lies below its project, as {@link NoDbDocument#relocatable} takes it.
   *
   * @param path the file's path below the project
   */
  public static String place(Path path) {
    Path directory = path.getParent();
    return directory == null ? "" : PathNames.slashed(directory);
  }

  static List<Path> endingWith(String suffix, Path project) throws IOException {
    Path nested = project.resolve(NESTED_PROJECTS);
    try (Stream<Path> own = Files.list(project);
        Stream<Path> inner =
            Files.isDirectory(nested, LinkOption.NOFOLLOW_LINKS)
                ? Files.walk(nested)
                : Stream.empty()) {
      return Stream.concat(own, inner)
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}

package io.github.batchrunner.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that tests in a browser need. */
final class Programs {

  static final Program CHROMIUM = new Program(List.of("chromium", "chromium-browser"), "chromium");
  static final Program CHROMEDRIVER = new Program(List.of("chromedriver"), "chromium-driver");

  /** Whether a test that cannot run fails, instead of being skipped. */
  static final boolean ALL_REQUIRED =
      Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"));

  private Programs() {}

  /**
   * A program.
   *
   * @param names what it may be called
   * @param debianPackage what brings it on Debian
   */
  record Program(List<String> names, String debianPackage) {

    /** Returns where it is on the {@code PATH}; empty if it is not. */
    Optional<Path> find() {
      String path = System.getenv("PATH");
      List<String> directories = List.of((path == null ? "" : path).split(File.pathSeparator, -1));
      return names.stream()
          .flatMap(name -> candidates(directories, name))
          .filter(Files::isExecutable)
          .findFirst();
    }

    private static Stream<Path> candidates(List<String> directories, String name) {
      return directories.stream()
          .filter(directory -> !directory.isEmpty())
          .map(directory -> Path.of(directory, name));
    }

    /** Returns what to say of it if it is not there. */
    Optional<String> missing() {
      return find().isPresent()
          ? Optional.empty()
          : Optional.of(
              "there is no \"%s\" on the PATH (Debian package %s)"
                  .formatted(names.get(0), debianPackage));
    }

    /** Returns where it is, or fails the test. */
    Path require() {
      return find().orElseThrow(() -> new AssertionError(missing().orElse("")));
    }
  }
}

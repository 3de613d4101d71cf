package io.github.batchrunner.embedding;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Makes jars, and a web application with the library inside, as a build does. */
final class WebApplication {

  private static final Path TEST_CLASSES = Path.of("target", "test-classes");
  private static final String PACKAGE = "io/github/batchrunner/embedding";

  private WebApplication() {}

  /** Returns the jars that a host of the library needs; directories of classes become jars. */
  static List<Path> library(Path directory) throws IOException {
    Files.createDirectories(directory);
    return Child.classPath(
            "batchrunner-core",
            "batchrunner-spi",
            "batchrunner-local-adapter",
            "com/fasterxml/jackson",
            "jts-core",
            "commons-text",
            "commons-lang3",
            "guava",
            "failureaccess",
            "slf4j-api")
        .stream()
        .map(entry -> jar(entry, directory))
        .toList();
  }

  private static Path jar(Path entry, Path directory) {
    try {
      if (!Files.isDirectory(entry)) {
        return Files.copy(entry, directory.resolve(entry.getFileName()));
      }
      String module = entry.toAbsolutePath().getParent().getParent().getFileName().toString();
      return jarOf(entry, directory.resolve(module + ".jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path jarOf(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path each : found.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  /** Makes an exploded web application with a copy of the library of its own. */
  static Path explode(Path directory) throws IOException {
    library(directory.resolve("WEB-INF/lib"));
    for (String part : List.of("webapp", "hosts")) {
      copy(part, directory.resolve("WEB-INF/classes"));
    }
    return directory;
  }

  /** Copies one package of the tests' classes. */
  static Path copy(String part, Path to) throws IOException {
    Path target = Files.createDirectories(to.resolve(PACKAGE).resolve(part));
    try (Stream<Path> classes = Files.list(TEST_CLASSES.resolve(PACKAGE).resolve(part))) {
      for (Path each : classes.toList()) {
        Files.copy(each, target.resolve(each.getFileName()));
      }
    }
    return to;
  }
}

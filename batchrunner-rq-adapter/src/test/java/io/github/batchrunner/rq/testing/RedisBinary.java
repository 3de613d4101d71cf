package io.github.batchrunner.rq.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.core.ExecutableProvider;

/** Finds a redis-server: the one that is named, the system's, or the one that Maven brings. */
final class RedisBinary {

  private static Path found;

  private RedisBinary() {}

  /** Returns a redis-server that can be started, or skips the test. */
  static synchronized Path find() {
    if (found == null) {
      found = search();
    }
    return found;
  }

  private static Path search() {
    String named = System.getenv("BATCHRUNNER_REDIS_SERVER");
    if (named != null && !named.isBlank()) {
      Path binary = Path.of(named);
      if (!Files.isExecutable(binary)) {
        throw Requirement.missing(
            "BATCHRUNNER_REDIS_SERVER names \"" + named + "\", which cannot be executed.");
      }
      return binary;
    }
    String path = System.getenv("PATH");
    for (String directory : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
      Path binary = Path.of(directory, "redis-server");
      if (Files.isExecutable(binary)) {
        return binary;
      }
    }
    return bundled();
  }

  /** Returns the redis-server inside embedded-redis, unpacked, or skips the test. */
  static Path bundled() {
    try {
      Path directory = Files.createTempDirectory("batchrunner-redis-server");
      // What is registered last is deleted first, and the provider registers the binary.
      directory.toFile().deleteOnExit();
      Path binary = ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
      return binary;
    } catch (IOException | RuntimeException e) {
      throw Requirement.missing(
          "There is no redis-server on the PATH and none for this system in embedded-redis: " + e);
    }
  }
}

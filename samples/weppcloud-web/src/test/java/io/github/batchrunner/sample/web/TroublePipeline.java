package io.github.batchrunner.sample.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A pipeline of commands that fail, or do not end, for as long as files say so.
 *
 * <p>Its task "climate" fails while there is a file of the run's name in one directory, its task
 * "wepp" goes on while there is one in another.
 */
record TroublePipeline(Path directory) {

  private static final String JSON =
      """
      {"id": "trouble", "tasks": [
        {"id": "delineation", "label": "Watershed Delineation and Abstraction", "work": {"command": ["true"]}},
        {"id": "climate", "label": "Climate", "needs": ["delineation"], "work": {"command": ["sh", "-c",
          "echo looking for a station near $2; if [ -e \\"$1/$2\\" ]; then echo no weather station within 40 km of $2 >&2; exit 3; fi",
          "climate", "%1$s/trouble", "{run_id}"]}},
        {"id": "wepp", "label": "WEPP", "needs": ["climate"], "work": {"command": ["sh", "-c",
          "echo hillslopes of $2; while [ -e \\"$1/$2\\" ]; do sleep 0.2; done; echo done with $2",
          "wepp", "%1$s/held", "{run_id}"]}}]}
      """;

  /** Makes the pipeline in an absolute directory. */
  static TroublePipeline in(Path directory) {
    try {
      for (String name : List.of("trouble", "held")) {
        Files.createDirectories(directory.resolve(name));
      }
      Files.writeString(directory.resolve("pipeline.json"), JSON.formatted(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TroublePipeline(directory);
  }

  Path json() {
    return directory.resolve("pipeline.json");
  }

  /** Lets task "climate" of a run fail from now on, or no longer. */
  void fail(String run, boolean wanted) {
    put(directory.resolve("trouble").resolve(run), wanted);
  }

  /** Lets task "wepp" of a run go on until further notice, or come to its end. */
  void hold(String run, boolean wanted) {
    put(directory.resolve("held").resolve(run), wanted);
  }

  private static void put(Path file, boolean wanted) {
    try {
      if (wanted) {
        Files.writeString(file, "");
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.github.batchrunner.rq.weppcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds directories whose RedisPrep timestamps are filed under one key.
 *
 * <p>The layouts are {@code <batch root>/<batch>/{_base,runs/<run id>}} and, for plain runs, {@code
 * <run root>/<first two characters>/<run id>}.
 */
final class Collisions {

  private Collisions() {}

  /** Returns the names that more than one directory below the roots has. */
  static List<Collision> below(Path batchRoot, List<Path> runRoots) {
    Map<String, List<Path>> byName = new TreeMap<>();
    for (Path batch : directories(batchRoot)) {
      note(byName, batch);
      if (Files.isDirectory(batch.resolve("_base"))) {
        note(byName, batch.resolve("_base"));
      }
      directories(batch.resolve("runs")).forEach(run -> note(byName, run));
    }
    for (Path root : runRoots) {
      for (Path start : directories(root)) {
        directories(start).forEach(run -> note(byName, run));
      }
    }
    List<Collision> collisions = new ArrayList<>();
    byName.forEach(
        (name, directories) -> {
          if (directories.size() > 1) {
            collisions.add(new Collision(name, directories));
          }
        });
    return collisions;
  }

  /** Returns the directories that share a run's timestamps, with the run itself; or none. */
  static List<Collision> of(Path run, List<Path> runRoots) {
    String name = run.getFileName().toString();
    List<Path> same = new ArrayList<>();
    Path runs = run.getParent();
    Path batch = runs == null ? null : runs.getParent();
    Path root = batch == null ? null : batch.getParent();
    if (root != null) {
      for (Path other : directories(root)) {
        addIfThere(same, other.resolve("runs").resolve(name), run);
        if (other.getFileName().toString().equals(name)) {
          addIfThere(same, other, run);
        }
      }
    }
    String start = name.substring(0, Math.min(2, name.length()));
    runRoots.forEach(plain -> addIfThere(same, plain.resolve(start).resolve(name), run));
    if (same.isEmpty()) {
      return List.of();
    }
    same.add(run);
    return List.of(new Collision(name, same));
  }

  private static void addIfThere(List<Path> same, Path other, Path run) {
    if (!other.equals(run) && Files.isDirectory(other)) {
      same.add(other);
    }
  }

  private static void note(Map<String, List<Path>> byName, Path directory) {
    byName
        .computeIfAbsent(directory.getFileName().toString(), name -> new ArrayList<>())
        .add(directory);
  }

  private static List<Path> directories(Path parent) {
    List<Path> directories = new ArrayList<>();
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
        entries.forEach(directories::add);
      } catch (IOException e) {
        throw new UncheckedIOException("\"" + parent + "\" cannot be listed", e);
      }
    }
    return directories;
  }
}

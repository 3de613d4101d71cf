package io.github.batchrunner.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether Linux has ended a process for want of memory since the last question.
 *
 * <p>The evidence is the counter {@code oom_kill} of the control group of this process ({@code
 * memory.events} in version 2, {@code memory.oom_control} in version 1), else that of the machine
 * ({@code /proc/vmstat}). It counts processes, not which ones: when it has grown by one and a
 * command has just been killed, that command is taken to be the one. Where there is no counter the
 * answer is no. Thread-safe.
 */
final class OomKills {

  private final @Nullable Path counter;
  private long seen;

  private OomKills(@Nullable Path counter) {
    this.counter = counter;
    this.seen = count();
  }

  /** Returns what never knows of any. */
  static OomKills unknown() {
    return new OomKills(null);
  }

  /** Finds the counter below {@code root}, which is {@code /} but for tests. */
  static OomKills below(Path root) {
    return new OomKills(findCounter(root));
  }

  /** Returns true once for each process that the system has ended since this object was made. */
  synchronized boolean anotherOne() {
    if (count() > seen) {
      seen++;
      return true;
    }
    return false;
  }

  private long count() {
    return counter == null ? 0 : read(counter).orElse(seen);
  }

  private static @Nullable Path findCounter(Path root) {
    Path groups = root.resolve("sys/fs/cgroup");
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] fields = line.split(":", 3); // hierarchy:controllers:path
      if (fields.length == 3) {
        String group = fields[2].substring(fields[2].startsWith("/") ? 1 : 0);
        List<Path> candidates =
            fields[1].isEmpty()
                ? List.of(groups.resolve(group).resolve("memory.events"))
                : List.of(fields[1].split(",")).contains("memory")
                    ? List.of(
                        groups.resolve("memory").resolve(group).resolve("memory.oom_control"),
                        groups.resolve("memory/memory.oom_control")) // in a container
                    : List.of();
        for (Path candidate : candidates) {
          if (read(candidate).isPresent()) {
            return candidate;
          }
        }
      }
    }
    Path machine = root.resolve("proc/vmstat");
    return read(machine).isPresent() ? machine : null;
  }

  private static OptionalLong read(Path file) {
    for (String line : lines(file)) {
      if (line.startsWith("oom_kill ")) {
        try {
          return OptionalLong.of(Long.parseLong(line.substring("oom_kill ".length()).strip()));
        } catch (NumberFormatException e) {
          return OptionalLong.empty();
        }
      }
    }
    return OptionalLong.empty();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}

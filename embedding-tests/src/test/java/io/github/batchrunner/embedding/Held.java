package io.github.batchrunner.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of the library there is in this process: threads, and files that are open. */
final class Held {

  private Held() {}

  /** Returns the threads that bear a name of the library or its executors. */
  static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("batchrunner-"))
        .toList();
  }

  static Set<String> threadNames() {
    return threads().stream().map(Thread::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the open files below a directory; empty where the system does not say. */
  static List<Path> files(Path directory) throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (Files.notExists(open)) {
      return List.of();
    }
    Path real = directory.toRealPath();
    try (Stream<Path> descriptors = Files.list(open)) {
      return descriptors.map(Held::target).filter(file -> file.startsWith(real)).toList();
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return Path.of(""); // closed meanwhile
    }
  }
}

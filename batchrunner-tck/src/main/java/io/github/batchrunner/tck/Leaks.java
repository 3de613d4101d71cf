package io.github.batchrunner.tck;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what an executor leaves behind in this process: threads, child processes and, on Linux,
 * file descriptors with the sockets and pipes among them.
 */
final class Leaks {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** Threads the JDK starts for all users of the process and keeps for a while or for good. */
  private static final List<String> THREADS_OF_THE_JDK =
      List.of(
          "process reaper",
          "ForkJoinPool.commonPool-worker-",
          "CompletableFutureDelayScheduler",
          "Common-Cleaner",
          "Keep-Alive-Timer",
          "Attach Listener",
          "contract test: ");

  private final Set<Thread> threads = threads();
  private final Set<Long> children = children();
  private final List<String> descriptors = descriptors();

  private Leaks() {}

  /** Remembers what there is now. */
  static Leaks sinceNow() {
    return new Leaks();
  }

  /** Fails if there is more than there was, and goes on being. */
  void assertNone(Duration patience) {
    if (!Waiting.holdsWithin(patience, () -> found().isEmpty())) {
      throw new AssertionError("left behind: " + String.join("; ", found()));
    }
  }

  /** Fails if one of these processes does not end. */
  static void assertEnded(List<Long> processes, Duration patience) {
    Waiting.until(
        patience,
        "processes " + processes + " have ended",
        () -> processes.stream().noneMatch(Leaks::runs));
  }

  private List<String> found() {
    List<String> found = new ArrayList<>();
    for (Thread thread : threads()) {
      if (!threads.contains(thread)) {
        found.add("thread \"" + thread.getName() + "\"");
      }
    }
    for (Long child : children()) {
      if (!children.contains(child)) {
        found.add("process " + child);
      }
    }
    List<String> more = new ArrayList<>(descriptors());
    descriptors.forEach(more::remove);
    more.forEach(target -> found.add("file descriptor of " + target));
    return found;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> THREADS_OF_THE_JDK.stream().noneMatch(thread.getName()::startsWith))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static List<String> descriptors() {
    List<String> targets = new ArrayList<>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return targets;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path link : links) {
        target(link, targets);
      }
    } catch (IOException e) {
      return targets;
    }
    return targets;
  }

  private static void target(Path link, List<String> targets) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      // The class path, and this listing itself.
      if (!target.endsWith(".jar") && !target.endsWith("/fd") && !target.endsWith("/modules")) {
        targets.add(target);
      }
    } catch (IOException e) { // closed meanwhile
      return;
    }
  }

  /** A process that has ended may stay listed until its parent, or init, has asked how. */
  private static boolean runs(long pid) {
    Path stat = Path.of("/proc", String.valueOf(pid), "stat");
    try {
      if (Files.exists(stat)) {
        String text = Files.readString(stat);
        return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
      }
    } catch (IOException e) {
      return false;
    }
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}

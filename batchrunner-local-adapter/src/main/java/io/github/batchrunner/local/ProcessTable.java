package io.github.batchrunner.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The processes of this machine at one moment, with their parents and their marks.
 *
 * <p>A mark is the value of {@link #VARIABLE} in the environment a process was started with. It is
 * inherited, so it finds children whose parents have ended, which {@link ProcessHandle} alone
 * cannot. It is read from {@code /proc}; where that is missing (other systems than Linux), or for
 * processes of other users, marks are empty and only parents lead to children.
 */
final class ProcessTable {

  /** The variable that marks the processes of an attempt. */
  static final String VARIABLE = "BATCHRUNNER_ATTEMPT";

  private static final Path PROC = Path.of("/proc");
  private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/environ"));

  /**
   * One process that has not ended.
   *
   * @param handle knows the time of its start too, so it never means another process of that number
   * @param parent number of its parent
   * @param mark its mark, or an empty string
   */
  record Entry(ProcessHandle handle, long parent, String mark) {}

  private final List<Entry> entries;

  private ProcessTable(List<Entry> entries) {
    this.entries = entries;
  }

  /** Reads the table as it is now. */
  static ProcessTable read() {
    return new ProcessTable(HAS_PROC ? readProc() : readHandles());
  }

  /** Returns the process of that number, if there is one now that has not ended. */
  static Optional<Entry> find(long pid) {
    if (!HAS_PROC) {
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(h -> new Entry(h, 0, ""));
    }
    List<Entry> found = new ArrayList<>(1);
    readEntry(PROC.resolve(Long.toString(pid)), found);
    return found.stream().findAny();
  }

  /** Tells whether marks can be read here, and so every process of an attempt be found. */
  static boolean knowsMarks() {
    return HAS_PROC;
  }

  /** Returns the processes whose mark fits. */
  List<Entry> marked(Predicate<String> mark) {
    return entries.stream().filter(e -> !e.mark().isEmpty() && mark.test(e.mark())).toList();
  }

  /** Returns the processes whose mark fits, and {@code root}, with all descendants of both. */
  List<ProcessHandle> family(ProcessHandle root, Predicate<String> mark) {
    Map<Long, List<Entry>> children = new HashMap<>();
    ArrayDeque<Entry> open = new ArrayDeque<>();
    for (Entry entry : entries) {
      children.computeIfAbsent(entry.parent(), p -> new ArrayList<>()).add(entry);
      if (entry.handle().equals(root) || (!entry.mark().isEmpty() && mark.test(entry.mark()))) {
        open.add(entry);
      }
    }
    Set<ProcessHandle> family = new HashSet<>();
    for (Entry entry = open.poll(); entry != null; entry = open.poll()) {
      if (family.add(entry.handle())) {
        open.addAll(children.getOrDefault(entry.handle().pid(), List.of()));
      }
    }
    return List.copyOf(family);
  }

  private static List<Entry> readHandles() {
    return ProcessHandle.allProcesses()
        .map(h -> new Entry(h, h.parent().map(ProcessHandle::pid).orElse(0L), ""))
        .toList();
  }

  private static List<Entry> readProc() {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path directory : processes) {
        readEntry(directory, entries);
      }
    } catch (IOException e) {
      return readHandles();
    }
    return entries;
  }

  private static void readEntry(Path directory, List<Entry> entries) {
    long pid;
    try {
      pid = Long.parseLong(directory.getFileName().toString());
    } catch (NumberFormatException e) {
      return;
    }
    // The handle first: whatever is read afterwards is of this process, or the handle is dead.
    ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
    if (handle == null) {
      return;
    }
    try {
      String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
      // pid (any text) state parent ...: see proc(5)
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
      if (fields[0].equals("Z") || fields[0].equals("X")) {
        return; // it has ended; only its number is left
      }
      entries.add(new Entry(handle, Long.parseLong(fields[1]), mark(directory)));
    } catch (IOException e) { // it has ended meanwhile
      return;
    }
  }

  private static String mark(Path directory) {
    String environment;
    try {
      environment =
          "\0" + Files.readString(directory.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) { // of another user
      return "";
    }
    String name = "\0" + VARIABLE + "=";
    int at = environment.indexOf(name);
    if (at < 0) {
      return "";
    }
    int end = environment.indexOf('\0', at + name.length());
    return environment.substring(at + name.length(), end < 0 ? environment.length() : end);
  }
}

package io.github.batchrunner.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Bounded waits for what other processes do. */
final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  static void holds(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("waited in vain until " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  static void exists(Path file) {
    holds(file + " exists", () -> Files.exists(file));
  }

  /** A file that is just being written may be there and empty. */
  static void holdsText(Path file) {
    holds(file + " holds a line", () -> text(file).endsWith("\n"));
  }

  /** Returns the process number that a program has written to a file, once it is complete. */
  static long pidIn(Path file) throws IOException {
    holds("a process number is in " + file, () -> text(file).endsWith("\n"));
    return Long.parseLong(text(file).strip());
  }

  static void processEnds(long pid) {
    holds("process " + pid + " has ended", () -> !runs(pid));
  }

  /** A process that has ended may stay listed until somebody has asked how. */
  static boolean runs(long pid) {
    String stat = text(Path.of("/proc", String.valueOf(pid), "stat"));
    if (stat.isEmpty()) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
    return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }
}

package io.github.batchrunner.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waits for what other processes and the garbage collector do. */
final class Eventually {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Eventually() {}

  static void holds(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Waits until a program has written whole lines to a file. */
  static void hasLines(Path file, int lines) {
    holds(file + " has " + lines + " lines", () -> lines(file) >= lines);
  }

  static int lines(Path file) {
    try {
      return Files.exists(file) ? (int) Files.readString(file).lines().count() : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}

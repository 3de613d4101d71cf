package io.github.batchrunner.tck;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Bounded waits for things that other threads and processes do. */
final class Waiting {

  private static final long PAUSE_MILLIS = 5;

  /** How long something that must not happen is given to happen all the same. */
  private static final Duration SHORT = Duration.ofMillis(150);

  private Waiting() {}

  /**
   * Waits until the condition holds.
   *
   * @throws AssertionError if it does not in that time; the message names {@code what}
   */
  static void until(Duration patience, String what, BooleanSupplier condition) {
    if (!holdsWithin(patience, condition)) {
      throw new AssertionError("waited " + patience + " in vain until " + what);
    }
  }

  /** Tells whether the condition comes to hold in that time. */
  static boolean holdsWithin(Duration time, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > time.toNanos()) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Gives something that must not happen a short time to happen. */
  static void never(String what, BooleanSupplier condition) {
    if (holdsWithin(SHORT, condition)) {
      throw new AssertionError("this must not happen, but it did: " + what);
    }
  }

  /** Waits in a handler, which an interruption ends. */
  static void untilExists(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * Calls something that must return soon.
   *
   * @throws AssertionError if it does not in that time, or the error it throws
   */
  static <T> T within(Duration patience, String what, Callable<T> call) {
    try {
      return inBackground(what, call).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(what + " has not returned within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  /** Calls something on a thread of its own, which does not keep the process alive. */
  static <T> FutureTask<T> inBackground(String what, Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "contract test: " + what);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static RuntimeException rethrown(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    if (e.getCause() instanceof RuntimeException exception) {
      throw exception;
    }
    return new IllegalStateException(e);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}

package io.github.batchrunner.local;

/** Waits that an interruption must not cut short; the interruption is kept for the caller. */
final class Uninterruptibly {

  private Uninterruptibly() {}

  /** A wait that can be interrupted. */
  @FunctionalInterface
  interface Wait<T> {
    T await() throws InterruptedException;
  }

  static <T> T get(Wait<T> wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void join(Thread thread) {
    get(
        () -> {
          thread.join();
          return thread;
        });
  }
}

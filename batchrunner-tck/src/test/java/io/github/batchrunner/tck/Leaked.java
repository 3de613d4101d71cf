package io.github.batchrunner.tck;

import java.io.Closeable;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** What wrong executors leave behind, so that the tests can clear it up. */
final class Leaked {

  static final Queue<Object> OBJECTS = new ConcurrentLinkedQueue<>();

  private Leaked() {}

  /** Starts a thread that waits until it is cleared up. */
  static void startThread() {
    CountDownLatch latch = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                latch.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "leaked");
    thread.setDaemon(true);
    thread.start();
    OBJECTS.add(thread);
  }

  static void clearUp() throws IOException {
    for (Object leaked = OBJECTS.poll(); leaked != null; leaked = OBJECTS.poll()) {
      if (leaked instanceof Closeable closeable) {
        closeable.close();
      } else if (leaked instanceof Process process) {
        process.destroyForcibly();
      } else if (leaked instanceof ProcessHandle process) {
        process.destroyForcibly();
      } else if (leaked instanceof Thread thread) {
        thread.interrupt();
      }
    }
  }
}

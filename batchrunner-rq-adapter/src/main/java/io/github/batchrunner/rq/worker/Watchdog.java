package io.github.batchrunner.rq.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks after the time of running jobs; needs no Redis. */
final class Watchdog implements Runnable {

  private static final Duration EVERY = Duration.ofMillis(25);

  private final List<Worker> workers;
  private final CountDownLatch closed = new CountDownLatch(1);

  Watchdog(List<Worker> workers) {
    this.workers = workers;
  }

  @Override
  public void run() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.forEach(Worker::watch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    closed.countDown();
  }
}

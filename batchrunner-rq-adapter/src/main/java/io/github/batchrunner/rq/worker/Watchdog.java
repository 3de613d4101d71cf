package io.github.batchrunner.rq.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the time of running jobs; needs no Redis. */
final class Watchdog implements Runnable {

  private static final Duration EVERY = Duration.ofMillis(25);

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final List<Worker> workers;
  private final CountDownLatch closed = new CountDownLatch(1);

  Watchdog(List<Worker> workers) {
    this.workers = workers;
  }

  @Override
  public void run() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.forEach(Watchdog::watch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void watch(Worker worker) {
    try {
      worker.watch();
    } catch (RuntimeException | Error e) {
      // The others are to be looked after all the same.
      LOG.error("Worker \"{}\" could not be looked after", worker, e);
    }
  }

  void close() {
    closed.countDown();
  }
}

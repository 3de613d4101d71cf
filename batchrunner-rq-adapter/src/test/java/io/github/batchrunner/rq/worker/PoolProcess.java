package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqConfig;
import java.util.concurrent.CountDownLatch;

/** A process of its own that serves the queue "q" until it is killed. */
final class PoolProcess {

  private PoolProcess() {}

  /** Takes the address of Redis and the form of started entries. */
  public static void main(String[] args) throws InterruptedException {
    try (RqWorkerPool pool =
        RqWorkerPool.builder(RqConfig.parse(args[0]), WorkerBench.QUEUE)
            .startedEntries(StartedEntries.valueOf(args[1]))
            .function(
                "rqtasks.gate",
                job -> {
                  new CountDownLatch(1).await();
                  return null;
                })
            .build()) {
      pool.start();
      pool.await();
    }
  }
}

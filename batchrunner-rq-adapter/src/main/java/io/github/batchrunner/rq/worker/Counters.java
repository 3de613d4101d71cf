package io.github.batchrunner.rq.worker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a pool has counted so far. Thread-safe. */
final class Counters {
  final LongAdder finished = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder stopped = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder released = new LongAdder();
  final LongAdder disowned = new LongAdder();
  final LongAdder aside = new LongAdder();
  final LongAdder unknownCallbacks = new LongAdder();
  final AtomicInteger stuckThreads = new AtomicInteger();

  /** Counts an end that was handed in. */
  void count(Ending ending, Records.Finished outcome) {
    released.add(outcome.released());
    if (!outcome.written()) {
      disowned.increment();
    } else if (ending.status() == Ending.Status.FINISHED) {
      finished.increment();
    } else if (!ending.next().over()) {
      retried.increment();
    } else if (ending.status() == Ending.Status.STOPPED) {
      stopped.increment();
    } else {
      failed.increment();
    }
  }

  WorkerStatistics snapshot(int running) {
    return new WorkerStatistics(
        finished.sum(),
        failed.sum(),
        stopped.sum(),
        retried.sum(),
        released.sum(),
        disowned.sum(),
        aside.sum(),
        unknownCallbacks.sum(),
        running,
        stuckThreads.get());
  }
}

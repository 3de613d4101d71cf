package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunner;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When the journal of a batch is read into its table: not while events tell more, and only when it
 * has changed; thread-safe.
 *
 * <p>Lock {@code reading} is held by whoever reads because somebody looks, so that many who look do
 * not all read. It guards no field: what is read changes the table in one step, under the monitor
 * of the table, which is not held while a file is read.
 */
final class JournalReader {

  private final BatchRunner batch;
  private final LiveTable table;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();

  JournalReader(BatchRunner batch, LiveTable table, Clock clock) {
    this.batch = batch;
    this.table = table;
    this.clock = clock;
  }

  /** Makes the table show what the journal says, if it may not. */
  void refresh() {
    if (table.isFresh()) {
      return;
    }
    reading.lock();
    try {
      // Before the journal, so that what is written meanwhile makes it read again.
      Stamp now = Stamp.of(batch);
      if (!table.isFresh(now)) {
        table.showUnlessRunHere(read(), now);
      }
    } finally {
      reading.unlock();
    }
  }

  /** Tells whether it is just being read because somebody looks. */
  boolean isReading() {
    return reading.isLocked();
  }

  /** Makes the table show what the journal says of an execution whose events were missed. */
  void makeUpForEvents() {
    table.show(read());
  }

  /** Makes the table show what the journal says of an execution that has ended. */
  void readEnd() {
    try {
      Stamp now = Stamp.of(batch);
      table.end(read(), now);
    } catch (RuntimeException e) {
      table.end();
      throw e;
    }
  }

  private Truth read() {
    return Truth.read(batch, clock.instant());
  }
}

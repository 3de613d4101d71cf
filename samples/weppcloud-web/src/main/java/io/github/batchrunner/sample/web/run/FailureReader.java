package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.status.BatchStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When the failures of an execution of this process are read, which its events do not group: at a
 * pace that leaves most of the time to other work; thread-safe.
 *
 * <p>Its monitor guards its two times. While it is held the table may be asked, never the other way
 * round, and no file is read.
 */
final class FailureReader {

  /** What a failure leaves in the journal is there at the latest after this time. */
  private static final Duration SETTLES = Duration.ofSeconds(3);

  /** Reading takes at most this part of the time. */
  private static final int SHARE = 10;

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  private final BatchRunner batch;
  private final LiveTable table;
  private final JournalReader journal;
  private final Clock clock;
  private Instant expectedUntil = Instant.EPOCH;
  private Instant next = Instant.EPOCH;

  FailureReader(BatchRunner batch, LiveTable table, JournalReader journal, Clock clock) {
    this.batch = batch;
    this.table = table;
    this.journal = journal;
    this.clock = clock;
  }

  /** A task has failed: the journal is about to say how. */
  synchronized void expect() {
    expectedUntil = clock.instant().plus(SETTLES);
  }

  /** Reads the failures, if there are any and it is time to. */
  void refresh() {
    Instant start = clock.instant();
    if (!isDue(start)) {
      return;
    }
    BatchStatus now = batch.status();
    Instant end = clock.instant();
    if (table.takeFailures(now)) {
      pause(start, end);
    }
  }

  /** Tells whether to read now; whoever is told so is the only one for a while. */
  private synchronized boolean isDue(Instant now) {
    boolean wanted = table.hasFailures() || now.isBefore(expectedUntil);
    if (!table.isRunHere() || !wanted || now.isBefore(next) || journal.isReading()) {
      return false;
    }
    next = now.plus(SHORTEST_PAUSE);
    return true;
  }

  private synchronized void pause(Instant start, Instant end) {
    Duration pause = Duration.between(start, end).multipliedBy(SHARE);
    next = end.plus(pause.compareTo(SHORTEST_PAUSE) > 0 ? pause : SHORTEST_PAUSE);
  }
}

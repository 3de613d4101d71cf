package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be written into the logs of runs: gathered run by run, and written by the threads that
 * work on directories, when the run has ended or the oldest line is about a second old.
 *
 * <p>What waits is what happened in that second to runs that have begun. Belongs to the
 * dispatcher's thread.
 */
final class RunLogs {

  private static final Logger LOG = LoggerFactory.getLogger(RunLogs.class);
  private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final boolean kept;
  private final RunWorkshop workshop;
  private final Map<Integer, RunLog> logs = new HashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private long nextWrite = System.nanoTime() + WRITE_NANOS;

  RunLogs(boolean kept, RunWorkshop workshop) {
    this.kept = kept;
    this.workshop = workshop;
  }

  /** The log of one run; written by any thread, by one at a time. */
  private final class RunLog {
    private final int run;
    private List<ExecutionEvent> waiting = new ArrayList<>();

    /** Who holds it writes. */
    private final Object pen = new Object();

    RunLog(int run) {
      this.run = run;
    }

    synchronized void add(ExecutionEvent event) {
      waiting.add(event);
    }

    private synchronized List<ExecutionEvent> take() {
      List<ExecutionEvent> taken = waiting;
      waiting = new ArrayList<>();
      return taken;
    }

    synchronized boolean isEmpty() {
      return waiting.isEmpty();
    }

    /** Writes what waits; a log that cannot be written stops nothing. */
    void write() {
      synchronized (pen) {
        List<ExecutionEvent> events = take();
        if (!events.isEmpty()) {
          try {
            workshop.log(run, events);
          } catch (RuntimeException | Error e) {
            if (failures.getAndIncrement() == 0) {
              LOG.warn("the log of a run cannot be written; further ones are not mentioned", e);
            }
          }
        }
      }
    }
  }

  /** Tells whether runs keep logs at all. */
  boolean kept() {
    return kept;
  }

  /** Something happened to a run. */
  void add(int run, ExecutionEvent event) {
    if (kept) {
      logs.computeIfAbsent(run, RunLog::new).add(event);
    }
  }

  /** Nothing will happen to a run any more: returns what writes the last of its log. */
  Runnable end(int run) {
    RunLog log = logs.remove(run);
    return log == null ? () -> {} : log::write;
  }

  /** Has written what happened, once a second. */
  void writeWhenDue(Runs runs) {
    if (System.nanoTime() - nextWrite >= 0) {
      writeAll(runs);
    }
  }

  /** Has written what happened to all runs that have not ended. */
  void writeAll(Runs runs) {
    logs.values().stream()
        .filter(log -> !log.isEmpty())
        .forEach(log -> runs.work(log.run, log::write));
    nextWrite = System.nanoTime() + WRITE_NANOS;
  }
}

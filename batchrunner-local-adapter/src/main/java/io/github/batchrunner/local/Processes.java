package io.github.batchrunner.local;

import io.github.batchrunner.spi.AttemptToken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the processes of one executor and sees to it that none outlives its attempt.
 *
 * <p>Each process carries a {@linkplain ProcessTable mark} {@code <token>/<host process>.<its
 * start>.<executor>}. What a command leaves behind when it ends by itself is ended within a second
 * or two; looking once for many commands costs next to nothing. Thread-safe.
 */
final class Processes {

  private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
  private static final AtomicLong EXECUTORS = new AtomicLong();
  private static final Duration SWEEP_DELAY = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 10;
  private static final long MOST_FORCING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * Two Java processes may tell the start of a third differently, because Linux counts it from the
   * boot, and what it takes for the time of that moves when the clock is set.
   */
  private static final long MOST_DRIFT_MILLIS = 10_000;

  private final Timer timer;
  private final String owner;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean sweepPlanned = new AtomicBoolean();

  /** What was asked to end by the last sweep; used by the timer's thread alone. */
  private Set<ProcessHandle> asked = Set.of();

  Processes(Timer timer) {
    this.timer = timer;
    ProcessHandle self = ProcessHandle.current();
    this.owner = self.pid() + "." + startMillis(self) + "." + EXECUTORS.incrementAndGet();
  }

  /** Returns the mark of an attempt whose process is about to start. */
  String register(AttemptToken token) {
    String mark = token + "/" + owner;
    running.add(mark);
    return mark;
  }

  /** Says that a command has ended; what it may have left behind ends soon. */
  void unregister(String mark) {
    running.remove(mark);
    planSweep();
  }

  /** Returns the processes of an attempt, started directly or not, that have not ended. */
  static List<ProcessHandle> of(ProcessHandle root, String mark) {
    return ProcessTable.read().family(root, mark::equals);
  }

  /** Forces processes to end until none is found any more; false if some cannot be ended. */
  static boolean force(Supplier<List<ProcessHandle>> family) {
    long start = System.nanoTime();
    for (List<ProcessHandle> left = family.get(); !left.isEmpty(); left = family.get()) {
      if (System.nanoTime() - start > MOST_FORCING_NANOS) {
        LOG.error("processes {} cannot be ended", left);
        return false;
      }
      left.forEach(ProcessHandle::destroyForcibly);
      pause();
    }
    return true;
  }

  /** Waits until there are no such processes any more, or until the time has come. */
  static void await(Supplier<List<ProcessHandle>> family, LongSupplier deadlineNanos) {
    while (deadlineNanos.getAsLong() - System.nanoTime() > 0 && !family.get().isEmpty()) {
      pause();
    }
  }

  /** Forces everything this executor has started to end. */
  void forceAll() {
    force(
        () ->
            ProcessTable.read().marked(mark -> mark.endsWith("/" + owner)).stream()
                .map(ProcessTable.Entry::handle)
                .toList());
  }

  /**
   * Forces what a host process that is gone has left of these attempts to end.
   *
   * @return the attempts that run, but belong to a host that is still there
   */
  static Set<AttemptToken> endOrphans(Set<AttemptToken> tokens) {
    Set<AttemptToken> foreign = new HashSet<>();
    force(
        () -> {
          ProcessTable table = ProcessTable.read();
          return table.marked(mark -> true).stream()
              .filter(entry -> isOrphan(entry.mark(), table, tokens, foreign))
              .map(ProcessTable.Entry::handle)
              .toList();
        });
    return foreign;
  }

  private static boolean isOrphan(
      String mark, ProcessTable table, Set<AttemptToken> tokens, Set<AttemptToken> foreign) {
    int slash = mark.lastIndexOf('/');
    String[] owner = mark.substring(slash + 1).split("\\.", 3);
    if (slash < 0 || owner.length < 3) {
      return false; // somebody else's variable
    }
    for (AttemptToken token : tokens) {
      if (token.value().equals(mark.substring(0, slash))) {
        if (!runs(table, owner[0], owner[1])) {
          return true;
        }
        foreign.add(token);
      }
    }
    return false;
  }

  private static boolean runs(ProcessTable table, String pid, String startMillis) {
    try {
      long start = Long.parseLong(startMillis);
      return table
          .find(Long.parseLong(pid))
          .filter(host -> Math.abs(startMillis(host) - start) < MOST_DRIFT_MILLIS)
          .isPresent();
    } catch (NumberFormatException e) {
      return true; // not written by us: leave it alone
    }
  }

  private void sweep() {
    sweepPlanned.set(false);
    Set<ProcessHandle> left = new HashSet<>();
    for (ProcessTable.Entry entry : ofEndedAttempts()) {
      ProcessHandle process = entry.handle();
      left.add(process);
      if (asked.contains(process)) {
        process.destroyForcibly();
      } else {
        process.destroy();
      }
    }
    asked = left;
    if (!left.isEmpty()) {
      planSweep();
    }
  }

  private List<ProcessTable.Entry> ofEndedAttempts() {
    return ProcessTable.read()
        .marked(mark -> mark.endsWith("/" + owner) && !running.contains(mark));
  }

  private void planSweep() {
    if (!sweepPlanned.get() && sweepPlanned.compareAndSet(false, true)) {
      timer.after(SWEEP_DELAY, this::sweep);
    }
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static void pause() {
    Uninterruptibly.get(
        () -> {
          Thread.sleep(PAUSE_MILLIS);
          return true;
        });
  }
}

package io.github.batchrunner.local;

import io.github.batchrunner.spi.AttemptToken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
  private static final Duration SWEEP_DELAY = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 10;
  private static final long MOST_FORCING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * Two Java processes may tell the start of a third differently, because Linux counts it from the
   * boot, and what it takes for the time of that moves when the clock is set.
   */
  private static final long MOST_DRIFT_MILLIS = 10_000;

  /** The executors of this process that are open, by what their marks end with. */
  private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

  private final Timer timer;
  private final String owner;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Set<String> takenOver = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean sweepPlanned = new AtomicBoolean();

  /** What was asked to end by the last sweep; used by the timer's thread alone. */
  private Set<ProcessHandle> asked = Set.of();

  Processes(Timer timer) {
    this.timer = timer;
    ProcessHandle self = ProcessHandle.current();
    this.owner = self.pid() + "." + startMillis(self) + "." + uniqueInThisProcess();
    OPEN.add(owner);
  }

  /** A count would not do: each application of a server has a copy of this class, and its count. */
  private static String uniqueInThisProcess() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** Returns what the marks of this executor end with. */
  String owner() {
    return owner;
  }

  /** Returns the mark of an attempt that was started by that owner. */
  static String mark(AttemptToken token, String owner) {
    return token + "/" + owner;
  }

  /** Returns the mark of an attempt whose process is about to start. */
  String register(AttemptToken token) {
    String mark = mark(token, owner);
    running.add(mark);
    return mark;
  }

  /** Looks after processes that an earlier host has started, as if this one had. */
  void takeOver(String mark) {
    takenOver.add(mark);
    running.add(mark);
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

  /** Tells whether a process has not ended; one that nobody has asked for its end has. */
  static boolean runs(ProcessHandle process) {
    return ProcessTable.find(process.pid())
        .filter(entry -> entry.handle().equals(process))
        .isPresent();
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

  /** Forces the processes with a mark to end. */
  static void forceMarked(String mark) {
    force(() -> handles(mark::equals));
  }

  /**
   * Forces what is left of ended attempts to end, and gives the rest up to whoever takes it over.
   */
  void leaveRunning() {
    force(() -> handles(this::isOfEndedAttempt));
    OPEN.remove(owner);
  }

  /** Forces everything this executor has started or taken over to end. */
  void forceAll() {
    force(() -> handles(this::isOurs));
    OPEN.remove(owner);
  }

  private static List<ProcessHandle> handles(Predicate<String> mark) {
    return ProcessTable.read().marked(mark).stream().map(ProcessTable.Entry::handle).toList();
  }

  private boolean isOurs(String mark) {
    return mark.endsWith("/" + owner) || takenOver.contains(mark);
  }

  private boolean isOfEndedAttempt(String mark) {
    return isOurs(mark) && !running.contains(mark);
  }

  /**
   * Finds the process of a wrapper again: it must carry the mark, and where marks cannot be read,
   * it must have started when the attempt began.
   */
  static Optional<ProcessHandle> find(long pid, String mark, Instant began) {
    return ProcessTable.find(pid)
        .filter(
            entry ->
                entry.mark().isEmpty()
                    ? Math.abs(startMillis(entry.handle()) - began.toEpochMilli())
                        < MOST_DRIFT_MILLIS
                    : entry.mark().equals(mark))
        .map(ProcessTable.Entry::handle);
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
          return ProcessTable.read().marked(mark -> true).stream()
              .filter(entry -> isOrphan(entry.mark(), tokens, foreign))
              .map(ProcessTable.Entry::handle)
              .toList();
        });
    return foreign;
  }

  private static boolean isOrphan(
      String mark, Set<AttemptToken> tokens, Set<AttemptToken> foreign) {
    int slash = mark.lastIndexOf('/');
    if (slash < 0) {
      return false; // somebody else's variable
    }
    for (AttemptToken token : tokens) {
      if (token.value().equals(mark.substring(0, slash))) {
        if (!isOpen(mark.substring(slash + 1))) {
          return true;
        }
        foreign.add(token);
      }
    }
    return false;
  }

  /** Tells whether an executor is open, here or in another process. */
  static boolean isOpen(String owner) {
    String[] parts = owner.split("\\.", 3);
    if (parts.length < 3) {
      return true; // not written by us: leave it alone
    }
    try {
      long pid = Long.parseLong(parts[0]);
      long start = Long.parseLong(parts[1]);
      if (pid == ProcessHandle.current().pid()) {
        return OPEN.contains(owner);
      }
      return ProcessTable.find(pid)
          .filter(host -> Math.abs(startMillis(host.handle()) - start) < MOST_DRIFT_MILLIS)
          .isPresent();
    } catch (NumberFormatException e) {
      return true; // not written by us: leave it alone
    }
  }

  private void sweep() {
    sweepPlanned.set(false);
    Set<ProcessHandle> left = new HashSet<>();
    for (ProcessHandle process : handles(this::isOfEndedAttempt)) {
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

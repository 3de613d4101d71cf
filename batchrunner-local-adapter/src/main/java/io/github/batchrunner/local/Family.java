package io.github.batchrunner.local;

import io.github.batchrunner.spi.CancelMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All processes of one attempt, and how they are brought to an end: asked, and forced after the
 * grace period.
 */
final class Family {

  private final Engine engine;
  private final Attempt attempt;
  private final String mark;

  private volatile @Nullable ProcessHandle root;

  /** When the processes are forced, in the time of {@link System#nanoTime}. */
  private volatile long forceAt;

  /** Guarded by the monitor of {@link #attempt}. */
  private @Nullable CancelMode stopping;

  Family(Engine engine, Attempt attempt, String mark) {
    this.engine = engine;
    this.attempt = attempt;
    this.mark = mark;
  }

  /** Says which process has started. */
  void startedWith(ProcessHandle process) {
    root = process;
  }

  /** Asks or forces them; called with the attempt's monitor held. */
  void stop(CancelMode mode) {
    if (stopping == CancelMode.FORCED || stopping == mode) {
      return;
    }
    stopping = mode;
    if (mode == CancelMode.FORCED) {
      forceAt = System.nanoTime();
      engine.timer().now(this::force);
    } else {
      Duration grace = engine.options().gracePeriod();
      forceAt = System.nanoTime() + Timer.nanos(grace);
      engine.timer().now(() -> members().forEach(ProcessHandle::destroy));
      engine.timer().after(grace, this::force);
    }
  }

  private void force() {
    if (!attempt.ended()) {
      members().forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Lets those that have outlived the first one end in what is left of the grace period. */
  void awaitEnd() {
    Processes.await(this::members, () -> forceAt);
    forceEnd();
  }

  /** Forces them to end, and waits for that. */
  void forceEnd() {
    Processes.force(this::members);
  }

  /**
   * Tells whether none is left after {@link #stop}; if not, and the grace period is over, they are
   * forced.
   */
  boolean hasEnded() {
    List<ProcessHandle> left = members();
    if (System.nanoTime() - forceAt > 0) {
      left.forEach(ProcessHandle::destroyForcibly);
    }
    return left.isEmpty();
  }

  /** Forces them to end; tells whether none is left. */
  boolean isForcedToEnd() {
    List<ProcessHandle> left = members();
    left.forEach(ProcessHandle::destroyForcibly);
    return left.isEmpty();
  }

  private List<ProcessHandle> members() {
    ProcessHandle first = root;
    return first == null ? List.of() : Processes.of(first, mark);
  }
}

package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The place of the one execution that a batch may have in this process; thread-safe.
 *
 * <p>Lock {@code starting} is held by whoever starts an execution, from before it looks whether the
 * place is free until the execution is in it or will not be. So only its holder calls {@link
 * #requireFree} and {@link #occupy}. Anybody may read which execution is there, and the thread that
 * waits for its end vacates the place without the lock.
 */
final class Slot {

  private static final Duration PUT_AWAY = Duration.ofSeconds(10);

  private final String batch;
  private final ReentrantLock starting = new ReentrantLock();
  private volatile String startingFor = "";
  private volatile @Nullable RunningBatch running;

  Slot(String batch) {
    this.batch = batch;
  }

  /**
   * Takes the lock, which the same thread gives back by {@link #leave}.
   *
   * @param by who asks
   * @throws BatchBusyException if another thread has it
   */
  void enter(String by) {
    if (!tryEnter()) {
      String other = startingFor;
      throw new BatchBusyException(
          "the batch \"%s\" is just being started%s; look what becomes of that"
              .formatted(batch, other.isEmpty() ? "" : " for " + other));
    }
    startingFor = by;
  }

  /** Takes the lock if no other thread has it, and tells whether it did. */
  boolean tryEnter() {
    return starting.tryLock();
  }

  void leave() {
    startingFor = "";
    starting.unlock();
  }

  /** Waits until nobody has the lock, no longer than the time given. */
  void awaitStart(long millis) throws InterruptedException {
    if (starting.tryLock(millis, TimeUnit.MILLISECONDS)) {
      starting.unlock();
    }
  }

  /** Throws if the batch is being run, by this process or another one. */
  void requireFree(BatchRunner runner) {
    RunningBatch there = running;
    if (there != null && !(there.isOver() && isPutAway(there))) {
      throw new BatchBusyException(
          "the batch \"%s\" has been run for %s since %s; wait for its end, or cancel it"
              .formatted(
                  batch, there.order().by(), there.order().at().truncatedTo(ChronoUnit.SECONDS)));
    }
    Optional<BatchOwner> owner = runner.owner();
    if (owner.isPresent()) {
      throw new BatchBusyException(
          "the batch \"%s\" is being run by %s; wait for its end, or cancel it"
              .formatted(batch, owner.get()));
    }
  }

  private static boolean isPutAway(RunningBatch running) {
    try {
      return running.join(PUT_AWAY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void occupy(RunningBatch execution) {
    running = execution;
  }

  void vacate() {
    running = null;
  }

  /** Returns the execution that is there, which may be over and only not yet put away. */
  Optional<RunningBatch> running() {
    return Optional.ofNullable(running);
  }
}

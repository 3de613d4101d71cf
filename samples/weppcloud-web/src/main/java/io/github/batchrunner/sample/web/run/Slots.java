package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchBusyException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The slots of all batches, in which executions start from when they are opened until they are
 * closed; thread-safe.
 *
 * <p>It holds no lock but those of its slots. Whoever starts enters its slot first and asks then
 * whether they are open. So once they are closed and a slot has been left, an execution is there or
 * none will come.
 */
@Component
final class Slots {

  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

  /** Less than Spring waits for a phase of the shutdown. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(25);

  private final Clock clock = Clock.systemUTC();
  private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();
  private volatile boolean open;

  Slot get(String batch) {
    return slots.computeIfAbsent(batch, Slot::new);
  }

  void open() {
    open = true;
  }

  /** Lets nothing start any more. */
  void close() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  void requireOpen() {
    if (!open) {
      throw new BatchBusyException("the service is being shut down; try again in a minute");
    }
  }

  /** Detaches the executions of slots that are closed, and waits until they are put away. */
  void detachAll() {
    try {
      detachAll(clock.instant().plus(SHUTDOWN));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void detachAll(Instant deadline) throws InterruptedException {
    for (Slot slot : slots.values()) {
      // What is just being started has started then, or will not.
      slot.awaitStart(left(deadline));
    }
    List<RunningBatch> running =
        slots.values().stream().map(Slot::running).flatMap(Optional::stream).toList();
    running.forEach(RunningBatch::detach);
    for (RunningBatch each : running) {
      if (!each.join(left(deadline))) {
        LOG.warn("an execution did not detach in time; the next start takes it for interrupted");
      }
    }
  }

  private long left(Instant deadline) {
    return Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
  }
}

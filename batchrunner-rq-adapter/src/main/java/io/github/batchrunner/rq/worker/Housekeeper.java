package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says for all workers of a pool that they live, and does what RQ's workers do now and then. */
final class Housekeeper implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration MAINTENANCE_EVERY = Duration.ofMinutes(10);

  private final PoolParts parts;
  private final List<Worker> workers;
  private final Maintenance maintenance;
  private final Scheduler scheduler;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Timer beats;
  private final Timer maintenances = new Timer(MAINTENANCE_EVERY);

  Housekeeper(PoolParts parts, List<Worker> workers) {
    this.parts = parts;
    this.workers = workers;
    this.maintenance = new Maintenance(parts);
    this.scheduler = new Scheduler(parts);
    this.beats = new Timer(parts.options().monitoringInterval());
  }

  /** Something that is due every so often, the first time at once. */
  private static final class Timer {
    private final Duration every;
    private long last;
    private boolean begun;

    Timer(Duration every) {
      this.every = every;
    }

    boolean isDue() {
      if (begun && Endings.since(last).compareTo(every) < 0) {
        return false;
      }
      begun = true;
      last = System.nanoTime();
      return true;
    }
  }

  @Override
  public void run() {
    Duration pause =
        EVERY.compareTo(parts.options().monitoringInterval()) < 0
            ? EVERY
            : parts.options().monitoringInterval();
    try {
      do {
        attempt("scheduling", this::schedule);
        if (beats.isDue()) {
          attempt("signs of life", this::beat);
          attempt("looking at other workers", parts.fleet()::look);
        }
        if (!parts.options().burst() && maintenances.isDue()) {
          attempt("maintenance", maintenance::run);
        }
      } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    attempt("leaving the scheduler", scheduler::release);
  }

  private static void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RqException e) {
      LOG.warn("{} must wait: {}", what, e.getMessage());
    } catch (RuntimeException | Error e) {
      // Without signs of life all jobs of the pool would count as abandoned.
      LOG.error("{} failed", what, e);
    }
  }

  private void schedule() {
    if (parts.options().scheduler() && !parts.options().burst()) {
      scheduler.run();
    }
  }

  private void beat() {
    List<Worker> alive = workers.stream().filter(worker -> !worker.isEnding()).toList();
    List<Command> commands = new ArrayList<>();
    alive.forEach(worker -> commands.add(parts.records().beat(worker.name(), worker.run())));
    List<@Nullable Object> replies = parts.link().redis().pipeline(commands);
    for (int i = 0; i < alive.size(); i++) {
      Worker worker = alive.get(i);
      if (Replies.number(replies.get(i)) == 0 && !worker.isEnding()) {
        LOG.info("Redis has forgotten worker \"{}\"; it registers again", worker);
        parts
            .link()
            .redis()
            .transaction(parts.records().birth(worker.name(), worker.run()))
            .forEach(Replies::value);
      }
    }
  }

  void close() {
    closed.countDown();
  }
}

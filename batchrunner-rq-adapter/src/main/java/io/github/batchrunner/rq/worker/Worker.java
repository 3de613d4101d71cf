package io.github.batchrunner.rq.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker as RQ sees it: takes a job, does it, writes its end with the next take.
 *
 * <p>Its thread is replaced when a job does not react to being interrupted. Thread-safe.
 */
final class Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(20);
  private static final Duration SUSPENDED_PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

  /** How long a command to stop a job is kept that came before the job was seen to run. */
  private static final Duration EARLY_STOP_KEPT = Duration.ofSeconds(2);

  private final PoolParts parts;
  private final String name;
  private final Performance performance;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Run run;
  private volatile boolean stopping;
  private volatile boolean hurried;
  private volatile @Nullable EarlyStop earlyStop;
  private int threads;

  private record EarlyStop(String id, long nanos) {}

  Worker(PoolParts parts, String name) {
    this.parts = parts;
    this.name = name;
    this.performance = new Performance(parts, name);
  }

  String name() {
    return name;
  }

  /** Returns what it does; null if it is idle. */
  @Nullable Run run() {
    return run;
  }

  /** Tells whether it is to take no more jobs. */
  boolean isStopping() {
    return stopping;
  }

  /** Tells whether it is to end without waiting for Redis. */
  boolean isHurried() {
    return hurried;
  }

  /** Tells whether it has no job and takes none any more. */
  boolean isEnding() {
    return over.getCount() == 0 || (stopping && run == null);
  }

  CountDownLatch over() {
    return over;
  }

  /** Lets it finish its job and end. */
  void stop() {
    stopping = true;
    parts.bell().poke();
  }

  /** Interrupts its job, and lets it end without waiting for a Redis that is away. */
  void stopNow() {
    hurried = true;
    stop();
    Run current = run;
    if (current != null) {
      current.cut(Run.Cut.SHUTDOWN);
    }
  }

  /** Interrupts a job for a command. */
  void stopJob(String id) {
    Run current = run;
    if (current != null && current.job().id().equals(id)) {
      current.cut(Run.Cut.STOPPED);
    } else {
      earlyStop = new EarlyStop(id, System.nanoTime());
    }
  }

  /** Interrupts whatever job it has. */
  void killJob() {
    Run current = run;
    if (current != null) {
      current.cut(Run.Cut.KILLED);
    }
  }

  /** Looks after its job; called every now and then. */
  void watch() {
    Run current = run;
    if (current != null
        && current.look(parts.options().interruptPatience()) == Run.Look.ABANDONED) {
      parts.counters().stuckThreads.incrementAndGet();
      LOG.warn(
          "Job \"{}\" does not react to being interrupted; thread \"{}\" is left behind",
          current.job(),
          current.thread().getName());
      run = null;
      start(performance.abandoned(current));
    }
  }

  /** Starts it. */
  void start() {
    start(null);
  }

  private synchronized void start(@Nullable Ending pending) {
    threads++;
    Thread thread = new Thread(() -> live(pending), "rq-" + name + "-" + threads);
    thread.setDaemon(true);
    thread.start();
  }

  private void live(@Nullable Ending first) {
    boolean replaced = false;
    try (Desk desk = new Desk(parts, this, first)) {
      replaced = !workAnyway(desk);
      if (!replaced) {
        desk.unregister();
      }
    } finally {
      if (replaced) {
        parts.counters().stuckThreads.decrementAndGet();
        LOG.info("Thread \"{}\" came back", Thread.currentThread().getName());
      } else {
        over.countDown();
        parts.bell().poke();
      }
    }
  }

  /** Works on whatever happens: memory that other jobs used up must not end a worker in silence. */
  private boolean workAnyway(Desk desk) {
    while (true) {
      try {
        return work(desk);
      } catch (RuntimeException | Error e) {
        LOG.error("Worker \"{}\" goes on after an error between jobs", name, e);
        if (hurried) {
          return true;
        }
        parts.bell().rest(PAUSE_AFTER_ERROR, () -> hurried);
      }
    }
  }

  /** Works until it is to end; false if another thread has taken over meanwhile. */
  private boolean work(Desk desk) {
    while (desk.hasEnding() || !stopping) {
      Taken taken = desk.exchange();
      if (taken instanceof Taken.Job taking) {
        TakenJob job = taking.job();
        Ending ending = perform(new Run(job, Thread.currentThread(), Performance.limit(job)));
        if (ending == null) {
          return false;
        }
        desk.put(ending);
      } else if (!goOn(taken)) {
        return true;
      }
    }
    return true;
  }

  private @Nullable Ending perform(Run current) {
    run = current;
    EarlyStop early = earlyStop;
    if (early != null) {
      earlyStop = null;
      if (early.id().equals(current.job().id())
          && Endings.since(early.nanos()).compareTo(EARLY_STOP_KEPT) < 0) {
        current.cut(Run.Cut.STOPPED);
      }
    }
    if (hurried) {
      current.cut(Run.Cut.SHUTDOWN);
    }
    Ending ending = perform(current.job(), current);
    if (!current.end()) {
      return null;
    }
    run = null;
    return ending;
  }

  private Ending perform(TakenJob job, Run current) {
    try {
      return performance.of(current);
    } catch (RuntimeException | Error e) {
      LOG.error("What became of job \"{}\" cannot be told", job, e);
      return parts
          .endings()
          .failure(job, name, Ending.Claim.WIP, current.worked(), e.getClass().getName());
    }
  }

  /** Does what is to be done when there is no job; false if the worker is to end. */
  private boolean goOn(Taken taken) {
    boolean burst = parts.options().burst();
    if (taken instanceof Taken.Empty) {
      if (!burst) {
        parts.bell().await(LOOK_EVERY, () -> stopping);
      }
      return !burst;
    }
    if (taken instanceof Taken.Suspended) {
      if (!burst) {
        parts.bell().rest(SUSPENDED_PAUSE, () -> stopping);
      }
      return !burst;
    }
    if (taken instanceof Taken.Odd odd) {
      parts.counters().aside.increment();
      LOG.warn(
          "\"{}\" of queue \"{}\" is no job and was put aside: {}",
          odd.id(),
          odd.queue(),
          odd.reason());
    }
    return true;
  }

  @Override
  public String toString() {
    return name;
  }
}

package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.internal.redis.Backoff;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisLane;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

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

  boolean isOver() {
    return over.getCount() == 0;
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
    try (RedisLane lane = parts.link().redis().lane()) {
      replaced = !work(lane, first);
    } finally {
      if (replaced) {
        parts.counters().stuckThreads.decrementAndGet();
        LOG.info("Thread \"{}\" came back", Thread.currentThread().getName());
      } else {
        unregister();
        over.countDown();
        parts.bell().poke();
      }
    }
  }

  /** Works until it is to end; false if another thread has taken over meanwhile. */
  private boolean work(RedisLane lane, @Nullable Ending first) {
    Ending pending = first;
    while (pending != null || !stopping) {
      Taken taken = step(lane, pending);
      pending = null;
      if (taken instanceof Taken.Job taking) {
        Run current =
            new Run(taking.job(), Thread.currentThread(), Performance.limit(taking.job()));
        pending = perform(current);
        if (pending == null) {
          return false;
        }
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
    Ending ending = performance.of(current);
    if (!current.end()) {
      return null;
    }
    run = null;
    return ending;
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

  /** Writes the end of the last job and takes the next, however long Redis is away. */
  private Taken step(RedisLane lane, @Nullable Ending last) {
    Ending pending = last;
    String token = UUID.randomUUID().toString().replace("-", "");
    boolean executions = parts.fleet().keepsExecutions();
    Backoff backoff = Backoff.between(FIRST_PAUSE, LONGEST_PAUSE);
    boolean told = false;
    while (true) {
      try {
        List<Command> commands = new ArrayList<>(2);
        if (pending != null) {
          commands.add(Records.known(parts.records().finish(pending)));
        }
        boolean wanted = !stopping;
        if (wanted) {
          commands.add(Records.known(parts.records().take(name, token, executions)));
        }
        if (commands.isEmpty()) {
          return new Taken.Empty();
        }
        List<@Nullable Object> replies = lane.pipeline(commands);
        if (pending != null && written(pending, replies.get(0))) {
          pending = null;
        }
        if (wanted) {
          Taken taken = parts.records().taken(replies.get(replies.size() - 1), token, executions);
          if (taken instanceof Taken.Unregistered) {
            parts
                .link()
                .redis()
                .transaction(parts.records().birth(name, null))
                .forEach(Replies::value);
          } else if (taken instanceof Taken.Unfinished) {
            if (pending == null) {
              lane.call(parts.records().forgetCurrent(name));
            }
          } else if (pending == null || taken instanceof Taken.Job) {
            return taken;
          }
        } else if (pending == null) {
          return new Taken.Empty();
        }
        backoff.reset();
      } catch (RqException e) {
        if (isUnknownScript(e) && load(lane)) {
          continue;
        }
        if (!told) {
          LOG.warn("Worker \"{}\" waits for Redis: {}", name, e.getMessage());
          told = true;
        }
        if (hurried) {
          LOG.warn("Worker \"{}\" ends without Redis; last job: {}", name, pending);
          stopping = true;
          return new Taken.Empty();
        }
        parts.bell().rest(backoff.next(), () -> hurried);
      }
    }
  }

  private static boolean isUnknownScript(RqException e) {
    return e instanceof RqRefusedException refused && refused.code().equals("NOSCRIPT");
  }

  private static boolean load(RedisLane lane) {
    try {
      lane.pipeline(Records.loads()).forEach(Replies::value);
      return true;
    } catch (RqException e) {
      LOG.debug("The scripts cannot be loaded: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Counts what was written.
   *
   * @return false if it is to be asked for again
   */
  private boolean written(Ending ending, @Nullable Object reply) {
    Records.Finished finished;
    try {
      finished = Records.finished(reply);
    } catch (RqRefusedException e) {
      if (e.temporary() || isUnknownScript(e)) {
        throw e;
      }
      LOG.error("The end of job \"{}\" cannot be written: {}", ending.job(), e.getMessage());
      return true;
    }
    Counters counters = parts.counters();
    counters.released.add(finished.released());
    finished
        .problems()
        .forEach(problem -> LOG.warn("At the end of job \"{}\": {}", ending.job(), problem));
    if (!finished.written()) {
      counters.disowned.increment();
      LOG.info("Job \"{}\" was deleted, or ended by somebody else", ending.job());
    } else if (ending.status() == Ending.Status.FINISHED) {
      counters.finished.increment();
    } else if (!ending.next().over()) {
      counters.retried.increment();
    } else if (ending.status() == Ending.Status.STOPPED) {
      counters.stopped.increment();
    } else {
      counters.failed.increment();
    }
    return true;
  }

  private void unregister() {
    try {
      parts.link().redis().transaction(parts.records().death(name));
    } catch (RqException e) {
      LOG.warn("Worker \"{}\" could not say that it ends: {}", name, e.getMessage());
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

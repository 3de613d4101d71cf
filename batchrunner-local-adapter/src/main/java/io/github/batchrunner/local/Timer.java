package io.github.batchrunner.local;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs short tasks later, on one thread: timeouts, grace periods, looks at logs and processes.
 *
 * <p>A task that throws is logged. Once closed it ignores what it is given. Thread-safe.
 */
final class Timer {

  private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

  private final ScheduledThreadPoolExecutor executor;

  Timer(String threadName) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(null, task, threadName, 0, false);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Runs the task as soon as the thread is free. */
  void now(Runnable task) {
    executor.execute(logged(task));
  }

  /** Runs the task after a while, unless the answer is run before. */
  Runnable after(Duration delay, Runnable task) {
    Future<?> planned = executor.schedule(logged(task), nanos(delay), TimeUnit.NANOSECONDS);
    return () -> planned.cancel(false);
  }

  /** Runs the task again and again until the timer is closed. */
  void every(Duration period, Runnable task) {
    Future<?> unused = // it ends with the executor
        executor.scheduleWithFixedDelay(
            logged(task), nanos(period), nanos(period), TimeUnit.NANOSECONDS);
  }

  /** Forgets what is planned and waits a moment for the task that runs. */
  void close() {
    executor.shutdownNow();
    Uninterruptibly.get(() -> executor.awaitTermination(1, TimeUnit.SECONDS));
  }

  /** Returns a duration in nanoseconds, at most a hundred years. */
  static long nanos(Duration duration) {
    Duration most = Duration.ofDays(36_500);
    return (duration.compareTo(most) > 0 ? most : duration).toNanos();
  }

  private static Runnable logged(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a planned task failed", e);
      }
    };
  }
}

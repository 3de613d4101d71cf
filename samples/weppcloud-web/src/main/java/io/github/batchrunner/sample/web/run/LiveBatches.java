package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.sample.web.batch.Batches;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The batches that somebody looks at, and the two threads that serve all who do.
 *
 * <p>It is stopped before the web server, which would wait for streams that do not end.
 * Thread-safe.
 */
@Component
public final class LiveBatches implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LiveBatches.class);
  private static final long TICK_MILLIS = 200;
  private static final long JOURNAL_MILLIS = 1_000;

  private final Batches batches;
  private final Clock clock = Clock.systemUTC();
  private final ConcurrentMap<String, LiveBatch> live = new ConcurrentHashMap<>();
  private volatile @Nullable ScheduledExecutorService ticker;
  private volatile @Nullable ScheduledExecutorService reader;

  LiveBatches(Batches batches) {
    this.batches = batches;
  }

  /**
   * Returns what is to be seen of a batch.
   *
   * @throws io.github.batchrunner.sample.web.batch.NoSuchBatchException if there is none of that
   *     name
   */
  public LiveBatch get(String name) {
    return live.computeIfAbsent(name, key -> new LiveBatch(batches.get(key), clock));
  }

  @Override
  public synchronized void start() {
    ticker = every(TICK_MILLIS, "host-ticker", LiveBatch::tick);
    reader = every(JOURNAL_MILLIS, "host-journals", LiveBatch::lookAtJournal);
  }

  private ScheduledExecutorService every(long millis, String name, Consumer<LiveBatch> action) {
    ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor(daemon(name));
    Future<?> unused =
        service.scheduleWithFixedDelay(
            () -> live.values().forEach(batch -> guarded(batch, action)),
            millis,
            millis,
            TimeUnit.MILLISECONDS);
    return service;
  }

  static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** One batch whose files are damaged must not be the end of the view of all others. */
  private static void guarded(LiveBatch batch, Consumer<LiveBatch> action) {
    try {
      action.accept(batch);
    } catch (RuntimeException e) {
      LOG.warn("a batch cannot be looked at", e);
    }
  }

  @Override
  public synchronized void stop() {
    stop(reader);
    stop(ticker);
    reader = null;
    ticker = null;
    live.values().forEach(LiveBatch::end);
  }

  private static void stop(@Nullable ScheduledExecutorService service) {
    if (service != null) {
      service.shutdownNow();
    }
  }

  /** Tells whether those who look are told of changes. */
  @Override
  public boolean isRunning() {
    return ticker != null;
  }
}

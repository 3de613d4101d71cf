package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.Progress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners and watchers what happens, on a thread of its own, so that none of them can hold
 * up or break an execution.
 *
 * <p>Thread-safe. The thread starts with the first listener.
 */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final long WATCH_MILLIS = 100;

  private final Supplier<Progress> progress;
  private final List<ExecutionListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Progress>> watchers = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
  private final Thread thread;
  private boolean started;
  private volatile boolean ending;

  Announcer(String batch, Supplier<Progress> progress) {
    this.progress = progress;
    this.thread = new Thread(this::run, "batchrunner-news-" + batch);
    this.thread.setDaemon(true);
  }

  void listen(ExecutionListener listener) {
    listeners.add(listener);
    start();
  }

  /** Adds a watcher; one that comes after the end is told of it at once, by its own thread. */
  void watch(Consumer<Progress> watcher) {
    synchronized (this) {
      if (!ending) {
        news.add(() -> guarded(() -> watcher.accept(progress.get())));
        watchers.add(watcher);
        start();
        return;
      }
    }
    guarded(() -> watcher.accept(progress.get()));
  }

  /** Tells whether events are wanted at all. */
  boolean listening() {
    return !listeners.isEmpty();
  }

  void announce(ExecutionEvent event) {
    news.add(() -> listeners.forEach(listener -> guarded(() -> listener.on(event))));
  }

  /** Tells whether a listener or watcher is asking. */
  boolean isCaller() {
    return Thread.currentThread() == thread;
  }

  /** Tells the last news and ends the thread; waits for that. */
  void end() {
    synchronized (this) {
      ending = true;
      news.add(() -> {});
      if (!started) {
        return;
      }
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void start() {
    if (!started && !ending) {
      started = true;
      thread.start();
    }
  }

  private void run() {
    Progress told = null;
    long nextLook = System.nanoTime();
    while (true) {
      try {
        Runnable item = news.poll(WATCH_MILLIS, TimeUnit.MILLISECONDS);
        if (item != null) {
          item.run();
        }
      } catch (InterruptedException e) {
        // A listener may have interrupted its own thread; news still has to be told.
      }
      boolean last = ending && news.isEmpty();
      Progress now = progress.get();
      if ((last || System.nanoTime() - nextLook >= 0) && !now.equals(told)) {
        watchers.forEach(watcher -> guarded(() -> watcher.accept(now)));
        told = now;
        nextLook = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS);
      }
      if (last) {
        return;
      }
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) { // nothing that a listener throws may end the news
      LOG.warn("a listener threw", e);
    }
  }
}

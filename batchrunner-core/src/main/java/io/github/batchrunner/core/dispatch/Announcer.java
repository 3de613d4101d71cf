package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.Progress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners and watchers what happens, on a thread of its own, so that none of them can hold
 * up or break an execution.
 *
 * <p>What waits is bounded, as {@link ExecutionListener} says. While news keep coming they are
 * fetched every {@value #GATHER_MILLIS} milliseconds, so that whoever announces has nobody to wake.
 *
 * <p>Thread-safe. The thread starts with the first listener.
 */
final class Announcer {

  private static final long WATCH_MILLIS = 100;
  private static final long GATHER_MILLIS = 2;

  private final Supplier<Progress> progress;
  private final int mostWaiting;
  private final List<ExecutionListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final Guard guard = new Guard();
  private final Thread thread;

  // All below is guarded by the monitor of this.
  private ArrayDeque<Object> news = new ArrayDeque<>();
  private ArrayDeque<Object> spare = new ArrayDeque<>();
  private @Nullable Instant missedSince;
  private long missed;
  private boolean started;
  private boolean idle;
  private boolean ending;

  /** Somebody who wants the progress alone; it is told at once when it is among the news. */
  private record Watcher(Consumer<Progress> consumer) {}

  Announcer(String batch, Supplier<Progress> progress) {
    this(batch, progress, ExecutionListener.MOST_WAITING);
  }

  Announcer(String batch, Supplier<Progress> progress, int mostWaiting) {
    this.progress = progress;
    this.mostWaiting = mostWaiting;
    this.thread = EngineLink.threads(batch, "batchrunner-news-" + batch).newThread(this::run);
  }

  void listen(ExecutionListener listener) {
    listeners.add(listener);
    start();
  }

  /** Adds a watcher; one that comes after the end is told of it at once, by its own thread. */
  void watch(Consumer<Progress> consumer) {
    Watcher watcher = new Watcher(consumer);
    synchronized (this) {
      if (!ending) {
        add(watcher);
        watchers.add(watcher);
        start();
        return;
      }
    }
    tell(watcher, progress.get());
  }

  /** Tells whether events are wanted at all. */
  boolean listening() {
    return !listeners.isEmpty();
  }

  /** Passes an event on; never waits. */
  synchronized void announce(ExecutionEvent event) {
    if (news.size() >= mostWaiting && isOfTask(event)) {
      missedSince = missed++ == 0 ? event.at() : missedSince;
      return;
    }
    addMissed();
    add(event);
  }

  private static boolean isOfTask(ExecutionEvent event) {
    return event instanceof ExecutionEvent.TaskStarted
        || event instanceof ExecutionEvent.TaskEnded
        || event instanceof ExecutionEvent.TaskSkipped;
  }

  private void addMissed() {
    Instant since = missedSince;
    if (since != null) {
      add(new ExecutionEvent.EventsMissed(since, missed));
      missedSince = null;
      missed = 0;
    }
  }

  private void add(Object item) {
    news.add(item);
    if (idle) {
      idle = false;
      LockSupport.unpark(thread);
    }
  }

  /** Tells whether a listener or watcher is asking. */
  boolean isCaller() {
    return Thread.currentThread() == thread;
  }

  /** Tells the last news and ends the thread; waits for that. */
  void end() {
    synchronized (this) {
      ending = true;
      addMissed();
      LockSupport.unpark(thread);
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
      boolean last = await();
      ArrayDeque<Object> fetched = fetch();
      for (Object item = fetched.poll(); item != null; item = fetched.poll()) {
        tell(item);
      }
      last &= nothingWaits();
      Progress now = progress.get();
      if ((last || System.nanoTime() - nextLook >= 0) && !now.equals(told)) {
        tellProgress(now);
        told = now;
        nextLook = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS);
      }
      if (last) {
        guard.summarise();
        return;
      }
    }
  }

  /** Waits for news, and returns whether there will be none after what waits now. */
  private boolean await() {
    long nap;
    synchronized (this) {
      idle = news.isEmpty() && !ending;
      nap = ending ? 0 : idle ? WATCH_MILLIS : GATHER_MILLIS;
    }
    // A listener may have interrupted its own thread; news still has to be told.
    Thread.interrupted();
    if (nap > 0) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(nap));
    }
    synchronized (this) {
      idle = false;
      return ending;
    }
  }

  private synchronized ArrayDeque<Object> fetch() {
    ArrayDeque<Object> fetched = news;
    news = spare;
    spare = fetched;
    return fetched;
  }

  private synchronized boolean nothingWaits() {
    return news.isEmpty();
  }

  private void tell(Object item) {
    if (item instanceof ExecutionEvent event) {
      for (ExecutionListener listener : listeners) {
        guard.call(listener, event.getClass().getSimpleName(), () -> listener.on(event));
      }
    } else if (item instanceof Watcher watcher) {
      tell(watcher, progress.get());
    }
  }

  private void tellProgress(Progress now) {
    listeners.forEach(listener -> guard.call(listener, "Progress", () -> listener.progress(now)));
    watchers.forEach(watcher -> tell(watcher, now));
  }

  private void tell(Watcher watcher, Progress now) {
    guard.call(watcher.consumer(), "Progress", () -> watcher.consumer().accept(now));
  }
}

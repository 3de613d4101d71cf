package io.github.batchrunner.core.dispatch;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages for the dispatcher's thread, in order; any thread may post, one takes. What is posted
 * after the end is dropped.
 */
final class Mailbox {

  private final Object lock = new Object();
  private List<Runnable> posted = new ArrayList<>();
  private List<Runnable> taken = new ArrayList<>();
  private boolean closed;

  /** Adds a message: what the dispatcher's thread is to do. */
  void post(Runnable message) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      posted.add(message);
      if (posted.size() == 1) {
        lock.notifyAll();
      }
    }
  }

  /** Drops what nobody will take any more, now and later. */
  void close() {
    synchronized (lock) {
      closed = true;
      posted.clear();
    }
  }

  /**
   * Returns all messages, waiting for the first one at most {@code nanos}; valid until the next
   * call.
   */
  @SuppressWarnings("WaitNotInLoop") // the caller's loop looks at everything again after any return
  List<Runnable> take(long nanos) throws InterruptedException {
    taken.clear();
    synchronized (lock) {
      if (posted.isEmpty() && nanos > 0) {
        long millis = nanos / 1_000_000;
        lock.wait(millis, (int) (nanos - millis * 1_000_000));
      }
      List<Runnable> swap = taken;
      taken = posted;
      posted = swap;
    }
    return taken;
  }
}

package io.github.batchrunner.rq.internal.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection and a thread that hand on the messages of channels until closed. */
final class Subscription implements RedisSubscription, PooledRedis.AutoCloseableQuietly {

  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

  private final Dialer dialer;
  private final Set<String> channels;
  private final Redis.MessageListener listener;
  private final Consumer<Subscription> whenClosed;
  private final Fuse fuse = new Fuse();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Backoff backoff = Backoff.between(FIRST_DELAY, LONGEST_DELAY);
  private final Thread thread;

  /** An outage is told once, however often it is tried again meanwhile. */
  private boolean outageTold;

  Subscription(
      Dialer dialer,
      Set<String> channels,
      Redis.MessageListener listener,
      Consumer<Subscription> whenClosed) {
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("no channel to listen to");
    }
    this.dialer = dialer;
    this.channels = Set.copyOf(channels);
    this.listener = listener;
    this.whenClosed = whenClosed;
    this.thread = new Thread(this::run, "redis-subscription");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    fuse.blow();
    whenClosed.accept(this);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(PATIENCE_AT_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosed()) {
      try {
        listen();
      } catch (RuntimeException e) {
        if (isClosed()) {
          return;
        }
        if (!outageTold) {
          LOG.warn("Not listening to {} for now: {}", channels, e.getMessage());
          outageTold = true;
        }
      }
      if (isClosedAfter(backoff.next())) {
        return;
      }
    }
  }

  private void listen() {
    Wire wire = dialer.dial(fuse);
    try {
      wire.write(Command.of("SUBSCRIBE").addAll(channels));
      int confirmed = 0;
      while (!isClosed()) {
        List<?> push = Replies.list(wire.next());
        String kind = Replies.textOrNull(push.get(0));
        if ("subscribe".equals(kind)) {
          if (++confirmed == channels.size()) {
            wire.patience(Duration.ZERO);
            backoff.reset();
            outageTold = false;
            guarded(listener::listening);
          }
        } else if ("message".equals(kind)) {
          handOn(push);
        }
      }
    } finally {
      wire.cut();
    }
  }

  private void handOn(List<?> push) {
    String channel = Replies.textOrNull(push.get(1));
    byte[] message = Replies.bytesOrNull(push.get(2));
    if (channel != null && message != null) {
      guarded(() -> listener.received(channel, message));
    }
  }

  private void guarded(Runnable listening) {
    try {
      listening.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("A listener to {} failed; the next message is handed on all the same.", channels, e);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private boolean isClosedAfter(Duration delay) {
    try {
      return closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}

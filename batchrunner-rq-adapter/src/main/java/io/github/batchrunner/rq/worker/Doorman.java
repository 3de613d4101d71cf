package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisLane;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one queue for all idle workers of a pool and rings when something lies in it.
 *
 * <p>It moves the queue's head onto itself, which blocks while the queue is empty and changes
 * nothing: whatever happens to the connection, no id can get lost on the way.
 */
final class Doorman implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final String key;
  private final Bell bell;
  private final RedisLane lane;
  private volatile boolean closed;

  Doorman(RqLink link, String queue, Bell bell) {
    key = link.keys().queue(queue);
    lane = link.redis().lane();
    this.bell = bell;
  }

  @Override
  public void run() {
    while (bell.awaitIdle() && !closed) {
      try {
        Command look = Command.of("BLMOVE", key, key, "LEFT", "LEFT").add(PATIENCE.toSeconds());
        if (lane.block(look, PATIENCE) != null) {
          bell.ring();
        }
      } catch (RqException | IllegalStateException e) {
        // The pool is closed, or Redis is away, or older than 6.2: the workers look by themselves.
        if (!closed) {
          LOG.debug("\"{}\" cannot be watched: {}", key, e.getMessage());
          bell.ring();
          bell.rest(PAUSE, () -> closed);
        }
      }
    }
    lane.close();
  }

  /** Ends it, from any thread. */
  void close() {
    closed = true;
    lane.interrupt();
  }
}

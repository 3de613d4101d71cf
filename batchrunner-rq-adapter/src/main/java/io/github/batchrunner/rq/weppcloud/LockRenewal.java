package io.github.batchrunner.rq.weppcloud;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.internal.redis.Script;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes NoDb locks, keeps them while they are held, and gives them back. Thread-safe. */
final class LockRenewal implements AutoCloseable {

  static final Duration EVERY = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(LockRenewal.class);
  private static final Duration LIFETIME = Duration.ofMinutes(2);
  private static final Script RENEW = Script.resource(LockRenewal.class, "lock-renew.lua");
  private static final Script RELEASE = Script.resource(LockRenewal.class, "lock-release.lua");
  private static final Script TAKE = Script.resource(LockRenewal.class, "lock-take.lua");

  private final Redis redis;
  private final Clock clock;
  private final Duration every;
  private final String owner;
  private final Set<NoDbLock> held = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledExecutorService timer;
  private @Nullable ScheduledFuture<?> renewals;

  LockRenewal(Redis redis, Clock clock, Duration every) {
    this.redis = redis;
    this.clock = clock;
    this.every = every;
    this.owner = host() + ":" + ProcessHandle.current().pid();
  }

  NoDbLock lock(String runId, String file) {
    String token = UUID.randomUUID().toString().replace("-", "");
    NoDbLock lock = new NoDbLock(this, runId, file, token, clock.instant());
    boolean taken =
        Replies.number(
                redis.call(
                    Command.eval(TAKE, 2)
                        .add(lock.key())
                        .add(runId)
                        .add(payload(lock))
                        .add(LIFETIME.toSeconds())
                        .add("locked:" + file)
                        .add(token)))
            == 1;
    if (!taken) {
      String holder =
          NoDbLockHolder.read(redis, clock, lock.key())
              .map(NoDbLockHolder::toString)
              .orElse("someone who has just given it back");
      throw new NoDbLockedException(
          "\""
              + file
              + "\" of run \""
              + runId
              + "\" is locked by "
              + holder
              + "; wait for it, or clear the lock if that process is dead");
    }
    held.add(lock);
    startTimer();
    return lock;
  }

  /** Lets a lock last longer; false if it is not held any more. */
  boolean renew(NoDbLock lock) {
    return Replies.number(
            redis.call(
                Command.eval(RENEW, 1)
                    .add(lock.key())
                    .add(lock.token())
                    .add(payload(lock))
                    .add(LIFETIME.toSeconds())))
        == 1;
  }

  void release(NoDbLock lock) {
    if (held.remove(lock)) {
      redis.call(
          Command.eval(RELEASE, 2)
              .add(lock.key())
              .add(lock.runId())
              .add(lock.token())
              .add("locked:" + lock.file()));
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (timer != null && renewals != null) {
        renewals.cancel(false);
        timer.shutdownNow();
      }
    }
    for (NoDbLock lock : List.copyOf(held)) {
      try {
        release(lock);
      } catch (RqException e) {
        LOG.warn("{} stays locked until it expires: {}", lock.key(), e.getMessage());
      }
    }
  }

  private void renewAll() {
    held.removeIf(this::isLost);
  }

  private boolean isLost(NoDbLock lock) {
    try {
      if (renew(lock)) {
        return false;
      }
      lock.noteLost();
      LOG.warn("{} is not locked by us any more", lock.key());
      return true;
    } catch (RuntimeException e) {
      // Whatever it is: without another try this and all other locks would be lost.
      LOG.warn("{} could not be renewed: {}", lock.key(), e.toString());
      return false;
    }
  }

  private synchronized void startTimer() {
    if (timer == null) {
      timer =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "nodb-lock-renewal");
                thread.setDaemon(true);
                return thread;
              });
      renewals =
          timer.scheduleWithFixedDelay(
              this::renewAll, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** The text that WEPPcloud writes, byte for byte but for the values. */
  private String payload(NoDbLock lock) {
    long end = clock.instant().plus(LIFETIME).getEpochSecond();
    return "{\"token\":\""
        + lock.token()
        + "\",\"owner\":\""
        + owner
        + "\",\"acquired_at\":"
        + lock.acquiredAt().getEpochSecond()
        + ",\"expires_at\":"
        + end
        + ",\"ttl\":"
        + LIFETIME.toSeconds()
        + "}";
  }

  private static String host() {
    String name;
    try {
      name = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      name = "localhost";
    }
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}

package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqUnavailableException;
import io.github.batchrunner.rq.weppcloud.NoDbLock;
import io.github.batchrunner.rq.weppcloud.NoDbLockedException;
import io.github.batchrunner.rq.weppcloud.NoDbRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Supplier;

/** WEPPcloud's own locks, in Redis; what it has cached of a file is forgotten with each edit. */
final class RedisLocks implements BaseLocks {

  private final NoDbRedis redis;

  RedisLocks(NoDbRedis redis) {
    this.redis = redis;
  }

  @Override
  public Held lock(BatchRunner batch, SortedSet<String> files) {
    String runId = "batch;;" + batch.name() + ";;" + batch.baseDirectory().getFileName();
    List<NoDbLock> locks = new ArrayList<>();
    Held held = new HeldInRedis(redis, batch.baseDirectory(), locks);
    try {
      for (String file : files) {
        locks.add(answered(() -> redis.lock(runId, file)));
      }
      return held;
    } catch (BatchRunnerException e) {
      held.close();
      throw e;
    }
  }

  @Override
  public void close() {
    redis.close();
  }

  private static <T> T answered(Supplier<T> call) {
    try {
      return call.get();
    } catch (NoDbLockedException e) {
      throw new BaseLockedException(
          "The base project cannot be changed now: %s.".formatted(e.getMessage()), e);
    } catch (RqUnavailableException e) {
      throw new EngineUnavailableException(
          "The base project cannot be locked, since Redis cannot be reached: " + e.getMessage(), e);
    } catch (RqException e) {
      throw new BatchRunnerException(
          "The base project cannot be locked in Redis: " + e.getMessage(), e);
    }
  }

  private record HeldInRedis(NoDbRedis redis, Path directory, List<NoDbLock> locks)
      implements Held {

    @Override
    public void requireHeld() {
      for (NoDbLock lock : locks) {
        try {
          lock.requireHeld();
        } catch (RqException e) {
          throw new BaseLockedException("nothing was changed: %s.".formatted(e.getMessage()), e);
        }
      }
    }

    @Override
    public void written(String file) {
      answered(
          () -> {
            redis.forget(directory.resolve(file));
            return file;
          });
    }

    @Override
    public void close() {
      locks.forEach(NoDbLock::close);
    }
  }
}

package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.nodb.NoDbLockFile;
import io.github.batchrunner.core.nodb.NoDbLockedException;
import io.github.batchrunner.core.nodb.NoDbLocks;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** The lock files of older WEPPcloud, for services without a Redis. */
final class LockFiles implements BaseLocks {

  private final Clock clock;

  LockFiles(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Held lock(BatchRunner batch, SortedSet<String> files) {
    List<NoDbLockFile> locks = new ArrayList<>();
    for (String file : files) {
      try {
        locks.add(NoDbLocks.lock(batch.baseDirectory().resolve(file), clock));
      } catch (NoDbLockedException e) {
        locks.forEach(NoDbLockFile::close);
        throw new BaseLockedException(
            "\"%s\" of the base project cannot be changed now. %s".formatted(file, e.getMessage()),
            e);
      }
    }
    return new HeldFiles(locks);
  }

  @Override
  public void close() {
    // There is nothing that stays open between two locks.
  }

  private record HeldFiles(List<NoDbLockFile> locks) implements Held {

    @Override
    public void requireHeld() {
      for (NoDbLockFile lock : locks) {
        if (!Files.exists(lock.path())) {
          throw new BaseLockedException(
              "somebody has deleted the lock file \"%s\"; nothing was changed. Try again."
                  .formatted(lock.path()));
        }
      }
    }

    @Override
    public void written(String file) {
      // Nobody keeps a copy.
    }

    @Override
    public void close() {
      locks.forEach(NoDbLockFile::close);
    }
  }
}

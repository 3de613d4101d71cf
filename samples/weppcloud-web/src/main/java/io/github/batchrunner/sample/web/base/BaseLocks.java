package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.BatchRunner;
import java.util.SortedSet;

/** Keeps WEPPcloud and other services from changing NoDb files of a base project meanwhile. */
interface BaseLocks extends AutoCloseable {

  /**
   * Locks files, all or none.
   *
   * @param files names of NoDb files
   * @throws BaseLockedException if somebody else has locked one; says who, as far as that is known
   */
  Held lock(BatchRunner batch, SortedSet<String> files);

  @Override
  void close();

  /** Files that are locked until this is closed. */
  interface Held extends AutoCloseable {

    /**
     * Makes sure that the files are still locked; to be called before they are written.
     *
     * @throws BaseLockedException if somebody has broken a lock
     */
    void requireHeld();

    /** Is told of a file that was written, before the lock is given back. */
    void written(String file);

    @Override
    void close();
  }
}

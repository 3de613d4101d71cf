package io.github.batchrunner.spi;

import java.io.IOException;
import java.io.InputStream;

/** An optional ability of a {@link TaskExecutor}: reads what an attempt printed. */
public interface LogAccess {

  /**
   * Opens the output of an attempt, from {@code offset} bytes on; empty when there is none yet.
   *
   * @throws IOException if the output cannot be read
   */
  InputStream openLog(Handle handle, long offset) throws IOException;
}

package io.github.batchrunner.core.explain;

import io.github.batchrunner.spi.Handle;
import java.util.Optional;

/** Asks the engine that runs an attempt why it does not run yet. */
@FunctionalInterface
public interface PendingQuestion {

  /**
   * Returns what the engine says; empty if it cannot tell, or the attempt does not wait.
   *
   * @param executor id of the executor that the attempt was submitted to
   */
  Optional<String> ask(String executor, Handle attempt);
}

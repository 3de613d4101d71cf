package io.github.batchrunner.spi;

import java.util.Optional;

/** An optional ability of a {@link TaskExecutor}: says why an attempt is not running yet. */
public interface PendingExplainer {

  /** Returns one sentence for a person; empty when the attempt is not waiting. */
  Optional<String> explainPending(Handle handle);
}

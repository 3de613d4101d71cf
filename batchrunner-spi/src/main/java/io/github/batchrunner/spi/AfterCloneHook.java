package io.github.batchrunner.spi;

/**
 * Is called each time the directory of a run has been prepared, before the run's first task: the
 * place to clear the locks and caches that a server keeps for it.
 *
 * <p>A host gives hooks of its own; a {@link TaskExecutor} that implements this interface is called
 * after them (an optional ability, rule 8.5). It is also called when the directory was there
 * already, since an earlier process may have ended between the clone and the hook; it must
 * therefore be idempotent. Runs are prepared in parallel, so it must be thread-safe. When it
 * throws, the preparation of that one run fails; with {@link ExecutorUnavailableException} it is
 * called again later instead.
 */
@FunctionalInterface
public interface AfterCloneHook {

  /** Does what has to be done for {@code run}. */
  void afterClone(PreparedRun run);
}

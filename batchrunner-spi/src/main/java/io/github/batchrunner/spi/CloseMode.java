package io.github.batchrunner.spi;

/** What happens to attempts that have not ended when their executor is closed. */
public enum CloseMode {
  /**
   * Leave them to the engine, to be {@linkplain TaskExecutor#reattach reattached}; what lives in
   * this process ends.
   */
  DETACH,
  /** Wait until all have ended. */
  DRAIN,
  /** End them and wait until they are gone. */
  CANCEL
}

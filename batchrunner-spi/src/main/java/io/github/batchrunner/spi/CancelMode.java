package io.github.batchrunner.spi;

/** How hard to end an attempt. */
public enum CancelMode {
  /** Ask it to end, wait a grace period, then force it. */
  GRACEFUL,
  /** Force it at once. */
  FORCED
}

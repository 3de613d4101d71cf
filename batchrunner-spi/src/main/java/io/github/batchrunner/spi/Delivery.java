package io.github.batchrunner.spi;

/** How news of attempts reaches the host. */
public enum Delivery {
  /** The executor calls the {@link ObservationSink}. */
  PUSH,
  /** The host asks by {@link TaskExecutor#observe}. */
  POLL
}

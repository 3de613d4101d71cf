package io.github.batchrunner.spi;

/** What an executor knows of attempts that another host process submitted. */
public enum Reattach {
  /** Nothing: attempts end with their host. */
  NONE,
  /** Running ones, and ended ones as long as the engine keeps them. */
  WHILE_RETAINED,
  /** All, until the host has removed what the executor keeps in the run's directory. */
  DURABLE
}

package io.github.batchrunner.spi;

/** The three kinds of {@link Work}. */
public enum WorkKind {
  /** Java code found by name. */
  HANDLER,
  /** A function an engine's worker knows. */
  CALL,
  /** A program with arguments. */
  COMMAND
}

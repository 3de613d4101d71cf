package io.github.batchrunner.core.execution;

/** Who sees to it that no task starts before those it needs have succeeded. */
public enum Dependencies {
  /** The engine where it can, the host otherwise. */
  AUTO,
  /** The host: it submits a task when those it needs have succeeded. */
  HELD
}

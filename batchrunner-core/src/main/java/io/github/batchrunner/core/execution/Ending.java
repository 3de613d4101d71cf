package io.github.batchrunner.core.execution;

/** How an execution ended. */
public enum Ending {
  /** Every planned task ended, well or not. */
  COMPLETED,
  /** Somebody {@linkplain BatchExecution#cancel cancelled} it. */
  CANCELLED,
  /**
   * It began nothing new and let end what ran: a limit on failures was reached, a canary failed, or
   * somebody {@linkplain BatchExecution#drain drained} it.
   */
  STOPPED,
  /**
   * It left attempts {@linkplain BatchExecution#detach to the engine}, for a later execution to
   * reattach.
   */
  DETACHED
}

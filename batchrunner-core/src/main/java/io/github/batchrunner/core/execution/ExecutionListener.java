package io.github.batchrunner.core.execution;

/**
 * Is told what happens in an execution.
 *
 * <p>Called by one thread of the execution, in order; a listener that is slow delays news, not
 * work, and one that throws is reported in the log and called again for the next event.
 */
@FunctionalInterface
public interface ExecutionListener {

  /** Takes an event. */
  void on(ExecutionEvent event);
}

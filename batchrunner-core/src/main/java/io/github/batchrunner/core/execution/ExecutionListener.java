package io.github.batchrunner.core.execution;

/**
 * Is told what happens in an execution: override what you want to know.
 *
 * <p>Every event comes to {@link #on}, which passes it to the method of its kind; override that one
 * instead to take all of them in one place. A listener is called by one thread of the execution at
 * a time, in the order in which things happened, the begin of the execution first and its end last.
 *
 * <p>A listener cannot hold up or break an execution. What it throws is logged, once for each kind
 * of event and again as a count in the end, and it is called again for the next event. While it is
 * slow, news wait; when {@value #MOST_WAITING} of them do, events of single tasks are left out
 * until there is room again, and {@link #eventsMissed} says how many were. Events of runs and of
 * the execution are never left out; progress is not kept but told as it is when the listener is
 * ready.
 */
public interface ExecutionListener {

  /** How many events wait for slow listeners before those of single tasks are left out. */
  int MOST_WAITING = 100_000;

  /** Takes any event, and passes it to the method of its kind. */
  default void on(ExecutionEvent event) {
    if (event instanceof ExecutionEvent.TaskStarted started) {
      taskStarted(started);
    } else if (event instanceof ExecutionEvent.TaskEnded ended) {
      taskEnded(ended);
    } else if (event instanceof ExecutionEvent.TaskSkipped skipped) {
      taskSkipped(skipped);
    } else if (event instanceof ExecutionEvent.RunStarted started) {
      runStarted(started);
    } else if (event instanceof ExecutionEvent.RunEnded ended) {
      runEnded(ended);
    } else if (event instanceof ExecutionEvent.CanaryChosen chosen) {
      canaryChosen(chosen);
    } else if (event instanceof ExecutionEvent.EngineUnavailable unavailable) {
      engineUnavailable(unavailable);
    } else if (event instanceof ExecutionEvent.EngineAvailable available) {
      engineAvailable(available);
    } else if (event instanceof ExecutionEvent.EventsMissed missed) {
      eventsMissed(missed);
    } else if (event instanceof ExecutionEvent.ExecutionStarted started) {
      executionStarted(started);
    } else if (event instanceof ExecutionEvent.ExecutionEnded ended) {
      executionEnded(ended);
    }
  }

  /** The execution begins; told to those who listen from the start. */
  default void executionStarted(ExecutionEvent.ExecutionStarted event) {}

  /** The execution has ended, well or not; nothing follows. */
  default void executionEnded(ExecutionEvent.ExecutionEnded event) {}

  /** A run goes before all others, which wait for it. */
  default void canaryChosen(ExecutionEvent.CanaryChosen event) {}

  /** The directory of a run is there, and its first task may start. */
  default void runStarted(ExecutionEvent.RunStarted event) {}

  /** All planned tasks of a run have ended. */
  default void runEnded(ExecutionEvent.RunEnded event) {}

  /** The work of an attempt has begun. */
  default void taskStarted(ExecutionEvent.TaskStarted event) {}

  /** An attempt has ended. */
  default void taskEnded(ExecutionEvent.TaskEnded event) {}

  /** A task will not run because one that it needs failed. */
  default void taskSkipped(ExecutionEvent.TaskSkipped event) {}

  /** The engine cannot be reached. */
  default void engineUnavailable(ExecutionEvent.EngineUnavailable event) {}

  /** The engine answers again. */
  default void engineAvailable(ExecutionEvent.EngineAvailable event) {}

  /** Events of single tasks were left out, because a listener was slow. */
  default void eventsMissed(ExecutionEvent.EventsMissed event) {}

  /** Tells how far the execution is: when it has changed, ten times a second at most, and last. */
  default void progress(Progress progress) {}
}

package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.TaskStatus;

/**
 * Tells the table of a batch what an execution of this process does.
 *
 * <p>It has no lock and no state: each event changes the table in one step.
 */
final class Follower implements ExecutionListener {

  private final LiveTable table;
  private final JournalReader journal;
  private final FailureReader failures;

  Follower(LiveTable table, JournalReader journal, FailureReader failures) {
    this.table = table;
    this.journal = journal;
    this.failures = failures;
  }

  @Override
  public void executionStarted(ExecutionEvent.ExecutionStarted event) {
    table.numbered(event.number(), event.executor());
  }

  @Override
  public void taskStarted(ExecutionEvent.TaskStarted event) {
    table.set(event.runId(), event.taskId(), Letter.RUNNING, event.attempt());
  }

  @Override
  public void taskEnded(ExecutionEvent.TaskEnded event) {
    Letter letter =
        event.triedAgain()
            ? Letter.WAITING
            : switch (event.status()) {
              case SUCCEEDED -> Letter.SUCCEEDED;
              case FAILED, LOST, CANCELLED -> Letter.FAILED;
              case NEW, SUBMITTED, WITHDRAWN -> Letter.WAITING;
            };
    table.set(event.runId(), event.taskId(), letter, event.attempt());
    if (event.status() == TaskStatus.FAILED || event.status() == TaskStatus.LOST) {
      failures.expect();
    }
  }

  @Override
  public void taskSkipped(ExecutionEvent.TaskSkipped event) {
    table.set(event.runId(), event.taskId(), Letter.SKIPPED, 0);
  }

  @Override
  public void eventsMissed(ExecutionEvent.EventsMissed event) {
    journal.makeUpForEvents();
  }
}

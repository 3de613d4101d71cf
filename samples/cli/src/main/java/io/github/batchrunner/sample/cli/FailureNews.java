package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.Failure;

/** Tells of the first failures as they happen; called by one thread. */
final class FailureNews implements ExecutionListener {

  private static final int SHOWN = 10;
  private static final int SIGINT = 2;

  private final Terminal terminal;
  private int seen;

  FailureNews(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void on(ExecutionEvent event) {
    if (event instanceof ExecutionEvent.TaskEnded ended && ended.status() != TaskStatus.SUCCEEDED) {
      ended
          .failure()
          .filter(failure -> !ended.triedAgain() && !interrupted(failure))
          .ifPresent(
              failure ->
                  tell(
                      "failed: %s of run \"%s\": %s"
                          .formatted(ended.taskId(), ended.runId(), failure.message())));
    } else if (event instanceof ExecutionEvent.EngineUnavailable unavailable) {
      terminal.say("the engine does not answer, trying again: " + unavailable.reason());
    }
  }

  /** Ctrl-C reaches the commands of this process too: they end by it, and have not failed. */
  private static boolean interrupted(Failure failure) {
    return failure.signal().orElse(0) == SIGINT;
  }

  private void tell(String failure) {
    seen++;
    if (seen <= SHOWN) {
      terminal.say(failure);
    } else if (seen == SHOWN + 1) {
      terminal.say("there are more failures; they are counted, and grouped in the end");
    }
  }
}

package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Tells of the first failures as they happen; all calls of a listener are made by one thread. */
final class FailureNews implements ExecutionListener {

  private static final int SHOWN = 10;
  private static final int SIGINT = 2;

  private final Terminal terminal;
  private volatile Instant earliest;
  private int seen;

  /**
   * Begins to tell.
   *
   * @param began when the execution begins
   */
  FailureNews(Terminal terminal, Instant began) {
    this.terminal = terminal;
    this.earliest = began.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Returns since when failures are news of this execution: since its beginning, or since an
   * attempt failed that outlived the process before this one.
   */
  Instant earliest() {
    return earliest;
  }

  @Override
  public void taskEnded(ExecutionEvent.TaskEnded ended) {
    if (ended.failure().isPresent() && ended.at().isBefore(earliest)) {
      earliest = ended.at();
    }
    ended
        .failure()
        .filter(failure -> ended.status() != TaskStatus.SUCCEEDED)
        .filter(failure -> !ended.triedAgain() && !interrupted(failure))
        .ifPresent(
            failure ->
                tell(
                    "failed: %s of run \"%s\": %s"
                        .formatted(ended.taskId(), ended.runId(), failure.message())));
  }

  @Override
  public void engineUnavailable(ExecutionEvent.EngineUnavailable unavailable) {
    terminal.say("the engine does not answer, trying again: " + unavailable.reason());
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

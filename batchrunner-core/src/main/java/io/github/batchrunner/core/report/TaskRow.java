package io.github.batchrunner.core.report;

import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.status.TaskAttempt;
import io.github.batchrunner.core.status.TaskFailure;
import io.github.batchrunner.core.status.TaskOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a task of a run.
 *
 * @param task the task
 * @param outcome where it stands
 * @param attempt its latest attempt
 * @param failureOrNull why it failed; null unless it did
 */
record TaskRow(
    TaskDefinition task,
    TaskOutcome outcome,
    TaskAttempt attempt,
    @Nullable TaskFailure failureOrNull) {

  Optional<TaskFailure> failure() {
    return Optional.ofNullable(failureOrNull);
  }

  /** Tells whether it is known when the latest attempt began and ended. */
  boolean isTimed() {
    return attempt.began() > 0 && attempt.ended() > 0;
  }

  /** Returns how long the latest attempt took; 0 if the clock was set back meanwhile. */
  long durationMillis() {
    return Math.max(0, attempt.ended() - attempt.began());
  }
}

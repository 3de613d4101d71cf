package io.github.batchrunner.core.explain;

import io.github.batchrunner.core.status.TaskOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a task of a run stands where it does, and what a run would do with it.
 *
 * @param taskId the task
 * @param label what people call it
 * @param state where it stands
 * @param situation why it stands there
 * @param attempts how many attempts there were
 * @param latestOrNull the latest of them; null if there was none
 * @param outlook what a run would do now
 */
public record TaskExplanation(
    String taskId,
    String label,
    TaskOutcome state,
    Situation situation,
    int attempts,
    @Nullable AttemptExplanation latestOrNull,
    Outlook outlook) {

  /** Returns the latest attempt; empty if there was none. */
  public Optional<AttemptExplanation> latest() {
    return Optional.ofNullable(latestOrNull);
  }
}

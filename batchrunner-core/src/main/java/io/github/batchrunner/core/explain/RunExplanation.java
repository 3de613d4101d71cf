package io.github.batchrunner.core.explain;

import io.github.batchrunner.core.status.TaskOutcome;
import java.nio.file.Path;
import java.util.List;

/**
 * Why a run stands where it does.
 *
 * @param runId the run
 * @param directory its directory, whether it is there or not
 * @param prepared whether it is there
 * @param olderBase whether it was made of the base project as it was before a change
 * @param state the worst that holds for one of its tasks
 * @param because why, as a sentence
 * @param tasks its tasks, in the order of the pipeline
 */
public record RunExplanation(
    String runId,
    Path directory,
    boolean prepared,
    boolean olderBase,
    TaskOutcome state,
    String because,
    List<TaskExplanation> tasks) {

  /** Copies the list. */
  public RunExplanation {
    tasks = List.copyOf(tasks);
  }
}

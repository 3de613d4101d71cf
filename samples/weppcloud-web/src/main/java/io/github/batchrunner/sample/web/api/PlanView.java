package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.sample.web.base.BaseControls.Edit;
import java.util.List;

/**
 * What would run, and why.
 *
 * @param runs how many runs are planned
 * @param tasks how many tasks they have
 * @param toRun how many of these would run
 * @param reasons the reasons, those to run first, the most frequent first
 * @param byTask the same for each task of the pipeline
 * @param edits what the controls would change of the base project first
 * @param page which decisions these are
 * @param items the decisions, run by run in the order of the pipeline
 */
record PlanView(
    int runs,
    long tasks,
    long toRun,
    List<ReasonCount> reasons,
    List<TaskCount> byTask,
    List<Edit> edits,
    Page page,
    List<Item> items) {

  /**
   * A reason and how many tasks have it.
   *
   * @param reason its name
   * @param action {@code run} or {@code skip}
   * @param sentence the rest of a sentence about the task
   * @param tasks how many tasks
   */
  record ReasonCount(String reason, String action, String sentence, long tasks) {}

  /**
   * A task of the pipeline in numbers.
   *
   * @param task its id
   * @param label what people call it
   * @param run in how many runs it would run
   * @param skip in how many it would not
   * @param reasons why
   */
  record TaskCount(String task, String label, long run, long skip, List<SentenceCount> reasons) {}

  /**
   * A reason of a task.
   *
   * @param sentence the rest of a sentence about the task
   * @param tasks in how many runs
   */
  record SentenceCount(String sentence, long tasks) {}

  /**
   * What becomes of one task of one run.
   *
   * @param runId the run
   * @param task id of the task
   * @param action {@code run} or {@code skip}
   * @param reason the rest of a sentence about the task
   */
  record Item(String runId, String task, String action, String reason) {}
}

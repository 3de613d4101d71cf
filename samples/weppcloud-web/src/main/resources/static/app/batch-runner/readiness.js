// Why a batch cannot be run now.
import { VIEWER_REASON } from "../session.js";
import { count, number } from "../wording.js";

/**
 * Returns why Run Batch is disabled, most important first; none if it may be pressed.
 *
 * @param {Object|null} view the BatchView; null before it is known
 * @param {{mayChange: boolean, unsavedTemplate: boolean, uploading: boolean, saving: boolean, starting: boolean,
 *     force: {force: string, force_tasks: string[]}}} page what the page knows beside it
 * @returns {string[]}
 */
export function reasonsNotToRun(view, page) {
  if (!page.mayChange) {
    return [VIEWER_REASON];
  }
  if (view === null) {
    return ["The state of the batch is not known yet."];
  }
  const reasons = [];
  if (view.running !== null) {
    reasons.push(runningSentence(view.running));
  }
  if (page.starting) {
    reasons.push("The batch is being started.");
  }
  if (page.uploading) {
    reasons.push("Wait until the file has been uploaded.");
  }
  // While somebody runs the batch, that is all there is to say about it.
  reasons.push(...(view.running === null ? view.ready.reasons : []));
  // A template that is not stored as valid is among the service's reasons.
  if (page.unsavedTemplate && view.template.status === "ok") {
    reasons.push("Validate the run id template that you have typed, or go back to the stored one.");
  }
  if (page.saving) {
    reasons.push("The selection of tasks is being stored.");
  }
  if (page.force.force === "tasks" && page.force.force_tasks.length === 0) {
    reasons.push("Choose the task from which on everything is rebuilt.");
  }
  return [...new Set(reasons)];
}

/** Says by whom a batch is being run. */
export function runningSentence(running) {
  return (running.execution === null ? "The batch" : "Execution " + running.execution) + " is running, " + (running.here ? "by this service" : "by " + running.owner) + ".";
}

/** Says what a plan will do, in one sentence. */
export function planSentence({ to_run: toRun, tasks, runs }) {
  return toRun === 0
    ? "Nothing will run: none of the " + count(tasks, "task") + " of " + count(runs, "run") + " has to."
    : number(toRun) + " of " + count(tasks, "task") + " in " + count(runs, "run") + " will run.";
}

// What Run Batch and the preview of a plan ask for.

/** How many rows of a plan one page has. */
export const PLAN_PAGE = 100;

/**
 * Makes the body of a PlanRequest.
 *
 * @param {{force: "none"|"all"|"tasks", force_tasks: string[]}} choice of Force Rebuild
 * @param {Object|null} controls the forms of the base project, by control and field
 * @param {number} [page] which page of the plan's items is wanted
 */
export function planRequest({ force, force_tasks: tasks }, controls, page = 0) {
  return {
    force,
    force_tasks: force === "tasks" ? tasks : [],
    controls,
    retry: null,
    page,
    size: PLAN_PAGE,
  };
}

// Run Batch.
import { batchPath, post } from "../api.js";
import { el, fill } from "../dom.js";
import { problemNotice } from "../problem.js";
import { count } from "../wording.js";

/** The button that starts an execution, and why it cannot be pressed. */
export class Run {
  #batch;
  #request;
  #started;
  #refused;
  #moved;
  #isStarting = false;
  #button = el("button.primary", { type: "button", "aria-describedby": "run-reasons", click: () => this.#start() }, "Run Batch");
  #reasons = el("ul.reasons", { id: "run-reasons", "aria-live": "polite" });
  #says = el("div", { role: "status" });

  /**
   * @param {{batch: string, request: () => Object, started: (execution: number) => void, refused: (error: Error) => void,
   *     moved: () => void}} options request makes the PlanRequest; started gets the number of the execution; moved is
   *     told when starting begins or ends
   */
  constructor({ batch, request, started, refused, moved }) {
    this.#batch = batch;
    this.#request = request;
    this.#started = started;
    this.#refused = refused;
    this.#moved = moved;
    this.element = el("section.card.step.run", { "aria-labelledby": "run-title" },
      el("h3", { id: "run-title" }, "Run"),
      el("p.help", {}, "Writes the options of the base project below, plans, and runs what has to."),
      el("div.row", {}, this.#button), this.#reasons, this.#says);
  }

  /** Whether an execution is being started. */
  get isStarting() {
    return this.#isStarting;
  }

  /** Shows why the batch cannot be run; no reasons if it can. */
  show(reasons) {
    this.#button.disabled = reasons.length > 0;
    const lines = reasons.length > 0 ? reasons : ["Ready to run."];
    if (lines.join("\n") !== [...this.#reasons.children].map((line) => line.textContent).join("\n")) {
      fill(this.#reasons, lines.map((line) => el("li", {}, line)));
    }
  }

  async #start() {
    this.#isStarting = true;
    this.#moved();
    try {
      const { execution, to_run: toRun } = await post(batchPath(this.#batch, "executions"), this.#request());
      fill(this.#says, el("p.notice.good", {}, execution === null
        ? "Nothing had to run: everything that is selected is up to date."
        : "Execution " + execution + " has started: " + count(toRun, "task") + " will run."));
      this.#started(execution);
    } catch (error) {
      fill(this.#says, problemNotice(error));
      this.#refused(error);
    } finally {
      this.#isStarting = false;
      this.#moved();
    }
  }
}

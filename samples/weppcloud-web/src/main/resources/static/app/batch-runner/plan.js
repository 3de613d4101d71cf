// The plan: what would run and why, before anything is touched.
import { batchPath, post } from "../api.js";
import { el, fill } from "../dom.js";
import { Pager } from "../pager.js";
import { problemNotice } from "../problem.js";
import { Latest } from "../sequence.js";
import { table } from "../table.js";
import { count, number, time } from "../wording.js";
import { planSentence } from "./readiness.js";

/** The preview of a plan. */
export class PlanPreview {
  #batch;
  #request;
  #refused;
  #latest = new Latest();
  #isShown = false;
  #says = el("div", { role: "status" });
  #outdated = el("p.notice.info", { hidden: true }, "Something has changed since this plan was made; preview it again.");
  #button = el("button", { type: "button", click: () => this.#ask() }, "Preview plan");
  #whole = el("div");
  #items = el("div");
  #pager = new Pager("plan", (page) => this.#turn(page));
  #result = el("div", { hidden: true }, this.#whole, el("h4", {}, "Task by task"), this.#items, this.#pager.element);

  /**
   * @param {{batch: string, request: (page: number) => Object, refused: (error: Error) => void}} options request makes
   *     the PlanRequest; refused is told of a problem, which may concern fields of other controls
   */
  constructor({ batch, request, refused }) {
    this.#batch = batch;
    this.#request = request;
    this.#refused = refused;
    this.element = el("section.card.step", { "aria-labelledby": "plan-title" },
      el("h3", { id: "plan-title" }, "Plan"),
      el("div.row", {}, this.#button, el("span.help", {}, "What would run and why. Nothing is touched.")),
      this.#outdated, this.#says, this.#result);
  }

  /** Tells that a plan made now could differ from the one that is shown. */
  outdate() {
    this.#outdated.hidden = !this.#isShown;
  }

  /** A plan can be made as soon as there are run ids. */
  show(view) {
    this.#button.disabled = view.watersheds === null || view.template.status !== "ok";
  }

  async #ask() {
    fill(this.#says, el("p", {}, "Planning."));
    const plan = await this.#fetch(0);
    if (plan !== null) {
      this.#isShown = true;
      this.#outdated.hidden = true;
      this.#result.hidden = false;
      fill(this.#says, el("p.notice", {}, el("strong", {}, planSentence(plan)), " ", el("span.quiet-text", {}, "Planned ", time(new Date().toISOString()), ".")));
      fill(this.#whole, edits(plan), reasons(plan), byTask(plan));
      this.#showItems(plan);
    }
  }

  async #turn(page) {
    const plan = await this.#fetch(page);
    if (plan !== null) {
      this.#showItems(plan);
    }
  }

  async #fetch(page) {
    try {
      const answer = await this.#latest.ask((signal) => post(batchPath(this.#batch, "plan"), this.#request(page), { signal }));
      return answer?.value ?? null;
    } catch (error) {
      fill(this.#says, problemNotice(error));
      this.#refused(error);
      return null;
    }
  }

  #showItems(plan) {
    fill(this.#items, plan.items.length === 0 ? null : table("Plan, task by task", ["Run", "Task", "Action", "Reason"],
      plan.items.map(({ run_id: run, task, action, reason }) => [el("bdi", {}, run), task, action, reason])));
    this.#pager.show(plan.page, "tasks");
  }
}

function reasons(plan) {
  return plan.reasons.length === 0 ? null : [
    el("h4", {}, "Why"),
    table("Why tasks run or not", ["Reason", "Action", "#Tasks"],
      plan.reasons.map(({ sentence, action, tasks }) => [sentence, action, number(tasks)])),
  ];
}

function byTask(plan) {
  return plan.by_task.length === 0 ? null : [
    el("h4", {}, "By task"),
    table("Plan by task", ["Task", "#Run", "#Skip", "Reasons"],
      plan.by_task.map(({ label, run, skip, reasons: why }) => [label, number(run), number(skip),
        el("ul.plain", {}, why.map(({ sentence, tasks }) => el("li", {}, number(tasks), ": ", sentence)))])),
  ];
}

function edits(plan) {
  return [
    el("h4", {}, "Edits of the base project"),
    plan.edits.length === 0 ? el("p.quiet-text", {}, "None: its files stay as they are.")
      : [el("p.help", {}, count(plan.edits.length, "attribute") + " of the base project will change before the tasks run."),
        table("Edits of the base project", ["Attribute", "File", "Before", "After"],
          plan.edits.map(({ file, attribute, before, after }) => [el("code", {}, attribute), file, el("code", {}, before), el("code", {}, after)]))],
  ];
}

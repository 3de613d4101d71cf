// Force Rebuild: what runs although it is up to date.
import { el, fill } from "../dom.js";

/** The choice of what is rebuilt; it holds for the next plan alone, so nothing stores it. */
export class Force {
  #chosen;
  #radios = new Map();
  #from = el("select", { id: "force-from", "aria-label": "From this task on", change: () => this.#change() });
  #tasks = "";

  /** @param {() => void} chosen is told of every choice */
  constructor(chosen) {
    this.#chosen = chosen;
    this.element = el("fieldset", {}, el("legend", {}, "Force Rebuild"),
      el("ul.choices", {},
        this.#choice("none", "No: only tasks that are not up to date"),
        this.#choice("all", "All selected tasks of all runs"),
        this.#choice("tasks", "From this task on:", this.#from)));
    this.#radios.get("none").checked = true;
    this.#from.disabled = true;
  }

  /** What is chosen, as a PlanRequest says it. */
  get value() {
    const force = [...this.#radios].find(([, radio]) => radio.checked)[0];
    return { force, force_tasks: force === "tasks" && this.#from.value !== "" ? [this.#from.value] : [] };
  }

  /** Offers the tasks of the pipeline; those that are not selected cannot be chosen. */
  show(view) {
    const selected = new Set(view.tasks.filter(({ enabled }) => enabled).flatMap(({ task_ids: ids }) => ids));
    const tasks = JSON.stringify([view.pipeline_tasks, [...selected]]);
    if (tasks === this.#tasks) {
      return;
    }
    this.#tasks = tasks;
    const before = this.#from.value;
    fill(this.#from, el("option", { value: "" }, "Choose a task"), view.pipeline_tasks.map(({ id, label }) =>
      el("option", { value: id, disabled: !selected.has(id) }, label, selected.has(id) ? "" : " (not selected)")));
    this.#from.value = selected.has(before) ? before : "";
  }

  #choice(value, label, ...more) {
    const id = "force-" + value;
    const radio = el("input", { type: "radio", name: "force", id, value, change: () => this.#change() });
    this.#radios.set(value, radio);
    return el("li.check", {}, radio, el("span.row", {}, el("label", { for: id }, label), ...more));
  }

  #change() {
    this.#from.disabled = !this.#radios.get("tasks").checked;
    this.#chosen();
  }
}

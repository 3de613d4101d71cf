// The Batch Runner control: from the watersheds to Run Batch.
import { batchPath, get } from "../api.js";
import { ControlBase } from "../control-base.js";
import { el, fill } from "../dom.js";
import { problemNotice } from "../problem.js";
import { Latest } from "../sequence.js";
import { Force } from "./force.js";
import { PlanPreview } from "./plan.js";
import { planRequest } from "./plan-request.js";
import { reasonsNotToRun, runningSentence } from "./readiness.js";
import { Run } from "./run.js";
import { Tasks } from "./tasks.js";
import { RunIdTemplate } from "./template.js";
import { Upload } from "./upload.js";

/** Uploads, validates, selects, previews and runs; its parts each do one of these. */
export class BatchRunner extends ControlBase {
  #batch = "";
  #mayChange = false;
  #base = null;
  #view = null;
  #latest = new Latest();
  #notice = el("div", { role: "status" });
  #upload;
  #template;
  #tasks;
  #force;
  #plan;
  #run;

  /** @override */
  get name() {
    return "batch_runner";
  }

  /** Returns what a PlanRequest takes from here: {force, force_tasks}. @override */
  serialize() {
    return this.#force.value;
  }

  /**
   * Builds the control and shows the batch.
   *
   * @param {{element: Element, batch: string, mayChange: boolean, maxBytes: number,
   *     base: {serializeBase: () => Object|null, showProblems: (errors: Array) => void}}} options element is filled;
   *     maxBytes is the largest file; base speaks for the controls of the base project
   */
  async start({ element, batch, mayChange, maxBytes, base }) {
    this.#batch = batch;
    this.#mayChange = mayChange;
    this.#base = base;
    const moved = () => this.#refresh();
    const refused = (error) => base.showProblems(error.errors ?? []);
    const request = (page) => planRequest(this.serialize(), base.serializeBase(), page);
    this.#upload = new Upload({ batch, maxBytes, moved, attached: (view) => this.#use(view) });
    this.#template = new RunIdTemplate({ batch, stored: (view) => this.#use(view), typed: moved });
    this.#tasks = new Tasks({ batch, moved, stored: (view) => this.#use(view) });
    this.#force = new Force(() => {
      this.changed();
      this.#outdate();
    });
    this.#plan = new PlanPreview({ batch, request, refused });
    this.#run = new Run({ batch, request, refused, moved, started: (execution) => this.#started(execution) });
    fill(element, this.#notice, this.#upload.element, this.#template.element,
      el("section.step", { "aria-labelledby": "tasks-title" }, el("h3", { id: "tasks-title" }, "Tasks"),
        el("div.side-by-side", {}, this.#tasks.element, this.#force.element)),
      this.#plan.element, this.#run.element);
    await this.reload();
  }

  /** Asks for the state of the batch anew, as others may have changed it. */
  async reload() {
    try {
      const answer = await this.#latest.ask((signal) => get(batchPath(this.#batch), { signal }));
      if (answer !== null) {
        this.#show(answer.value);
      }
    } catch (error) {
      fill(this.#notice, problemNotice(error));
    }
  }

  /** Marks the previewed plan as outdated, since something it depends on has changed. */
  outdatePlan() {
    this.#plan.outdate();
  }

  /** The execution that runs, as far as is known here; null for none. */
  get runningExecution() {
    return this.#view?.running?.execution ?? null;
  }

  /** Takes over what a change of this page came to, and tells the other parts of the page. */
  #use(view) {
    this.#latest.forget();
    this.#show(view);
    this.changed();
    document.dispatchEvent(new CustomEvent("batch:changed", { detail: view }));
  }

  #show(view) {
    const isOther = this.#view !== null && planDependsOn(view) !== planDependsOn(this.#view);
    this.#view = view;
    this.#refresh();
    if (isOther) {
      this.#plan.outdate();
    }
  }

  #refresh() {
    const view = this.#view;
    if (view !== null) {
      const may = { mayEdit: this.#mayChange && view.running === null };
      this.#upload.show(view, may);
      this.#template.show(view, may);
      this.#tasks.show(view, may);
      this.#force.show(view);
      this.#plan.show(view);
      fill(this.#notice, this.#whyNotToEdit(view));
    }
    this.#run.show(reasonsNotToRun(view, {
      mayChange: this.#mayChange,
      unsavedTemplate: this.#template.isUnsaved,
      uploading: this.#upload.isUploading,
      saving: this.#tasks.isSaving,
      starting: this.#run.isStarting,
      force: this.serialize(),
    }));
  }

  #whyNotToEdit(view) {
    if (view.running !== null) {
      return el("p.notice", {}, runningSentence(view.running), " What it works on cannot be changed until it has ended.");
    }
    return this.#mayChange ? null : el("p.notice", {}, "You may look at everything here, but only an administrator may change it.");
  }

  #outdate() {
    this.#plan.outdate();
    this.#refresh();
  }

  #started(execution) {
    this.#plan.outdate();
    if (execution !== null) {
      document.dispatchEvent(new CustomEvent("batch:execution", { detail: { execution } }));
    }
    this.reload();
  }
}

/** What of a BatchView a plan is made from. */
function planDependsOn({ watersheds, template, tasks, running }) {
  return JSON.stringify([watersheds?.uploaded_at, template.source, template.status, tasks, running]);
}

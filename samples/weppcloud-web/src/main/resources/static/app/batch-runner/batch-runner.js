// The Batch Runner control: from the watersheds to Run Batch.
import { batchPath, get } from "../api.js";
import { ControlBase } from "../control-base.js";
import { el, fill } from "../dom.js";
import { problemNotice } from "../problem.js";
import { Latest } from "../sequence.js";
import { VIEWER_REASON } from "../session.js";
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
  #view = null;
  #heardLast = "";
  #latest = new Latest();
  #notice = el("p.notice.info", { role: "status", hidden: true });
  #problem = el("div", { role: "alert" });
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
    fill(element, this.#notice, this.#problem, this.#upload.element, this.#template.element,
      el("section.card.step", { "aria-labelledby": "tasks-title" }, el("h3", { id: "tasks-title" }, "Tasks"),
        el("div.side-by-side", {}, this.#tasks.element, this.#force.element)),
      this.#plan.element, this.#run.element);
    // Another part of the page may start executions too, such as a retry.
    document.addEventListener("batch:execution", () => {
      this.#plan.outdate();
      this.reload();
    });
    document.addEventListener("batch:status", ({ detail }) => this.#heard(detail));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) {
        this.reload();
      }
    });
    await this.reload();
  }

  /** Asks for the state of the batch anew, as others may have changed it. */
  async reload() {
    try {
      const answer = await this.#latest.ask((signal) => get(batchPath(this.#batch), { signal }));
      if (answer !== null) {
        fill(this.#problem);
        this.#show(answer.value);
      }
    } catch (error) {
      fill(this.#problem, problemNotice(error));
    }
  }

  /** Marks the previewed plan as outdated, since something it depends on has changed. */
  outdatePlan() {
    this.#plan.outdate();
  }

  /** Takes over what a change of this page came to, and tells the other parts of the page what it was before and is now. */
  #use(view) {
    const before = this.#view;
    this.#latest.forget();
    this.#show(view);
    this.changed();
    document.dispatchEvent(new CustomEvent("batch:changed", { detail: { before, view } }));
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
      this.#say(this.#whyNotToEdit(view));
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
      return runningSentence(view.running) + " What it works on cannot be changed until it has ended.";
    }
    return this.#mayChange ? "" : VIEWER_REASON;
  }

  /** Says something at the top, once. */
  #say(text) {
    this.#notice.hidden = text === "";
    if (this.#notice.textContent !== text) {
      this.#notice.textContent = text;
    }
  }

  #outdate() {
    this.#plan.outdate();
    this.#refresh();
  }

  #started(execution) {
    if (execution === null) {
      this.reload();
    } else {
      document.dispatchEvent(new CustomEvent("batch:execution", { detail: { execution } }));
    }
  }

  /** The live view hears at once when an execution begins or ends. */
  #heard(status) {
    const heard = JSON.stringify([status.state, status.execution]);
    const isNews = heard !== this.#heardLast && this.#heardLast !== "";
    this.#heardLast = heard;
    if (isNews) {
      this.reload();
    }
  }
}

/** What of a BatchView a plan is made from. */
function planDependsOn({ watersheds, template, tasks, running }) {
  return JSON.stringify([watersheds?.uploaded_at, template.source, template.status, tasks, running]);
}

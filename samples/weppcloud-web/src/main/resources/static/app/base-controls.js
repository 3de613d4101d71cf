// The controls of the base project: what every run of the batch is configured with.
import { batchPath, get, put } from "./api.js";
import { Channels } from "./controls/channels.js";
import { Climate } from "./controls/climate.js";
import { Landuse } from "./controls/landuse.js";
import { Omni } from "./controls/omni.js";
import { Sbs } from "./controls/sbs.js";
import { Soils } from "./controls/soils.js";
import { Subcatchments } from "./controls/subcatchments.js";
import { Wepp } from "./controls/wepp.js";
import { el, fill } from "./dom.js";
import { problemNotice } from "./problem.js";
import { Latest } from "./sequence.js";
import { VIEWER_REASON } from "./session.js";

/** The controls of the base project, in the order of WEPPcloud's page. */
export const baseControls = [Sbs, Channels, Subcatchments, Landuse, Soils, Climate, Wepp, Omni].map((Control) => Control.getInstance());

/** Returns what the person has changed, by control and field; what others change meanwhile stays as it is. */
export function serializeBase() {
  return Object.fromEntries(baseControls.filter((control) => control.isChanged).map((control) => [control.name, control.changes]));
}

/**
 * Says at the fields what is wrong with them, and goes to the first one.
 *
 * @param {Array<{field: string, detail: string}>} errors of a problem document; those of other fields are passed over
 */
export function showProblems(errors) {
  const first = baseControls.map((control) => control.showProblems(errors)).find((input) => input !== null);
  first?.focus();
}

const WHILE_RUNNING = "The batch is running: its options can be changed when it has ended.";

let page = null;

/**
 * Loads the controls and keeps them up to date.
 *
 * @param {{element: Element, batch: string, mayChange: boolean}} options element is filled
 */
export async function loadBase({ element, batch, mayChange }) {
  page = new BasePage({ element, batch, mayChange });
  await page.reload();
}

/** The section of the page with all controls. */
class BasePage {
  #batch;
  #mayChange;
  #running = false;
  #views = null;
  #latest = new Latest();
  #notice = el("p.notice.info", { role: "status", hidden: true });
  #problem = el("div", { role: "alert" });
  #says = el("p", { role: "status" });
  #save = el("button.primary", { type: "button", click: () => this.#store() }, "Save options");
  #undo = el("button", { type: "button", click: () => this.#reset() }, "Undo changes");

  constructor({ element, batch, mayChange }) {
    this.#batch = batch;
    this.#mayChange = mayChange;
    fill(element, this.#notice, this.#problem, baseControls.map((control) => control.element),
      el("div.actions.base-actions", {}, this.#says, this.#undo, this.#save));
    for (const control of baseControls) {
      control.addEventListener("change", () => this.#refresh());
    }
    Sbs.getInstance().connect(batch, (answer, words) => {
      this.#took(answer);
      fill(this.#says, words);
    });
    document.addEventListener("batch:changed", () => this.reload());
    document.addEventListener("batch:execution", () => this.reload());
    document.addEventListener("batch:status", ({ detail }) => this.#heard(isRunning(detail)));
    this.#refresh();
  }

  /** Asks for the options anew; what the person has changed stays. */
  async reload() {
    try {
      const answer = await this.#latest.ask((signal) => Promise.all([
        get(batchPath(this.#batch, "base"), { signal }), get(batchPath(this.#batch), { signal })]));
      if (answer !== null) {
        const [{ controls }, { running }] = answer.value;
        fill(this.#problem);
        this.#running = running !== null;
        this.#show(controls);
      }
    } catch (error) {
      fill(this.#problem, problemNotice(error));
    }
  }

  /** What a run does to the base project is asked for when it begins and when it ends. */
  #heard(running) {
    if (running !== this.#running) {
      this.#running = running;
      this.#refresh();
      this.reload();
    }
  }

  #show(views) {
    this.#views = views;
    this.#refresh();
  }

  #refresh() {
    const reason = this.#running ? WHILE_RUNNING : this.#mayChange ? "" : VIEWER_REASON;
    const mayEdit = reason === "";
    this.#notice.hidden = mayEdit;
    if (this.#notice.textContent !== reason) {
      this.#notice.textContent = reason;
    }
    for (const view of this.#views ?? []) {
      baseControls.find((control) => control.name === view.id)?.show(view, { mayEdit });
    }
    const isChanged = baseControls.some((control) => control.isChanged);
    this.#save.disabled = !mayEdit || !isChanged;
    this.#undo.disabled = !mayEdit || !isChanged;
  }

  async #store() {
    showProblems([]);
    fill(this.#says, "Saving…");
    this.#save.disabled = true;
    try {
      const answer = await put(batchPath(this.#batch, "base"), { controls: serializeBase() });
      fill(this.#problem);
      this.#took(answer);
      fill(this.#says, "Saved.");
    } catch (error) {
      fill(this.#says);
      fill(this.#problem, problemNotice(error));
      this.#refresh();
      showProblems(error.errors ?? []);
    }
  }

  #took({ controls }) {
    this.#latest.forget();
    this.#show(controls);
    for (const control of baseControls) {
      control.changed();
    }
  }

  #reset() {
    for (const control of baseControls) {
      control.reset();
    }
    fill(this.#problem);
    fill(this.#says, "Undone.");
    for (const control of baseControls) {
      control.changed();
    }
  }
}

/** Whether a status says that the batch is being run. */
const isRunning = ({ state, owner }) => state === "running" || (owner ?? null) !== null;

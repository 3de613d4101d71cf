// What a person can do to the batch: cancel it, retry what failed.
import { batchPath, post } from "../api.js";
import { confirm } from "../confirm.js";
import { el, fill } from "../dom.js";

/** The button that cancels, and the line that says what became of what a person asked for. */
export class Actions {
  #batch;
  #cancel = el("button.danger", { type: "button", id: "live-cancel", click: () => this.#cancelBatch() }, "Cancel");
  #said = el("span", { id: "live-said", role: "status" });
  #asked = null;
  #execution = null;
  #running = false;

  constructor(container, batch, canChange) {
    this.#batch = batch;
    fill(container, canChange ? this.#cancel : null, this.#said);
    this.#cancel.hidden = true;
  }

  /** Shows what can be done now. */
  show(status) {
    const running = status.state === "running";
    this.#cancel.hidden = !running;
    this.#execution = status.execution;
    if (!running && this.#running) {
      // What was said of the execution has come true.
      this.#asked = null;
      this.#said.textContent = "";
    }
    this.#running = running;
    this.#cancel.textContent = this.#isAsked() ? "Stop at once" : "Cancel";
  }

  /** Runs again what failed: all of it, or what has a signature. */
  async retry(retry) {
    await this.#act("Starting …", async () => {
      const plan = { force: "none", force_tasks: [], controls: null, retry, page: 0, size: 1 };
      const { execution, to_run: tasks } = await post(batchPath(this.#batch, "executions"), plan);
      if (execution === null) {
        return "There is nothing to run again.";
      }
      document.dispatchEvent(new CustomEvent("batch:execution", { detail: { execution } }));
      return `Execution ${execution} runs ${tasks} tasks.`.replace(" 1 tasks", " 1 task");
    });
  }

  #isAsked() {
    return this.#asked !== null && this.#asked === this.#execution;
  }

  async #cancelBatch() {
    const force = this.#isAsked();
    if (!await confirm(force
      ? { title: "Stop at once?", text: "What is running is killed without waiting for it to end.", yes: "Stop at once", no: "Let it end" }
      : { title: "Cancel the batch?", text: "What is running is asked to end, and nothing new begins. What has succeeded is kept; Run Batch goes on from there.", yes: "Cancel the batch", no: "Let it run" })) {
      return;
    }
    await this.#act("Cancelling …", async () => {
      await post(batchPath(this.#batch, "cancel"));
      this.#asked = this.#execution;
      this.#cancel.textContent = "Stop at once";
      return force ? "Stopping at once …" : "Cancelling: what runs is being ended.";
    });
  }

  async #act(meanwhile, action) {
    this.#said.classList.remove("live-wrong");
    this.#said.textContent = meanwhile;
    try {
      this.#said.textContent = await action();
    } catch (problem) {
      this.#said.classList.add("live-wrong");
      this.#said.textContent = problem.message;
    }
  }
}

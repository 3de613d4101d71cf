// All about the chosen run.
import { batchPath } from "../api.js";
import { el, fill } from "../dom.js";
import { count } from "../wording.js";
import { LogTail } from "./log-tail.js";
import { letterOf } from "./states.js";
import { stateSign } from "./table.js";
import { duration, moment } from "./words.js";

/** Shows one run; tells that a person wants it closed by the event "close". */
export class RunPanel extends EventTarget {
  #panel;
  #batch;
  #get;
  #run = null;
  #turn = 0;
  #log = null;
  #logBox = el("div");
  #body = el("div");
  #title = el("h3", { id: "live-run-title", tabindex: "-1" });
  #shows = "";
  #timer = null;

  /** @param {function(string): Promise} get asks the API */
  constructor(panel, batch, get) {
    super();
    this.#panel = panel;
    this.#batch = batch;
    this.#get = get;
    fill(panel,
      el("div.row", {}, this.#title,
        el("button.small", { type: "button", id: "live-run-close", click: () => this.#close() }, "Close")),
      this.#body, this.#logBox);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.#close();
      }
    });
  }

  /** The id of the run that is shown; null if none is. */
  get run() {
    return this.#run;
  }

  /** Shows a run, and moves the focus to it if that is asked for. */
  async open(id, focus) {
    if (this.#run !== id) {
      this.#forget();
      this.#run = id;
      this.#title.replaceChildren(el("bdi", {}, id));
      fill(this.#body, el("p.quiet-text", {}, "Loading …"));
    }
    this.#panel.hidden = false;
    if (focus) {
      this.#title.focus({ preventScroll: true });
      // As little as shows what it is about: the map and the table stay in view if they can.
      this.#title.scrollIntoView({ block: "nearest" });
    }
    await this.#load();
  }

  /** Shows no run. */
  hide() {
    this.#forget();
    this.#run = null;
    this.#panel.hidden = true;
  }

  /** Asks again, soon, since something of the run has changed. */
  refresh() {
    if (this.#run !== null && this.#timer === null) {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#load();
      }, 300);
    }
  }

  #close() {
    this.dispatchEvent(new Event("close"));
  }

  #forget() {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#log?.stop();
    this.#log = null;
    this.#shows = "";
    this.#logBox.replaceChildren();
  }

  async #load() {
    const turn = ++this.#turn;
    try {
      const run = await this.#get(batchPath(this.#batch, "runs", this.#run));
      if (turn === this.#turn) {
        this.#show(run);
      }
    } catch (problem) {
      if (turn === this.#turn) {
        fill(this.#body, el("p.live-message", {}, problem.message));
        this.#shows = "";
      }
    }
  }

  #show(run) {
    const shows = JSON.stringify(run);
    if (shows === this.#shows) {
      return;
    }
    this.#shows = shows;
    const focused = this.#body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const open = new Set([...this.#body.querySelectorAll("details[open]")].map((details) => details.dataset.key));
    fill(this.#body,
      el("p", {}, stateSign(letterOf(run.state)), " ", run.state.toLowerCase(), run.because ? ": " + run.because : ""),
      el("ol.live-tasks", {}, run.tasks.map((task) => this.#task(task))),
      properties(run.properties));
    for (const details of this.#body.querySelectorAll("details")) {
      details.open = open.has(details.dataset.key);
    }
    if (focused) {
      this.#body.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #task(task) {
    const { latest } = task;
    return el("li", { "data-task": task.task },
      el("p", {}, stateSign(letterOf(task.state)), el("span.visually-hidden", {}, task.state), " ", el("strong", {}, task.label), " ", task.sentence),
      task.attempts > 0 ? el("p", {},
        latest ? el("span.quiet-text", {}, attemptWords(task.attempts, latest)) : null,
        el("button.small", { type: "button", "data-key": "log:" + task.task, click: () => this.#openLog(task) },
          "Log", el("span.visually-hidden", {}, " of " + task.label))) : null,
      latest?.message && !task.sentence.includes(latest.message)
        ? el("p.live-message", {}, latest.kind ? `${latest.kind}: ` : "", latest.message) : null,
      latest?.detail ? el("details", { "data-key": "detail:" + task.task }, el("summary", {}, "Detail"), el("pre.live-evidence", { tabindex: "0" }, latest.detail)) : null,
      task.outlook ? el("p.quiet-text", {}, "Run Batch would ", task.outlook) : null,
      task.changes?.length ? el("ul.live-changes", {}, task.changes.map((change) => el("li", {}, change))) : null);
  }

  #openLog(task) {
    this.#log?.stop();
    this.#log = new LogTail(this.#batch, this.#run, task.task, task.label, this.#get);
    this.#logBox.replaceChildren(this.#log.element);
    this.#log.start();
    this.#log.element.scrollIntoView({ block: "nearest" });
  }
}

function attemptWords(attempts, { began_at: began, ended_at: ended, duration: took }) {
  const when = ended ? `, ended ${moment(ended)} after ${duration(took)}` : began ? `, since ${moment(began)}` : "";
  return `${count(attempts, "attempt")}${when} `;
}

function properties(values) {
  const names = Object.keys(values ?? {});
  return names.length === 0 ? null : el("details", { "data-key": "properties" },
    el("summary", {}, count(names.length, "property", "properties")),
    el("dl.live-properties", {}, names.map((name) => [
      el("dt", {}, el("bdi", {}, name)),
      el("dd", {}, el("bdi", {}, typeof values[name] === "string" ? values[name] : JSON.stringify(values[name]))),
    ])));
}

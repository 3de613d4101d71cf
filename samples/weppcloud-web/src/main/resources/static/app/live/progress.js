// How far the batch is.
import { el, fill } from "../dom.js";
import { number } from "../wording.js";
import { RUN_STATES, STATES } from "./states.js";
import { clock, percent, timeLeft } from "./words.js";

const BATCH = {
  new: "has not been run yet",
  running: "is running",
  succeeded: "has succeeded",
  failed: "has ended with failures",
  cancelled: "was cancelled",
  stopped: "was stopped",
  detached: "was left to the engine",
  interrupted: "was interrupted",
  incomplete: "is not complete",
};

/** The bar of all runs by state, with what is known of the time and of who runs the batch. */
export class ProgressView {
  #bar = el("div.live-bar", { role: "progressbar", "aria-label": "Runs that have ended", "aria-valuemin": 0, "aria-valuemax": 100 });
  #parts = new Map();
  #state = el("p.live-batch-state", { role: "status" });
  #facts = el("p.live-facts");
  #runs = el("span");
  #tasks = el("span");
  #elapsed = el("span");
  #rest = el("span");
  #note = el("p.live-note");
  #store;
  #title = document.title;
  #known = null;
  #ticking = null;

  constructor(container, store) {
    this.#store = store;
    for (const letter of ["s", "f", "r", "w"]) {
      const part = el("span.live-" + STATES[letter].name);
      this.#parts.set(letter, part);
      this.#bar.append(part);
    }
    fill(this.#facts, this.#runs, this.#tasks, this.#elapsed, this.#rest);
    fill(container, this.#state, this.#bar, this.#facts, this.#note);
  }

  /** Shows what the service said of the batch last; the runs themselves are those of the store. */
  show(status) {
    this.#known = { status, at: performance.now() };
    this.refresh();
    const { tasks } = status;
    const done = tasks.succeeded + tasks.failed + tasks.skipped;
    const running = status.state === "running";
    this.#tasks.textContent = `Tasks: ${number(done)} of ${number(tasks.total)} done`
      + (tasks.skipped > 0 ? `, ${number(tasks.skipped)} of them skipped` : "");
    this.#rest.textContent = (running ? ", " + timeLeft(status.time_left) : "")
      + (status.executor ? `; executor “${status.executor}”` : "")
      + (running && status.owner ? `, run by ${status.owner}` : "") + ".";
    fill(this.#note, status.note || null);
    this.#note.hidden = !status.note;
    this.#tick();
  }

  /** Shows what the runs have become. */
  refresh() {
    const { counts, size } = this.#store;
    for (const [letter, part] of this.#parts) {
      part.style.flexGrow = counts[letter];
      part.hidden = counts[letter] === 0;
    }
    const ended = size === 0 ? 0 : (counts.s + counts.f) / size;
    this.#bar.setAttribute("aria-valuenow", Math.floor(ended * 100));
    const numbers = RUN_STATES.filter((letter) => counts[letter] > 0).map((letter) => `${number(counts[letter])} ${STATES[letter].name}`).join(", ");
    this.#bar.setAttribute("aria-valuetext", numbers);
    this.#runs.textContent = `Runs: ${numbers} of ${number(size)}. `;
    if (this.#known) {
      this.#say(ended);
    }
  }

  #say(ended) {
    const { state } = this.#known.status;
    const words = "The batch " + (BATCH[state] ?? state) + ".";
    if (this.#state.textContent !== words) {
      this.#state.textContent = words;
      this.#state.dataset.state = state;
    }
    const { f } = this.#store.counts;
    const failed = f > 0 ? `, ${number(f)} failed` : "";
    document.title = (state === "running" ? percent(ended) : state) + failed + " – " + this.#title;
  }

  /** Counts the seconds on between what the service says. */
  #tick() {
    clearTimeout(this.#ticking);
    const { status, at } = this.#known;
    const isKnown = status.elapsed !== null && status.elapsed !== undefined;
    const since = status.state === "running" ? (performance.now() - at) / 1000 : 0;
    this.#elapsed.textContent = isKnown ? `, in ${clock(status.elapsed + since)}` : "";
    if (isKnown && status.state === "running") {
      this.#ticking = setTimeout(() => this.#tick(), 1000);
    }
  }
}

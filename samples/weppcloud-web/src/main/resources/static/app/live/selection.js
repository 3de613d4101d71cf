// Which runs are shown, and in which order. Knows nothing of the page.
import { STATES } from "./states.js";

/** Shows all runs, in the order of the file. */
export const NO_FILTER = Object.freeze({ text: "", state: "", task: "", group: "" });

/** The order of the file. */
export const FILE_ORDER = Object.freeze({ by: "number", descending: false });

/** The runs of a store that match a filter, in an order. */
export class Selection {
  #store;
  #generation = -1;
  #words = [];
  #ranks = null;

  constructor(store) {
    this.#store = store;
    this.filter = { ...NO_FILTER };
    this.sort = { ...FILE_ORDER };
    /** The numbers of the runs of the failure group that is shown alone; null if none is. */
    this.members = null;
    /** The numbers of the runs that are shown, in order. */
    this.shown = [];
    /** One byte for each run: 1 if it is shown. */
    this.isShown = new Uint8Array(0);
  }

  /** Whether all runs are shown. */
  get isWhole() {
    return this.shown.length === this.#store.size;
  }

  /** Whether what is shown, or its order, depends on where the runs stand. */
  get dependsOnStates() {
    return this.filter.state !== "" || this.sort.by === "state" || this.sort.by.startsWith("task:");
  }

  /** Finds out again what is shown. */
  refresh() {
    const store = this.#store;
    if (this.#generation !== store.generation) {
      this.#generation = store.generation;
      this.#words = store.ids.map((id) => id.toLowerCase());
      this.#ranks = null;
    }
    const matches = this.#matcher();
    this.isShown = new Uint8Array(store.size);
    const shown = [];
    for (let run = 0; run < store.size; run++) {
      if (matches(run)) {
        this.isShown[run] = 1;
        shown.push(run);
      }
    }
    this.shown = this.#sorted(shown);
  }

  #matcher() {
    const { text, state, task } = this.filter;
    const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const index = this.#taskIndex(task);
    const { states, letters } = this.#store;
    const { members } = this;
    return (run) =>
      (state === "" || (index < 0 ? states[run] : letters[run][index]) === state) &&
      (members === null || members.has(run)) &&
      words.every((word) => this.#words[run].includes(word));
  }

  #taskIndex(id) {
    return this.#store.tasks.findIndex((task) => task.id === id);
  }

  #sorted(shown) {
    const { by, descending } = this.sort;
    const key = this.#key(by);
    if (key === null) {
      return descending ? shown.reverse() : shown;
    }
    const keys = new Float64Array(this.#store.size);
    for (const run of shown) {
      keys[run] = key(run);
    }
    const sign = descending ? -1 : 1;
    // Among equals the order of the file stays.
    return shown.sort((a, b) => sign * (keys[a] - keys[b]) || a - b);
  }

  #key(by) {
    const store = this.#store;
    if (by === "id") {
      this.#ranks ??= rank(store.ids);
      return (run) => this.#ranks[run];
    }
    if (by === "area") {
      return (run) => store.areas[run] ?? 0;
    }
    if (by === "state") {
      return (run) => STATES[store.states[run]].order;
    }
    const index = by.startsWith("task:") ? this.#taskIndex(by.slice("task:".length)) : -1;
    return index < 0 ? null : (run) => STATES[store.letters[run][index]]?.order ?? 9;
  }
}

/** Returns the place of each id in the order in which people look for them: OR-9 before OR-10. */
function rank(ids) {
  const collator = new Intl.Collator("en", { numeric: true });
  const order = [...ids.keys()].sort((a, b) => collator.compare(ids[a], ids[b]));
  const ranks = new Float64Array(ids.length);
  order.forEach((run, place) => {
    ranks[run] = place;
  });
  return ranks;
}

// Where all runs of the batch stand. Knows nothing of the page.
import { RUN_STATES, stateOfRun } from "./states.js";

/**
 * The runs of the batch by number, as the service has told of them.
 *
 * Tells of what has changed by the event "change", whose detail is {runs}: the numbers of the runs that have changed,
 * or null if that may be any of them.
 */
export class RunStore extends EventTarget {
  constructor() {
    super();
    this.clear();
  }

  /** Forgets all runs. */
  clear() {
    /** The tasks of the pipeline, as [{id, label}]. */
    this.tasks = [];
    /** The ids of the runs, by number. */
    this.ids = [];
    /** Their areas in square metres, by number. */
    this.areas = [];
    /** The letters of their tasks, by number. */
    this.letters = [];
    /** The letters of where they stand as a whole, by number. */
    this.states = [];
    /** Whether a process runs the batch. */
    this.active = false;
    this.counts = Object.fromEntries(RUN_STATES.map((state) => [state, 0]));
    this.numbers = new Map();
    /** Becomes another one whenever the runs themselves have become others. */
    this.generation = (this.generation ?? 0) + 1;
  }

  get size() {
    return this.ids.length;
  }

  /** Returns the number of a run; undefined if there is none of that id. */
  numberOf(id) {
    return this.numbers.get(id);
  }

  /**
   * Takes a whole picture in place of what was known.
   *
   * @param {{tasks: Array<{id: string, label: string}>, ids: string[], states: string[], areas: number[]}} runs
   * @param {boolean} active whether a process runs the batch
   */
  load({ tasks, ids, states, areas }, active) {
    const same = sameIds(this.ids, ids) && sameIds(this.tasks.map((task) => task.id), tasks.map((task) => task.id));
    const generation = this.generation;
    this.clear();
    Object.assign(this, { tasks, ids, areas, active, letters: [...states] });
    this.generation = same ? generation : generation + 1;
    ids.forEach((id, number) => this.numbers.set(id, number));
    this.states = this.letters.map((letters) => stateOfRun(letters, active));
    for (const state of this.states) {
      this.counts[state]++;
    }
    this.tell(null);
  }

  /**
   * Takes changes.
   *
   * @param {Array<[number, string]>} changes pairs of a run's number and the letters of its tasks; numbers that are
   *     not known are passed over
   */
  apply(changes) {
    const changed = [];
    for (const [number, letters] of changes) {
      if (number in this.letters && this.letters[number] !== letters) {
        this.letters[number] = letters;
        this.restate(number);
        changed.push(number);
      }
    }
    if (changed.length > 0) {
      this.tell(changed);
    }
  }

  /** Says whether a process runs the batch: runs of which only some tasks are done run only then. */
  setActive(active) {
    if (active === this.active) {
      return;
    }
    this.active = active;
    const before = [...this.states];
    this.states.forEach((state, number) => this.restate(number));
    const changed = [...before.keys()].filter((number) => before[number] !== this.states[number]);
    if (changed.length > 0) {
      this.tell(changed);
    }
  }

  restate(number) {
    const state = stateOfRun(this.letters[number], this.active);
    this.counts[this.states[number]]--;
    this.counts[state]++;
    this.states[number] = state;
  }

  tell(runs) {
    this.dispatchEvent(new CustomEvent("change", { detail: { runs } }));
  }
}

function sameIds(one, other) {
  return one.length === other.length && one.every((id, i) => id === other[i]);
}

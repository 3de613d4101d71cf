// What a person asks to see: text, state, task; and the legend, which asks for a state too.
import { el, fill } from "../dom.js";
import { count, number } from "../wording.js";
import { NO_FILTER } from "./selection.js";
import { RUN_STATES, STATES, TASK_STATES } from "./states.js";
import { stateSign } from "./table.js";

/** The fields of the filter; tells of a change by the event "filter" with {filter}. */
export class FilterBar extends EventTarget {
  #selection;
  #store;
  #text = el("input", { type: "search", id: "live-text", autocomplete: "off", spellcheck: "false", input: () => this.#changed() });
  #state = el("select", { id: "live-state", change: () => this.#changed() });
  #task = el("select", { id: "live-task", change: () => this.#changed() });
  #group = el("span.live-group");
  #count = el("output", { id: "live-count", for: "live-text live-state live-task" });
  #clear = el("button.small", { type: "button", id: "live-clear", click: () => this.#ask({ ...NO_FILTER }) }, "Show all");
  #known = "";

  constructor(form, store, selection) {
    super();
    this.#store = store;
    this.#selection = selection;
    fill(form,
      el("label", {}, "Run id ", this.#text),
      el("label", {}, "State ", this.#state),
      el("label", {}, "State of ", this.#task),
      this.#group, this.#count, this.#clear);
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** Shows what the selection has become. */
  refresh() {
    const { filter, shown, isWhole } = this.#selection;
    this.#offer();
    if (this.#text.value !== filter.text) {
      this.#text.value = filter.text;
    }
    this.#state.value = filter.state;
    this.#task.value = filter.task;
    fill(this.#group, filter.group === "" ? null : `of failure ${filter.group}`);
    const words = isWhole ? count(this.#store.size, "run") : `${number(shown.length)} of ${count(this.#store.size, "run")}`;
    if (this.#count.value !== words) {
      this.#count.value = words;
    }
    this.#clear.hidden = Object.values(filter).every((value) => value === "");
  }

  #offer() {
    const known = JSON.stringify(this.#store.tasks);
    if (known === this.#known) {
      return;
    }
    this.#known = known;
    fill(this.#state, el("option", { value: "" }, "any"),
      TASK_STATES.map((letter) => el("option", { value: letter }, STATES[letter].name)));
    fill(this.#task, el("option", { value: "" }, "the run as a whole"),
      this.#store.tasks.map((task) => el("option", { value: task.id }, task.label)));
  }

  #changed() {
    this.#ask({ ...this.#selection.filter, text: this.#text.value, state: this.#state.value, task: this.#task.value });
  }

  #ask(filter) {
    this.dispatchEvent(new CustomEvent("filter", { detail: { filter } }));
  }
}

/** The legend of the map: what the colours mean, how many there are of each, and a click shows these alone. */
export class Legend extends EventTarget {
  #buttons;
  #store;
  #selection;

  constructor(list, store, selection) {
    super();
    this.#store = store;
    this.#selection = selection;
    this.#buttons = RUN_STATES.map((letter) => {
      const figure = el("span.live-number", {}, "0");
      const button = el("button.small", { type: "button", "aria-pressed": "false", "data-state": letter, click: () => this.#toggle(letter) },
        stateSign(letter), " ", STATES[letter].name, " ", figure);
      return { letter, figure, button };
    });
    fill(list, this.#buttons.map(({ button }) => el("li", {}, button)));
  }

  /** Shows what the counts and the filter have become. */
  refresh() {
    const { filter } = this.#selection;
    for (const { letter, figure, button } of this.#buttons) {
      figure.textContent = number(this.#store.counts[letter]);
      button.setAttribute("aria-pressed", String(filter.state === letter && filter.task === ""));
    }
  }

  #toggle(letter) {
    const { filter } = this.#selection;
    const off = filter.state === letter && filter.task === "";
    this.dispatchEvent(new CustomEvent("filter", { detail: { filter: { ...filter, task: "", state: off ? "" : letter } } }));
  }
}

// The table of the runs; only the rows that are seen are on the page.
import { el, fill } from "../dom.js";
import { rowByKey, rowsToShow, scrollTo } from "./rows.js";
import { STATES } from "./states.js";
import { area } from "./words.js";

const ROW_HEIGHT = 28; // pixels, as the style sheet has it

/**
 * Shows the selected runs. Tells of a chosen one by the event "choose" with {run}, and of a click on a heading by "sort"
 * with {by}.
 */
export class RunTable extends EventTarget {
  #store;
  #selection;
  #scroller;
  #table;
  #head = el("thead");
  #body = el("tbody");
  #before = el("tr.live-filler", { "aria-hidden": "true" });
  #after = el("tr.live-filler", { "aria-hidden": "true" });
  #active = -1;
  #chosen = -1;
  #asked = false;
  #headed = "";
  #rows = new Map();

  constructor(scroller, store, selection) {
    super();
    this.#store = store;
    this.#selection = selection;
    this.#scroller = scroller;
    this.#table = el("table.live-table",
      { role: "grid", tabindex: "0", id: "live-table", "aria-label": "Runs", "aria-describedby": "live-table-help" },
      this.#head, this.#body);
    scroller.append(this.#table);
    scroller.addEventListener("scroll", () => this.#later(), { passive: true });
    new ResizeObserver(() => this.#later()).observe(scroller);
    this.#table.addEventListener("keydown", (event) => this.#key(event));
    this.#body.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-run]");
      if (row) {
        this.#active = Number(row.dataset.run);
        this.#choose(this.#active);
      }
    });
  }

  /** Shows what the selection has become. */
  refresh() {
    const { shown, sort } = this.#selection;
    this.#heading(sort);
    this.#table.setAttribute("aria-rowcount", shown.length + 1);
    this.#table.setAttribute("aria-colcount", this.#store.tasks.length + 3);
    this.#render();
  }

  /** Shows what the runs have become. */
  repaint() {
    this.#later();
  }

  /** Marks a run as the chosen one and brings it into view; -1 for none. */
  choose(run) {
    this.#chosen = run;
    if (run >= 0) {
      this.#active = run;
      this.#bringIntoView(this.#selection.shown.indexOf(run));
    }
    this.#render();
  }

  focus() {
    this.#table.focus({ preventScroll: true });
  }

  #choose(run) {
    this.dispatchEvent(new CustomEvent("choose", { detail: { run } }));
  }

  #heading(sort) {
    const { tasks } = this.#store;
    const identity = JSON.stringify([tasks, sort]);
    if (identity === this.#headed) {
      return;
    }
    this.#headed = identity;
    const focused = this.#head.contains(document.activeElement) ? document.activeElement.dataset.by : null;
    const columns = [
      { by: "id", label: "Run" },
      { by: "state", label: "State" },
      ...tasks.map((task) => ({ by: "task:" + task.id, label: task.label, narrow: true })),
      { by: "area", label: "Area" },
    ];
    fill(this.#head, el("tr", { "aria-rowindex": 1 }, columns.map((column) => this.#column(column, sort))));
    if (focused) {
      this.#head.querySelector(`button[data-by="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #column({ by, label, narrow }, sort) {
    const sorted = sort.by === by;
    const arrow = sorted ? (sort.descending ? " ▼" : " ▲") : "";
    return el("th", {
      scope: "col", class: narrow ? "live-task" : "live-" + by,
      "aria-sort": sorted ? (sort.descending ? "descending" : "ascending") : "none",
    }, el("button", {
      type: "button", "data-by": by, title: label,
      click: () => this.dispatchEvent(new CustomEvent("sort", { detail: { by } })),
    }, el("span.live-label", {}, label), el("span", { "aria-hidden": "true" }, arrow)));
  }

  #later() {
    if (!this.#asked) {
      this.#asked = true;
      requestAnimationFrame(() => {
        this.#asked = false;
        this.#render();
      });
    }
  }

  #measures() {
    return {
      total: this.#selection.shown.length,
      height: ROW_HEIGHT,
      top: this.#scroller.scrollTop,
      view: this.#scroller.clientHeight,
      head: this.#head.offsetHeight,
    };
  }

  #render() {
    const { shown } = this.#selection;
    const { first, last, before, after } = rowsToShow(this.#measures());
    this.#before.style.height = before + "px";
    this.#after.style.height = after + "px";
    this.#before.hidden = before === 0;
    this.#after.hidden = after === 0;
    const rows = new Map();
    for (let place = first; place < last; place++) {
      rows.set(shown[place], this.#row(shown[place], place));
    }
    this.#rows = rows;
    this.#put([this.#before, ...rows.values(), this.#after]);
    const active = this.#body.querySelector(".live-active");
    if (active) {
      this.#table.setAttribute("aria-activedescendant", active.id);
    } else {
      this.#table.removeAttribute("aria-activedescendant");
    }
  }

  /** Leaves rows alone that stay, since a click begins on one and has to end on the same. */
  #put(rows) {
    const present = this.#body.children;
    if (rows.length !== present.length || rows.some((row, i) => row !== present[i])) {
      this.#body.replaceChildren(...rows);
    }
  }

  #row(run, place) {
    const row = this.#rows.get(run) ?? el("tr", { id: "live-row-" + run, "data-run": run });
    row.setAttribute("aria-rowindex", place + 2);
    row.setAttribute("aria-selected", String(run === this.#chosen));
    row.classList.toggle("live-active", run === this.#active);
    row.classList.toggle("live-chosen", run === this.#chosen);
    const shows = this.#store.generation + this.#store.states[run] + this.#store.letters[run];
    if (row.dataset.shows !== shows) {
      row.dataset.shows = shows;
      fill(row, this.#cells(run));
    }
    return row;
  }

  #cells(run) {
    const { ids, states, letters, areas, tasks } = this.#store;
    return [el("th", { scope: "row", title: ids[run] }, el("bdi", {}, ids[run])),
    el("td.live-state", {}, stateSign(states[run]), " ", el("span.live-word", {}, STATES[states[run]].name)),
    tasks.map((task, i) => el("td.live-task", { title: task.label + ": " + STATES[letters[run][i]].name },
      stateSign(letters[run][i]), el("span.visually-hidden", {}, STATES[letters[run][i]].name))),
    el("td.live-area", {}, area(areas[run]))];
  }

  #key(event) {
    if (event.target !== this.#table || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { shown } = this.#selection;
    const at = shown.indexOf(this.#active);
    if ((event.key === "Enter" || event.key === " ") && at >= 0) {
      event.preventDefault();
      this.#choose(this.#active);
      return;
    }
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / ROW_HEIGHT) - 2);
    const to = at < 0 && event.key.startsWith("Arrow") ? 0 : rowByKey(event.key, Math.max(at, 0), { total: shown.length, page });
    if (to !== null && shown.length > 0) {
      event.preventDefault();
      this.#active = shown[to];
      this.#bringIntoView(to);
      this.#render();
    }
  }

  #bringIntoView(place) {
    if (place >= 0) {
      this.#scroller.scrollTop = scrollTo(place, this.#measures());
    }
  }
}

/** A small field in the colour of a state, with its sign. */
export function stateSign(letter) {
  const { name, sign } = STATES[letter];
  return el("span.live-sign." + "live-" + name, { "aria-hidden": "true" }, sign);
}

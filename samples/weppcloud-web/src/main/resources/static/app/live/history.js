// The executions of the batch, and its report.
import { batchPath } from "../api.js";
import { el, fill } from "../dom.js";
import { duration, moment } from "./words.js";

/** Shows who ran the batch when, and how that ended. */
export class History {
  #container;
  #batch;
  #get;
  #table = el("tbody");
  #turn = 0;

  /** @param {function(string): Promise} get asks the API */
  constructor(container, batch, get) {
    this.#container = container;
    this.#batch = batch;
    this.#get = get;
    fill(container,
      el("h3", { id: "live-history-title" }, "Executions"),
      el("div.scroll.live-scroll", { tabindex: "0", role: "region", "aria-labelledby": "live-history-title" },
        el("table.live-history", {},
          el("thead", {}, el("tr", {}, ["#", "Began", "Took", "Ending", "Executor", "Asked by"].map((name) => el("th", { scope: "col" }, name)))),
          this.#table)),
      el("p", {}, el("a.live-report", { href: batchPath(batch, "report"), download: true }, "Download the report"),
        el("span.quiet-text", {}, " page, CSV and GeoJSON files as a ZIP file")));
  }

  /** Asks for the executions again. */
  async refresh() {
    const turn = ++this.#turn;
    let executions;
    try {
      ({ executions } = await this.#get(batchPath(this.#batch, "executions")));
    } catch {
      // The line of the connection says what is wrong; what was known stays.
      return;
    }
    if (turn === this.#turn) {
      this.#container.hidden = executions.length === 0;
      fill(this.#table, executions.map(row));
    }
  }
}

function row({ number, executor, host, started_at: began, ended_at: ended, ending, reason, asked_by: asked }) {
  return el("tr", {},
    el("th", { scope: "row" }, number),
    el("td", {}, moment(began)),
    el("td", {}, ended ? duration((new Date(ended) - new Date(began)) / 1000) : "–"),
    el("td", {}, ending ? String(ending).toLowerCase() : "not ended", reason ? ": " + reason : ""),
    el("td", {}, executor, host ? el("span.quiet-text", {}, " on ", el("bdi", {}, host)) : null),
    el("td", {}, el("bdi", {}, asked || "–")));
}

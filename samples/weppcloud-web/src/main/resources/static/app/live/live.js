// The live view: brings together what follows the batch and what shows it.
import { batchPath, get } from "../api.js";
import { VIEWER_REASON } from "../session.js";
import { Actions } from "./actions.js";
import { readFragment, writeFragment } from "./address.js";
import { ConnectionLine } from "./connection.js";
import { FailureList } from "./failures.js";
import { FilterBar, Legend } from "./filter-bar.js";
import { History } from "./history.js";
import { LiveMap } from "./map.js";
import { ProgressView } from "./progress.js";
import { RunPanel } from "./run-panel.js";
import { whenRunsMayBeOthers } from "./runs.js";
import { Selection } from "./selection.js";
import { RunStore } from "./store.js";
import { LiveStream } from "./stream.js";
import { RunTable } from "./table.js";

/** Milliseconds between two looks at which runs are shown while they change: a table that jumps cannot be read. */
const RESELECT = 1000;

const part = (id) => document.getElementById(id);

/**
 * Starts the live view of a batch.
 *
 * @param {{batch: string, tiles: string, canChange: boolean}} page the batch's name, the address of map tiles or "",
 *     and whether the person may change the batch
 */
export function startLive({ batch, tiles, canChange }) {
  return new LiveView(batch, tiles ?? "", canChange);
}

class LiveView {
  #batch;
  #canChange;
  #store = new RunStore();
  #selection = new Selection(this.#store);
  #address = readFragment(location.hash);
  #status = null;
  #generation = -1;
  #reselecting = null;
  #groupTurn = 0;
  #back = null;

  constructor(batch, tiles, canChange) {
    this.#batch = batch;
    this.#canChange = canChange;
    this.#selection.filter = this.#address.filter;
    this.#selection.sort = this.#address.sort;
    this.map = new LiveMap(part("live-map"), this.#store, this.#selection, tiles);
    this.table = new RunTable(part("live-runs"), this.#store, this.#selection);
    this.legend = new Legend(part("live-legend"), this.#store, this.#selection);
    this.filters = new FilterBar(part("live-filter"), this.#store, this.#selection);
    this.progress = new ProgressView(part("live-progress"), this.#store);
    this.failures = new FailureList(part("live-failures"));
    this.panel = new RunPanel(part("live-run"), batch, get);
    this.history = new History(part("live-history"), batch, get);
    this.actions = new Actions(part("live-actions"), batch, canChange);
    this.stream = new LiveStream(batchPath(batch), this.#listener(), {
      get,
      open: (path) => new EventSource(path),
      timers: { set: (action, millis) => setTimeout(action, millis), clear: (timer) => clearTimeout(timer) },
      random: Math.random,
    });
    this.connection = new ConnectionLine(part("live-connection"), () => this.stream.retry());
    this.#listen();
    this.stream.start();
  }

  #listener() {
    return {
      picture: ({ runs, status }) => {
        this.#store.load(runs, status.state === "running");
        this.#showStatus(status);
      },
      changes: (changes) => this.#store.apply(changes),
      status: (status) => this.#showStatus(status),
      connection: (state) => this.connection.show(state),
    };
  }

  #listen() {
    this.#store.addEventListener("change", ({ detail: { runs } }) => this.#changed(runs));
    this.filters.addEventListener("filter", ({ detail }) => this.#filter(detail.filter));
    this.legend.addEventListener("filter", ({ detail }) => this.#filter(detail.filter));
    this.table.addEventListener("sort", ({ detail }) => this.#sort(detail.by));
    for (const source of [this.map, this.table]) {
      source.addEventListener("choose", ({ detail }) => this.#choose(detail.run, true));
    }
    this.panel.addEventListener("close", () => this.#choose(-1, true));
    this.failures.addEventListener("show", ({ detail }) => this.#filter({ ...this.#selection.filter, group: detail.signature }));
    this.failures.addEventListener("choose", ({ detail }) => this.#choose(this.#store.numberOf(detail.id) ?? -1, true));
    this.failures.addEventListener("retry", ({ detail }) => this.actions.retry(detail.retry));
    part("live-fit-all").addEventListener("click", () => this.map.fitAll());
    part("live-fit-shown").addEventListener("click", () => this.map.fit(this.#inFocus()));
    whenRunsMayBeOthers(() => this.stream.start());
    document.addEventListener("batch:execution", () => {
      this.stream.retry();
      this.history.refresh();
    });
    document.addEventListener("visibilitychange", () => this.stream.look(!document.hidden));
    addEventListener("pagehide", () => this.stream.stop());
    addEventListener("pageshow", (event) => {
      if (event.persisted) {
        this.stream.retry();
      }
    });
    addEventListener("hashchange", () => this.#readAddress());
  }

  /** The chosen run if there is one, and what is shown otherwise. */
  #inFocus() {
    const chosen = this.#store.numberOf(this.#address.run);
    return chosen === undefined ? this.#selection.shown : [chosen];
  }

  // What the service says.

  #showStatus(status) {
    const before = this.#status;
    this.#status = status;
    document.dispatchEvent(new CustomEvent("batch:status", { detail: status }));
    this.#store.setActive(status.state === "running");
    this.progress.show(status);
    this.actions.show(status);
    this.failures.allow(this.#whyNoRetry(status));
    this.failures.show(status.failures, status.failures_total, status.tasks.failed);
    if (before === null || before.state !== status.state || before.execution !== status.execution) {
      this.history.refresh();
      this.panel.refresh();
    }
  }

  #whyNoRetry(status) {
    if (!this.#canChange) {
      return VIEWER_REASON;
    }
    return status.state === "running" ? "Failures can be retried as soon as the batch has ended." : "";
  }

  #changed(runs) {
    if (runs === null) {
      this.#takeRuns();
      return;
    }
    if (this.#selection.dependsOnStates) {
      this.#reselecting ??= setTimeout(() => {
        this.#reselecting = null;
        this.#refresh();
      }, RESELECT);
    }
    this.legend.refresh();
    this.progress.refresh();
    this.table.repaint();
    this.map.repaint(runs);
    if (this.panel.run !== null && runs.includes(this.#store.numberOf(this.panel.run))) {
      this.panel.refresh();
    }
  }

  async #takeRuns() {
    const isEmpty = this.#store.size === 0;
    part("live-parts").hidden = isEmpty;
    part("live-none").hidden = !isEmpty;
    this.#refresh();
    this.progress.refresh();
    if (this.#generation !== this.#store.generation) {
      this.#generation = this.#store.generation;
      await this.#takeShapes();
      await this.#takeGroup();
    }
    const run = this.#store.numberOf(this.#address.run);
    if (run !== undefined) {
      this.#choose(run, false);
    }
  }

  async #takeShapes() {
    const generation = this.#generation;
    if (this.#store.size === 0) {
      return;
    }
    try {
      const outlines = await get(batchPath(this.#batch, "map"));
      if (generation === this.#generation) {
        part("live-map-box").hidden = outlines.shapes.length === 0;
        this.map.show(outlines);
      }
    } catch (problem) {
      part("live-map-box").hidden = true;
      part("live-map-problem").textContent = "The map cannot be shown: " + problem.message;
    }
  }

  // What a person asks for.

  #filter(filter) {
    const group = this.#selection.filter.group;
    this.#selection.filter = filter;
    this.#refresh();
    this.#writeAddress();
    if (filter.group !== group) {
      this.#takeGroup();
    }
  }

  /** Asks which runs failed in the way that is shown alone. */
  async #takeGroup() {
    const turn = ++this.#groupTurn;
    const { group } = this.#selection.filter;
    let members = null;
    if (group !== "") {
      try {
        const { runs } = await get(batchPath(this.#batch, "failures", group, "runs"));
        members = new Set(runs);
      } catch {
        // Nothing fails so any more, or the connection is lost, which its own line says.
        members = new Set();
      }
    }
    if (turn === this.#groupTurn) {
      this.#selection.members = members;
      this.#refresh();
      this.failures.mark(group);
    }
  }

  #sort(by) {
    const { sort } = this.#selection;
    this.#selection.sort = sort.by === by ? { by, descending: !sort.descending } : { by, descending: false };
    this.#refresh();
    this.#writeAddress();
  }

  #choose(run, byPerson) {
    if (run >= 0) {
      if (byPerson && this.panel.run === null) {
        this.#back = document.activeElement;
      }
      this.#address.run = this.#store.ids[run];
      this.panel.open(this.#address.run, byPerson);
    } else {
      this.#address.run = "";
      this.panel.hide();
      this.#returnFocus();
    }
    this.table.choose(run);
    this.map.choose(run);
    part("live-fit-shown").textContent = run >= 0 ? "Chosen run" : "What is shown";
    this.#writeAddress();
  }

  #returnFocus() {
    if (this.#back?.isConnected && this.#back !== document.body) {
      this.#back.focus({ preventScroll: true });
    } else {
      this.table.focus();
    }
    this.#back = null;
  }

  #refresh() {
    this.#selection.refresh();
    this.table.refresh();
    this.filters.refresh();
    this.legend.refresh();
    this.map.repaint(null);
  }

  #writeAddress() {
    const { filter, sort } = this.#selection;
    const fragment = writeFragment({ run: this.#address.run, filter, sort });
    history.replaceState(history.state, "", location.pathname + location.search + fragment);
  }

  #readAddress() {
    if (!location.hash.includes("=")) {
      // A link to a section of the page was followed; what is shown stays, and stands in the address again.
      this.#writeAddress();
      return;
    }
    this.#address = readFragment(location.hash);
    this.#selection.sort = this.#address.sort;
    this.#filter(this.#address.filter);
    this.#choose(this.#store.numberOf(this.#address.run) ?? -1, false);
  }
}

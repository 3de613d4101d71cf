// Stand-ins for the clock and the service.

/** A clock that stands still until it is told to go on. */
export class FakeClock {
  #now = 0;
  #next = 1;
  #timers = new Map();

  setTimeout = (run, delay) => {
    this.#timers.set(this.#next, { at: this.#now + delay, run });
    return this.#next++;
  };

  clearTimeout = (id) => this.#timers.delete(id);

  /** Lets so many milliseconds pass. */
  pass(milliseconds) {
    this.#now += milliseconds;
    for (const [id, { at, run }] of [...this.#timers]) {
      if (at <= this.#now && this.#timers.delete(id)) {
        run();
      }
    }
  }
}

/** A promise that is kept or broken from outside. */
export function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

/** Takes the place of fetch: notes what is asked, and is answered by the test. */
export class FakeService {
  requests = [];
  #before = globalThis.fetch;

  constructor() {
    globalThis.fetch = (path, { method, body, signal }) => {
      const answer = deferred();
      const request = {
        method, path, body: body === undefined ? undefined : JSON.parse(body), signal,
        // No real Response: reading one takes a time that no test can know.
        answer: (json, status = 200) => answer.resolve(
          { ok: status < 400, status, headers: new Headers(), json: async () => json, text: async () => JSON.stringify(json) }),
      };
      signal?.addEventListener("abort", () => answer.reject(new DOMException("aborted", "AbortError")));
      this.requests.push(request);
      return answer.promise;
    };
  }

  /** The last request. */
  get last() {
    return this.requests.at(-1);
  }

  /** Gives the real fetch back. */
  close() {
    globalThis.fetch = this.#before;
  }
}

/** A BatchView as the service answers for a batch that is ready to run, with some of it changed. */
export const batchView = (changes = {}) => ({
  name: "oregon", config: "disturbed9002_wbt", state: "new", executor: "local", pipeline: "wepp",
  watersheds: {
    filename: "oregon.geojson", uploaded_at: "2026-07-01T12:00:00Z", uploaded_by: "ada", features: 3, bounds: [-124, 42, -117, 46],
    crs: "degrees", size_bytes: 2048, properties: [{ name: "HucName", type: "string", example: "Cedar" }], issues: [],
  },
  template: { source: "{properties['HucName']}", status: "ok", summary: null },
  tasks: [{ group: "landuse", label: "Landuse", enabled: true, task_ids: ["landuse"] },
    { group: "climate", label: "Climate", enabled: true, task_ids: ["climate", "rap"] }],
  pipeline_tasks: [{ id: "landuse", label: "Landuse", group: "landuse", needs: [] },
    { id: "climate", label: "Climate", group: "climate", needs: [] }, { id: "rap", label: "RAP", group: "climate", needs: ["climate"] }],
  running: null, ready: { ok: true, reasons: [] }, ...changes,
});

/** A ReportView of a template that gives every watershed an id of its own, with some of it changed. */
export const reportView = (changes = {}) => ({
  template: "", valid: true, problem: null,
  summary: { total_features: 3, errors: 0, duplicate_run_ids: 0, unique_run_ids: 3, valid_run_ids: 3, collisions: 0, is_valid: true },
  page: { number: 0, size: 100, rows: 1 }, rows: [{ index: 0, feature_id: null, run_id: "Cedar", error: null, state: "ok" }],
  duplicates: [], collisions: [], errors: [], ...changes,
});

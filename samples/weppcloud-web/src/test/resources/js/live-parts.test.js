import { equal, ok, settled, stage, test } from "./harness.js";
import { confirm } from "/app/confirm.js";
import { ConnectionLine } from "/app/live/connection.js";
import { FailureList } from "/app/live/failures.js";
import { FilterBar, Legend } from "/app/live/filter-bar.js";
import { LogTail } from "/app/live/log-tail.js";
import { ProgressView } from "/app/live/progress.js";
import { RunPanel } from "/app/live/run-panel.js";
import { Selection } from "/app/live/selection.js";
import { RunStore } from "/app/live/store.js";
import { RunTable } from "/app/live/table.js";

const HOSTILE = "<img src=x onerror=globalThis.hurt=1>";
const TASKS = [{ id: "climate", label: "Climate" }, { id: "wepp", label: "WEPP " + HOSTILE }];

function store(size = 3) {
  const made = new RunStore();
  made.load({
    tasks: TASKS, ids: Array.from({ length: size }, (none, i) => "r" + i), areas: Array.from({ length: size }, () => 1e6),
    states: Array.from({ length: size }, (none, i) => ["ss", "fk", "ww"][i % 3]),
  }, true);
  return made;
}

function table(runs) {
  const selection = new Selection(runs);
  selection.refresh();
  const scroller = stage();
  scroller.className = "live-runs";
  scroller.style.height = "400px";
  scroller.style.overflow = "auto";
  const made = new RunTable(scroller, runs, selection);
  made.refresh();
  const chosen = [];
  made.addEventListener("choose", ({ detail }) => chosen.push(detail.run));
  return { made, scroller, selection, chosen, rows: () => [...scroller.querySelectorAll("tbody tr[data-run]")] };
}

const heard = (source, name) => {
  const all = [];
  source.addEventListener(name, ({ detail }) => all.push(detail));
  return all;
};
const key = (element, pressed) => element.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true, cancelable: true }));

test("of 10,000 runs only those that are seen are on the page, and all are counted", () => {
  const { scroller, rows } = table(store(10000));
  ok(rows().length < 60, rows().length + " rows");
  equal(scroller.querySelector("table").getAttribute("aria-rowcount"), "10001");
  equal(rows()[0].getAttribute("aria-rowindex"), "2");
});

test("keys move through the table and choose", () => {
  const { scroller, rows, chosen } = table(store(10000));
  const grid = scroller.querySelector("table");
  key(grid, "End");
  equal(rows().at(-1).dataset.run, "9999");
  ok(grid.getAttribute("aria-activedescendant") === "live-row-9999");
  key(grid, "ArrowUp");
  key(grid, "Enter");
  key(grid, "Home");
  key(grid, " ");
  equal(chosen, [9998, 0]);
});

test("a row stays the same element while its cells change", () => {
  const runs = store();
  const { made, rows } = table(runs);
  const row = rows()[2];
  runs.apply([[2, "sr"]]);
  made.refresh();
  ok(rows()[2] === row);
  ok(row.textContent.includes("running"));
});

test("names are text, whatever is in them", () => {
  const { scroller } = table(store());
  equal(scroller.querySelector("img"), null);
  ok(scroller.textContent.includes(HOSTILE));
  equal(globalThis.hurt, undefined);
});

test("a heading asks for the order, and says which it is", () => {
  const { made, scroller, selection } = table(store());
  const asked = heard(made, "sort");
  scroller.querySelector("button[data-by=area]").click();
  equal(asked, [{ by: "area" }]);
  selection.sort = { by: "area", descending: true };
  made.refresh();
  equal(scroller.querySelector("th.live-area").getAttribute("aria-sort"), "descending");
});

test("the chosen run is told to those who do not see it", () => {
  const { made, rows } = table(store());
  made.choose(1);
  equal(rows().map((row) => row.getAttribute("aria-selected")), ["false", "true", "false"]);
});

test("the fields of the filter ask for what is in them", () => {
  const runs = store();
  const selection = new Selection(runs);
  selection.refresh();
  const form = stage();
  const bar = new FilterBar(form, runs, selection);
  bar.refresh();
  const asked = heard(bar, "filter");
  const text = form.querySelector("#live-text");
  text.value = "r1";
  text.dispatchEvent(new Event("input"));
  equal(asked, [{ filter: { text: "r1", state: "", task: "", group: "" } }]);
  selection.filter = asked[0].filter;
  selection.refresh();
  bar.refresh();
  equal(form.querySelector("#live-count").value, "1 of 3 runs");
  form.querySelector("#live-clear").click();
  equal(asked[1].filter.text, "");
});

test("the legend counts, and asks for one state", () => {
  const runs = store(4);
  const selection = new Selection(runs);
  selection.refresh();
  const list = stage();
  const legend = new Legend(list, runs, selection);
  legend.refresh();
  equal([...list.querySelectorAll(".live-number")].map((number) => number.textContent), ["1", "0", "1", "2"]);
  const asked = heard(legend, "filter");
  list.querySelector("button[data-state=f]").click();
  equal(asked[0].filter.state, "f");
  selection.filter = asked[0].filter;
  legend.refresh();
  equal(list.querySelector("button[data-state=f]").getAttribute("aria-pressed"), "true");
  list.querySelector("button[data-state=f]").click();
  equal(asked[1].filter.state, "");
});

const GROUP = {
  signature: "5f3a9c12", kind: "EXIT_CODE", task: "climate", label: "Climate", count: 3, share: 0.25, message: HOSTILE,
  evidence: [HOSTILE], example_run: "r1", first_at: "2026-05-03T10:00:00Z", latest_at: "2026-05-03T10:00:00Z",
};

test("a group is retried after one has agreed, with the number", async () => {
  const section = stage();
  const list = new FailureList(section);
  list.show([GROUP], 1, 3);
  const asked = heard(list, "retry");
  section.querySelector("button[data-do=retry]").click();
  ok(document.querySelector("dialog").textContent.includes("3 failed tasks"));
  document.querySelector("dialog button:not(.primary)").click();
  await closed();
  equal(asked, []);
  section.querySelector("#live-retry-all").click();
  document.querySelector("dialog .primary").click();
  await closed();
  equal(asked, [{ retry: "all" }]);
  equal(section.querySelector("img"), null);
});

const closed = () => new Promise((resolve) => setTimeout(resolve, 50));

test("what may not be retried says why", () => {
  const section = stage();
  const list = new FailureList(section);
  list.allow("not now");
  list.show([GROUP], 2, 5);
  equal([...section.querySelectorAll("button:disabled")].length, 2);
  ok(section.textContent.includes("not now"));
  ok(section.textContent.includes("1 rarer"));
  list.allow("");
  equal([...section.querySelectorAll("button:disabled")].length, 0);
});

test("a group stays the same element while its numbers change", () => {
  const section = stage();
  const list = new FailureList(section);
  list.show([GROUP], 1, 3);
  const item = section.querySelector("li");
  list.show([{ ...GROUP, count: 4 }], 1, 4);
  ok(section.querySelector("li") === item);
  ok(item.textContent.includes("4 runs"));
});

test("showing a group alone is asked for and taken back with the same button", () => {
  const section = stage();
  const list = new FailureList(section);
  list.show([GROUP], 1, 3);
  const asked = heard(list, "show");
  section.querySelector("button[data-do=show]").click();
  list.mark("5f3a9c12");
  section.querySelector("button[data-do=show]").click();
  equal(asked, [{ signature: "5f3a9c12" }, { signature: "" }]);
});

test("a question is answered by its buttons, and by Escape with no", async () => {
  stage();
  const answers = [];
  for (const act of [
    (dialog) => dialog.querySelector(".primary").click(),
    (dialog) => dialog.querySelector("button:not(.primary)").click(),
    (dialog) => dialog.close(),
  ]) {
    const answer = confirm({ title: "Sure?", text: "Very?", yes: "Yes", no: "No" });
    act(document.querySelector("dialog"));
    answers.push(await answer);
  }
  equal(answers, [true, false, false]);
  equal(document.querySelector("dialog"), null);
});

test("progress is in numbers, in the title too", () => {
  document.title = "oregon – WEPPcloud";
  const box = stage();
  const runs = store();
  const view = new ProgressView(box, runs);
  const status = {
    state: "running", tasks: { total: 6, succeeded: 2, failed: 1, running: 0, waiting: 2, skipped: 1 },
    elapsed: 61, time_left: null, note: HOSTILE, executor: "local", owner: null,
  };
  view.show(status);
  const bar = box.querySelector("[role=progressbar]");
  equal(bar.getAttribute("aria-valuenow"), "66");
  equal(bar.getAttribute("aria-valuetext"), "1 failed, 1 waiting, 1 succeeded");
  ok(box.textContent.includes("4 of 6 done, 1 of them skipped, in 1 min 01 s, time left: not known yet"), box.textContent);
  ok(box.textContent.includes(HOSTILE));
  equal(document.title, "66 %, 1 failed – oregon – WEPPcloud");
  view.show({ ...status, state: "failed" });
  equal(document.title, "failed, 1 failed – oregon – WEPPcloud");
});

test("the seconds until the connection is tried again are not read out", () => {
  const line = stage();
  let tried = 0;
  const connection = new ConnectionLine(line, () => tried++);
  connection.show({ kind: "lost", seconds: 4 });
  const status = line.querySelector("[role=status]");
  const words = status.firstChild;
  connection.show({ kind: "lost", seconds: 3 });
  ok(status.firstChild === words);
  ok(line.textContent.includes("Trying again in 3 s"));
  line.querySelector("button").click();
  equal(tried, 1);
  connection.show({ kind: "signed-out" });
  ok(line.querySelector("a[href='/login']"));
  connection.show({ kind: "refused", detail: HOSTILE });
  ok(line.textContent.includes(HOSTILE));
});

const RUN = {
  run_id: "r1", state: "failed", because: HOSTILE, properties: { [HOSTILE]: HOSTILE, n: 3 },
  tasks: [{
    task: "climate", label: "Climate", state: "failed", sentence: "It failed.", attempts: 2, outlook: "run again", changes: ["climate.nodb"],
    latest: { number: 2, began_at: "2026-05-03T10:00:00Z", ended_at: "2026-05-03T10:00:02Z", duration: 2, kind: "EXIT_CODE", message: HOSTILE, detail: HOSTILE, signature: "x" },
  }],
};

test("a run is explained, whatever is in it as text, and closed by Escape", async () => {
  const box = stage();
  const panel = new RunPanel(box, "b", async () => RUN);
  let asked = 0;
  panel.addEventListener("close", () => asked++);
  await panel.open("r1", true);
  equal(box.querySelector("img"), null);
  for (const words of ["r1", "It failed.", "2 attempts", "EXIT_CODE: " + HOSTILE, "run again", "climate.nodb", "2 properties"]) {
    ok(box.textContent.includes(words), words);
  }
  equal(document.activeElement.id, "live-run-title");
  key(document.activeElement, "Escape");
  equal(asked, 1);
});

test("an answer about another run is passed over", async () => {
  const box = stage();
  const answers = [];
  const panel = new RunPanel(box, "b", () => new Promise((resolve) => answers.push(resolve)));
  panel.open("r0", false);
  panel.open("r1", false);
  answers[1]({ ...RUN, because: "the second" });
  answers[0]({ ...RUN, because: "the first" });
  await settled();
  ok(box.textContent.includes("the second"));
});

/** A log file, of which parts are answered by their bytes, all of them ASCII. */
function file(text, done = true) {
  const asked = [];
  return {
    asked,
    text,
    done,
    async get(path) {
      const { searchParams } = new URL(path, "http://x");
      asked.push(searchParams.toString());
      const size = this.text.length;
      const wanted = Number(searchParams.get("from"));
      const from = wanted < 0 ? Math.max(0, size + wanted) : wanted;
      const to = Math.min(size, from + Number(searchParams.get("max")));
      return { text: this.text.slice(from, to), from, to, size, attempt: 2, attempts: 2, done: this.done };
    },
  };
}

test("of a long log the end is shown, and older parts when one asks", async () => {
  const log = file("a".repeat(70000) + "the end");
  const tail = new LogTail("b", "r1", "climate", "Climate", (path) => log.get(path));
  stage().append(tail.element);
  await tail.start();
  const text = tail.element.querySelector("pre");
  equal(text.textContent.length, 65536);
  ok(text.textContent.endsWith("the end"));
  const older = [...tail.element.querySelectorAll("button")].find((button) => button.textContent === "Older part");
  older.click();
  await settled();
  equal(text.textContent, log.text);
  ok(older.hidden);
  equal(log.asked.at(-1), "attempt=2&from=0&max=4471");
});

test("a log that grows is followed until it is done", async () => {
  const log = file("one ", false);
  const tail = new LogTail("b", "r1", "climate", "Climate", (path) => log.get(path));
  stage().append(tail.element);
  await tail.start();
  log.text += "two";
  log.done = true;
  await new Promise((resolve) => setTimeout(resolve, 1300));
  equal(tail.element.querySelector("pre").textContent, "one two");
  const asked = log.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 1300));
  equal(log.asked.length, asked);
});

test("what cannot be read is told", async () => {
  const tail = new LogTail("b", "r1", "climate", "Climate", () => Promise.reject(Object.assign(new Error("there is no log"), { status: 404 })));
  stage().append(tail.element);
  await tail.start();
  ok(tail.element.textContent.includes("there is no log"));
});

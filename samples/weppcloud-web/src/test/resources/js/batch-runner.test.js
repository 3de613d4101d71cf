import { batchPath } from "/app/api.js";
import { BatchRunner } from "/app/batch-runner/batch-runner.js";
import { insertAt, propertyField } from "/app/batch-runner/cursor.js";
import { refusal } from "/app/batch-runner/file-check.js";
import { planRequest } from "/app/batch-runner/plan-request.js";
import { planSentence, reasonsNotToRun } from "/app/batch-runner/readiness.js";
import { reportSentence } from "/app/batch-runner/report-view.js";
import { Tasks } from "/app/batch-runner/tasks.js";
import { RunIdTemplate, marked, PAUSE } from "/app/batch-runner/template.js";
import { boundsText } from "/app/batch-runner/watersheds.js";
import { bytes, count, valueText } from "/app/wording.js";
import { batchView, FakeClock, FakeService, reportView } from "./fakes.js";
import { equal, ok, settled, stage, test } from "./harness.js";

test("text is put where the cursor is", () => {
  equal(insertAt({ text: "", start: 0, end: 0 }, "x"), { text: "x", caret: 1 });
  equal(insertAt({ text: "ab", start: 1, end: 1 }, "xy"), { text: "axyb", caret: 3 });
  equal(insertAt({ text: "abc", start: 1, end: 3 }, "x"), { text: "ax", caret: 2 });
});

test("a property is meant whatever its name", () => {
  equal(propertyField("HucName"), "{properties['HucName']}");
  equal(propertyField("it's"), "{properties['it\\'s']}");
  equal(propertyField("a\\b\n"), "{properties['a\\\\b\\n']}");
  equal(propertyField("a\u0001\u202e"), "{properties['a\\u0001\\u202e']}");
  equal(propertyField("{x}"), "{properties['{x}']}");
  equal(propertyField("é🌲"), "{properties['é🌲']}");
});

test("a file that cannot be sent is told before it is", () => {
  const limit = 30 * 1024 * 1024;
  equal(refusal([{ name: "a.geojson", size: limit }], limit), null);
  ok(refusal([], limit).includes("no file"));
  ok(refusal([{ name: "a", size: 1 }, { name: "b", size: 1 }], limit).includes("2 files"));
  ok(refusal([{ name: "a", size: 0 }], limit).includes("empty"));
  ok(refusal([{ name: "a", size: limit + 1 }], limit).includes("the limit of 30 MiB"));
});

test("a plan is asked for as the API takes it", () => {
  equal(planRequest({ force: "none", force_tasks: ["climate"] }, { climate: { input_years: 5 } }),
    { force: "none", force_tasks: [], controls: { climate: { input_years: 5 } }, retry: null, page: 0, size: 100 });
  equal(planRequest({ force: "tasks", force_tasks: ["climate"] }, null, 3),
    { force: "tasks", force_tasks: ["climate"], controls: null, retry: null, page: 3, size: 100 });
});

const nothing = { mayChange: true, unsavedTemplate: false, uploading: false, saving: false, starting: false, force: { force: "none", force_tasks: [] } };

test("a batch that is ready can be run", () => {
  equal(reasonsNotToRun(batchView(), nothing), []);
});

test("every reason not to run is given once", () => {
  const empty = batchView({ watersheds: null, template: { source: "", status: "none", summary: null }, ready: { ok: false, reasons: ["Upload a watershed GeoJSON before running."] } });
  equal(reasonsNotToRun(empty, { ...nothing, unsavedTemplate: true }), ["Upload a watershed GeoJSON before running."]);
  equal(reasonsNotToRun(batchView({ ready: { ok: false, reasons: ["A", "A"] } }), nothing), ["A"]);
  equal(reasonsNotToRun(batchView(), { ...nothing, unsavedTemplate: true, uploading: true, saving: true, starting: true }).length, 4);
  equal(reasonsNotToRun(batchView(), { ...nothing, force: { force: "tasks", force_tasks: [] } }),
    ["Choose the task from which on everything is rebuilt."]);
  equal(reasonsNotToRun(null, nothing), ["The state of the batch is not known yet."]);
});

test("while it runs it is said by whom, and nothing else", () => {
  const running = { execution: 4, here: false, owner: "process 12 on nu", started_at: "2026-07-01T12:00:00Z" };
  equal(reasonsNotToRun(batchView({ running, ready: { ok: false, reasons: ["Somebody runs it."] } }), nothing),
    ["Execution 4 is running, by process 12 on nu."]);
  equal(reasonsNotToRun(batchView({ running: { ...running, here: true } }), nothing), ["Execution 4 is running, by this service."]);
});

test("who may only look is told so", () => {
  equal(reasonsNotToRun(batchView(), { ...nothing, mayChange: false }).length, 1);
});

test("sentences", () => {
  const { summary } = reportView();
  equal(reportSentence(reportView()), "3 run ids, all different.");
  equal(reportSentence(reportView({ summary: { ...summary, is_valid: false, duplicate_run_ids: 1, errors: 2 } })),
    "1 run id is shared, 2 watersheds have no run id.");
  equal(reportSentence(reportView({ problem: { detail: "a brace is missing", position: 3 } })), "a brace is missing");
  equal(planSentence({ to_run: 0, tasks: 7, runs: 1 }), "Nothing will run: none of the 7 tasks of 1 run has to.");
  equal(planSentence({ to_run: 7, tasks: 1344, runs: 192 }), "7 of 1,344 tasks in 192 runs will run.");
  equal([count(1, "run"), count(0, "run"), count(10000, "run")], ["1 run", "0 runs", "10,000 runs"]);
  equal([0, 1023, 1024, 1536, 31_457_280, 32_000_000].map(bytes), ["0 bytes", "1,023 bytes", "1 KiB", "1.5 KiB", "30 MiB", "31 MiB"]);
  equal([1, "a", null, { a: [1] }, false].map(valueText), ["1", "a", "null", '{"a":[1]}', "false"]);
  equal(boundsText([-124.5, 42, -116.4631, 46.2]), "W -124.500, S 42.000, E -116.463, N 46.200");
  equal(boundsText([500_000, 4_000_000, 510_000, 4_100_000]), "W 500000, S 4000000, E 510000, N 4100000");
  equal(boundsText([]), "none");
});

test("the character with the error is marked, counted as a person does", () => {
  equal(marked("a🌲{x", 3).querySelector("mark").textContent, "{");
  equal(marked("ab", 99).querySelector("mark").textContent, "b");
  equal(marked("ab", 1).textContent, "ab");
});

function templatePanel(view) {
  const service = new FakeService();
  const clock = new FakeClock();
  const stored = [];
  const panel = new RunIdTemplate({ batch: "oregon", stored: (each) => stored.push(each), typed: () => 0, clock });
  stage().append(panel.element);
  panel.show(view, { mayEdit: true });
  const input = panel.element.querySelector("#template");
  const type = (text) => {
    input.value = text;
    input.dispatchEvent(new Event("input"));
  };
  const says = () => panel.element.querySelector("#template-says").textContent;
  return { service, clock, stored, panel, input, type, says };
}

test("what is typed is checked after a pause, and an old answer does not count", async () => {
  const { service, clock, type, says, panel } = templatePanel(batchView());
  equal(service.requests.length, 1, "the stored template is shown at first");
  service.last.answer(reportView());
  await settled();
  equal(says(), "3 run ids, all different.");

  type("{a");
  clock.pass(PAUSE - 1);
  type("{ab");
  clock.pass(PAUSE - 1);
  equal(service.requests.length, 1);
  clock.pass(1);
  equal(service.requests.length, 2);
  equal(service.last.path, batchPath("oregon", "run-ids"));
  equal(service.last.body, { template: "{ab", page: 0, size: 100, show: "all" });
  const old = service.last;

  type("{abc");
  ok(old.signal.aborted);
  clock.pass(PAUSE);
  service.last.answer(reportView({ valid: false, problem: { detail: "this '{' is never closed", position: 1 } }));
  old.answer(reportView());
  await settled();
  equal(says(), "this '{' is never closed{abc");
  equal(panel.element.querySelector("#template").getAttribute("aria-invalid"), "true");
  ok(panel.isUnsaved);
  service.close();
});

test("validating stores the template and shows the batch anew", async () => {
  const { service, stored, type, panel } = templatePanel(batchView({ template: { source: "", status: "none", summary: null } }));
  equal(service.requests.length, 0, "there is nothing to check");
  type("x{index}");
  panel.element.querySelector("form").requestSubmit();
  equal([service.last.method, service.last.path, service.last.body], ["PUT", batchPath("oregon", "template"), { template: "x{index}" }]);
  service.last.answer(reportView());
  await settled();
  equal(service.last.path, batchPath("oregon"));
  const view = batchView({ template: { source: "x{index}", status: "ok", summary: null } });
  service.last.answer(view);
  await settled();
  equal(stored, [view]);
  service.close();
});

test("a property is put in by its chip", () => {
  const { service, input, panel, clock } = templatePanel(batchView({ template: { source: "ab", status: "ok", summary: null } }));
  input.setSelectionRange(1, 1);
  panel.element.querySelector(".chip").click();
  equal(input.value, "a{properties['HucName']}b");
  equal(input.selectionStart, input.value.length - 1);
  equal(document.activeElement, input);
  clock.pass(PAUSE);
  equal(service.last.body.template, "a{properties['HucName']}b");
  service.close();
});

test("what somebody types is not replaced by what is stored elsewhere", () => {
  const { service, type, input, panel } = templatePanel(batchView());
  type("mine");
  panel.show(batchView({ template: { source: "theirs", status: "ok", summary: null } }), { mayEdit: true });
  equal(input.value, "mine");
  service.close();
});

test("a stale template is said to be so", () => {
  const { service, panel } = templatePanel(batchView({ template: { source: "{index}", status: "stale", summary: null } }));
  ok(panel.element.textContent.includes("were replaced after this template was validated"));
  service.close();
});

test("run ids and values that look like HTML are text", async () => {
  const { service, panel } = templatePanel(batchView());
  const hostile = "<img src=x onerror=globalThis.hit=1>";
  service.last.answer(reportView({
    valid: false, summary: { ...reportView().summary, is_valid: false, duplicate_run_ids: 1 },
    rows: [{ index: 0, feature_id: hostile, run_id: hostile, error: hostile, state: "duplicate" }],
    duplicates: [{ run_id: hostile, count: 2, features: [{ index: 0, properties: { [hostile]: hostile, toString: null } }, { index: 1, properties: {} }] }],
    collisions: [{ run_ids: [hostile, "x"], indexes: [0, 1] }], errors: [{ index: 2, feature_id: null, error: hostile }],
  }));
  await settled();
  equal(panel.element.querySelectorAll("img").length, 0);
  equal(panel.element.querySelectorAll(".duplicates td").length, 4);
  equal(panel.element.querySelectorAll(".duplicates td")[1].textContent, "none");
  service.close();
});

test("several clicks on tasks are stored one after the other", async () => {
  const service = new FakeService();
  const stored = [];
  const tasks = new Tasks({ batch: "oregon", stored: (view) => stored.push(view), moved: () => 0 });
  stage().append(tasks.element);
  tasks.show(batchView(), { mayEdit: true });
  const [landuse, climate] = tasks.element.querySelectorAll("input");
  ok(landuse.checked && climate.checked);
  landuse.click();
  climate.click();
  await settled();
  equal(service.requests.map(({ body }) => body), [{ groups: { landuse: false } }]);
  service.last.answer(batchView());
  await settled();
  equal(service.last.body, { groups: { climate: false } });
  ok(tasks.isSaving);
  const view = batchView();
  service.last.answer(view);
  await settled();
  equal(stored, [view]);
  ok(!tasks.isSaving);
  service.close();
});

test("a selection that is refused goes back to what is stored", async () => {
  const service = new FakeService();
  const tasks = new Tasks({ batch: "oregon", stored: (view) => tasks.show(view, { mayEdit: true }), moved: () => 0 });
  stage().append(tasks.element);
  tasks.show(batchView(), { mayEdit: true });
  const [landuse] = tasks.element.querySelectorAll("input");
  landuse.click();
  await settled();
  service.last.answer({ detail: "the batch is being run" }, 409);
  await settled();
  ok(landuse.checked);
  ok(tasks.element.textContent.includes("the batch is being run"));
  service.close();
});

test("the control is one, asks with all forms, and tells of a start", async () => {
  equal(BatchRunner.getInstance(), BatchRunner.getInstance());
  const service = new FakeService();
  const control = new BatchRunner();
  const problems = [];
  const started = [];
  const listen = (event) => started.push(event.detail.execution);
  document.addEventListener("batch:execution", listen);
  const element = stage();
  const ready = control.start({
    element, batch: "oregon", mayChange: true, maxBytes: 100,
    base: { serializeBase: () => ({ wepp: { a: 1 } }), showProblems: (errors) => problems.push(...errors) },
  });
  service.requests[0].answer(batchView());
  await ready;
  equal(control.serialize(), { force: "none", force_tasks: [] });
  const run = [...element.querySelectorAll("button")].find((each) => each.textContent === "Run Batch");
  ok(!run.disabled);

  run.click();
  ok(run.disabled, "nobody starts a batch twice");
  equal([service.last.method, service.last.path], ["POST", batchPath("oregon", "executions")]);
  equal(service.last.body.controls, { wepp: { a: 1 } });
  service.last.answer({ detail: "no", errors: [{ field: "wepp.a", detail: "too large" }] }, 400);
  await settled();
  equal(problems, [{ field: "wepp.a", detail: "too large" }]);
  ok(!run.disabled);

  run.click();
  service.last.answer({ execution: 5, to_run: 21 }, 202);
  await settled();
  equal(started, [5]);
  equal(service.last.path, batchPath("oregon"));
  service.last.answer(batchView({ running: { execution: 5, here: true, owner: "", started_at: "" } }));
  await settled();
  ok(run.disabled);
  ok(element.textContent.includes("Execution 5 is running, by this service."));
  document.removeEventListener("batch:execution", listen);
  service.close();
});

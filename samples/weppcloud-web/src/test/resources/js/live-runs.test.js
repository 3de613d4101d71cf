import { batchView, FakeService } from "./fakes.js";
import { equal, settled, stage, test } from "./harness.js";
import { BatchRunner } from "/app/batch-runner/batch-runner.js";
import { whenRunsMayBeOthers } from "/app/live/runs.js";

let times = 0;
whenRunsMayBeOthers(() => times++);

function timesAfter(before, view) {
  times = 0;
  document.dispatchEvent(new CustomEvent("batch:changed", { detail: { before, view } }));
  return times;
}

test("other watersheds or another template may be other runs", () => {
  const before = batchView();
  const { watersheds, template } = before;
  equal(timesAfter(before, batchView({ watersheds: { ...watersheds, uploaded_at: "2026-07-02T12:00:00Z" } })), 1, "replaced");
  equal(timesAfter(before, batchView({ watersheds: { ...watersheds, filename: "other.geojson" } })), 1, "another file");
  equal(timesAfter(batchView({ watersheds: null }), before), 1, "the first file");
  equal(timesAfter(before, batchView({ template: { ...template, source: "{index}" } })), 1, "another template");
  equal(timesAfter(batchView({ template: { ...template, status: "stale" } }), before), 1, "validated again");
});

test("what was not known before may be anything", () => equal(timesAfter(null, batchView()), 1));

test("other tasks are no other runs", () => {
  const [landuse, climate] = batchView().tasks;
  equal(timesAfter(batchView(), batchView({ tasks: [{ ...landuse, enabled: false }, climate], ready: { ok: false, reasons: ["x"] } })), 0);
});

test("a task that is ticked on the page leaves the runs alone", async () => {
  const service = new FakeService();
  const element = stage();
  const started = new BatchRunner().start({
    element, batch: "oregon", mayChange: true, maxBytes: 100, base: { serializeBase: () => null, showProblems: () => 0 },
  });
  service.requests[0].answer(batchView());
  await started;
  let told = 0;
  const tell = () => told++;
  document.addEventListener("batch:changed", tell);
  times = 0;
  const box = element.querySelector("#task-0");
  box.click();
  await settled();
  const [landuse, climate] = batchView().tasks;
  service.last.answer(batchView({ tasks: [{ ...landuse, enabled: false }, climate] }));
  await settled();
  equal([told, times], [1, 0]);
  document.removeEventListener("batch:changed", tell);
  service.close();
});

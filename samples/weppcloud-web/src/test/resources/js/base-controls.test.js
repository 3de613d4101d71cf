import { baseControls, loadBase, serializeBase, showProblems } from "/app/base-controls.js";
import { refusal } from "/app/controls/sbs-check.js";
import { batchView, FakeService } from "./fakes.js";
import { equal, ok, settled, stage, test } from "./harness.js";

const field = (name, type, value, more = {}) => ({
  name, label: name, help: "", type, value, unit: "", min: null, max: null, choices: [], shown_when: null, scenario_types: [], ...more,
});

const view = (changes = {}) => ({
  controls: baseControls.map(({ name }) => ({ id: name, title: "Title of " + name, available: true, reason: "", fields: [] })).map((control) => ({
    ...control, ...{
      climate: { fields: [field("input_years", "integer", 100), field("seed", "integer", null)] },
      sbs: { available: false, reason: "There is no disturbed.nodb." },
      wepp: { fields: [field("kslast", "number", null)] },
    }[control.id], ...changes[control.id],
  })),
});

async function page({ mayChange = true, running = null, base = view() } = {}) {
  const service = new FakeService();
  const element = stage();
  loadBase({ element, batch: "oregon", mayChange });
  await settled();
  service.requests[0].answer(base);
  service.requests[1].answer(batchView({ running }));
  await settled();
  const input = (id) => document.getElementById("base-" + id);
  const type = (id, text) => {
    input(id).value = text;
    input(id).dispatchEvent(new Event("input"));
  };
  const button = (label) => [...element.querySelectorAll("button")].find((each) => each.textContent === label);
  return { service, element, input, type, button };
}

test("the controls are singletons in the order of the page", () => {
  equal(baseControls.map(({ name }) => name), ["sbs", "channels", "subcatchments", "landuse", "soils", "climate", "wepp", "omni"]);
  for (const control of baseControls) {
    ok(control.constructor.getInstance() === control);
  }
});

test("there is no button to build or run anything", async () => {
  const { element, service } = await page();
  service.close();
  equal([...element.querySelectorAll("button")].filter((each) => /build|run/i.test(each.textContent)), []);
  equal(element.querySelectorAll("details").length, 8);
  ok(element.textContent.includes("There is no disturbed.nodb."));
});

test("only what was changed is sent, and saved", async () => {
  const { service, type, button } = await page();
  equal(serializeBase(), {});
  ok(button("Save options").disabled);
  let heard = 0;
  const climate = baseControls.find(({ name }) => name === "climate");
  const hear = () => { heard += 1; };
  climate.addEventListener("change", hear);
  type("climate-input_years", "30");
  equal(heard, 1);
  equal(serializeBase(), { climate: { input_years: 30 } });
  equal(climate.serialize(), { input_years: 30, seed: null });
  button("Save options").click();
  await settled();
  equal([service.last.method, service.last.path], ["PUT", "/api/batches/oregon/base"]);
  equal(service.last.body, { controls: { climate: { input_years: 30 } } });
  service.last.answer({ edits: [], ...view({ climate: { fields: [field("input_years", "integer", 30), field("seed", "integer", null)] } }) });
  await settled();
  equal(serializeBase(), {});
  climate.removeEventListener("change", hear);
  service.close();
});

test("what is refused is said at the field, which is opened and focused", async () => {
  const { service, type, input, button } = await page();
  type("climate-input_years", "0");
  button("Save options").click();
  await settled();
  service.last.answer({ detail: "No.", errors: [{ field: "climate.input_years", detail: "1 to 1000." }, { field: "force_tasks", detail: "?" }] }, 400);
  await settled();
  equal(document.activeElement, input("climate-input_years"));
  ok(input("climate-input_years").closest("details").open);
  equal(serializeBase(), { climate: { input_years: 0 } });
  showProblems([]);
  ok(!input("climate-input_years").hasAttribute("aria-invalid"));
  service.close();
});

test("while the batch runs, and for viewers, the options can only be looked at", async () => {
  const seen = await page({ mayChange: false });
  ok(seen.input("climate-input_years").matches(":disabled"));
  ok(seen.element.querySelector(".notice").textContent.includes("BATCH_ADMIN"));
  seen.service.close();

  const { service, element, input } = await page({ running: { execution: 1, here: true, owner: "process 1", started_at: "2026-07-01T12:00:00Z" } });
  ok(input("climate-input_years").matches(":disabled"));
  ok(element.querySelector(".notice").textContent.includes("running"));
  service.close();
});

test("when a run ends the options can be changed again", async () => {
  const { service, input } = await page({ running: { execution: 1, here: true, owner: "process 1", started_at: "2026-07-01T12:00:00Z" } });
  document.dispatchEvent(new CustomEvent("batch:status", { detail: { state: "finished", execution: null, owner: null } }));
  await settled();
  ok(!input("climate-input_years").matches(":disabled"));
  service.close();
});

test("undo takes everything back", async () => {
  const { service, type, button } = await page();
  type("climate-input_years", "30");
  type("wepp-kslast", "0.5");
  button("Undo changes").click();
  equal(serializeBase(), {});
  service.close();
});

test("a raster is looked at before it is sent", () => {
  equal(refusal({ name: "Fire.TIFF", size: 5 }), null);
  equal(refusal({ name: "fire.img", size: 5 }), null);
  ok(refusal({ name: "fire.tif.exe", size: 5 }).includes("neither"));
  ok(refusal({ name: "fire.tif", size: 0 }).includes("empty"));
  ok(refusal({ name: "fire.tif", size: 200 * 1024 * 1024 }).includes("100 MiB"));
});

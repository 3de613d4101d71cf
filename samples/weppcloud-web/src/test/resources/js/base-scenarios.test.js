import { further, moved, newScenario, typesFor, withParameter } from "/app/controls/scenario-list.js";
import { ScenariosWidget } from "/app/controls/scenarios.js";
import { equal, ok, stage, test } from "./harness.js";

const TYPES = [
  { value: "uniform_high", label: "Fire", offered: true, parameters: [] },
  { value: "sbs_map", label: "Map", offered: false, parameters: [] },
  { value: "thinning", label: "Thinning", offered: true, parameters: [
    { name: "canopy_cover", label: "Canopy", type: "choice", required: true, min: 0, max: 0, choices: [{ value: "40%", label: "40 %" }, { value: "65%", label: "65 %" }] },
    { name: "filter_hill_min_slope_pct", label: "Steeper", type: "integer", required: false, min: 0, max: 1000, choices: [] },
    { name: "filter_burn_severities", label: "Burned", type: "choices", required: false, min: 0, max: 0, choices: [{ value: 0, label: "No" }, { value: 3, label: "High" }] },
  ] },
];
const FIELD = { name: "scenarios", label: "Scenarios", help: "", type: "scenarios", value: [], unit: "", min: null, max: null, choices: [], shown_when: null, scenario_types: TYPES };

test("a new scenario has the first choice of what must be said", () => {
  equal(newScenario(TYPES[2]), { type: "thinning", canopy_cover: "40%" });
});

test("a parameter that says nothing is taken away", () => {
  const scenario = { type: "thinning", canopy_cover: "40%", filter_hill_min_slope_pct: 10 };
  equal(withParameter(scenario, "filter_hill_min_slope_pct", null), { type: "thinning", canopy_cover: "40%" });
  equal(withParameter(scenario, "filter_burn_severities", []), scenario);
});

test("scenarios change places", () => {
  equal(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  equal(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
});

test("a type that is not offered stays with the scenario that has it", () => {
  equal(typesFor(TYPES, { type: "uniform_high" }).map(({ value }) => value), ["uniform_high", "thinning"]);
  equal(typesFor(TYPES, { type: "sbs_map" }).map(({ value }) => value), ["uniform_high", "sbs_map", "thinning"]);
  equal(further(TYPES[1], { type: "sbs_map", sbs_file_path: "/x" }), [["sbs_file_path", "/x"]]);
});

function editor(value) {
  let changes = 0;
  const made = new ScenariosWidget(FIELD, { id: "s", changed: () => { changes += 1; } });
  stage().append(made.element);
  made.value = value;
  const press = (label) => [...made.element.querySelectorAll("button")].find((button) => (button.getAttribute("aria-label") ?? button.textContent) === label).click();
  return { made, press, count: () => changes };
}

test("scenarios are added, changed, moved and removed, and the focus goes along", () => {
  const { made, press, count } = editor([{ type: "uniform_high" }]);
  press("Add a scenario");
  const type = document.activeElement;
  equal(type.id, "s-1-type");
  type.value = "thinning";
  type.dispatchEvent(new Event("change"));
  equal(made.value, [{ type: "uniform_high" }, { type: "thinning", canopy_cover: "40%" }]);
  const canopy = document.getElementById("s-1-canopy_cover");
  canopy.value = "65%";
  canopy.dispatchEvent(new Event("change"));
  const slope = document.getElementById("s-1-filter_hill_min_slope_pct");
  slope.value = "10";
  slope.dispatchEvent(new Event("change"));
  document.getElementById("s-1-filter_burn_severities-1").click();
  equal(made.value[1], { type: "thinning", canopy_cover: "65%", filter_hill_min_slope_pct: 10, filter_burn_severities: [3] });
  press("Move up scenario 2");
  equal(made.value.map((scenario) => scenario.type), ["thinning", "uniform_high"]);
  ok(made.element.contains(document.activeElement));
  press("Remove scenario 1");
  press("Remove scenario 1");
  equal(made.value, []);
  equal(document.activeElement.textContent, "Add a scenario");
  equal(count(), 8);
});

test("what a scenario says beyond its type is kept and shown as text", () => {
  const odd = { type: "<img src=x>", note: "<script>alert(1)</script>" };
  const { made } = editor([odd]);
  equal(made.value, [odd]);
  equal(made.element.querySelectorAll("img, script").length, 0);
  ok(made.element.textContent.includes("<script>alert(1)</script>"));
});

test("every input has a label", () => {
  const { made } = editor([{ type: "thinning", canopy_cover: "50%" }]);
  for (const input of made.element.querySelectorAll("input, select")) {
    ok(input.labels.length > 0, input.id);
  }
  equal(document.getElementById("s-0-canopy_cover").value, "50%");
});

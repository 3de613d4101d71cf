import { ControlForm } from "/app/controls/form.js";
import { equal, ok, stage, test } from "./harness.js";

const field = (name, type, value, more = {}) => ({
  name, label: "Label of " + name, help: "", type, value, unit: "", min: null, max: null, choices: [], shown_when: null, scenario_types: [], ...more,
});

const FIELDS = () => [
  field("mode", "choice", 0, { choices: [{ value: 0, label: "Chance" }, { value: 2, label: "Observed" }] }),
  field("years", "integer", 100, { unit: "years", min: 1, max: 1000, shown_when: { field: "mode", values: [0] } }),
  field("first", "integer", null, { shown_when: { field: "mode", values: [2] } }),
  field("shear", "number", 1e-6, { help: "Of channels." }),
  field("snow", "boolean", true),
  field("station", "text", null),
  field("severity", "choice", null, { choices: [{ value: null, label: "Not chosen" }, { value: 3, label: "High" }] }),
];

function form(fields = FIELDS()) {
  let edits = 0;
  const made = new ControlForm("climate", { changed: () => { edits += 1; } });
  stage().append(made.element);
  made.show(fields);
  const input = (name) => document.getElementById("base-climate-" + name);
  const type = (name, text) => {
    input(name).value = text;
    input(name).dispatchEvent(new Event("input"));
  };
  const choose = (name, index) => {
    input(name).selectedIndex = index;
    input(name).dispatchEvent(new Event("change"));
  };
  return { made, input, type, choose, count: () => edits };
}

test("a form shows what was loaded and says that nothing has changed", () => {
  const { made, input } = form();
  equal(made.values, { mode: 0, years: 100, first: null, shear: 0.000001, snow: true, station: null, severity: null });
  equal(made.shownValues, { mode: 0, years: 100, shear: 0.000001, snow: true, station: null, severity: null });
  equal(made.changes, {});
  equal(input("shear").value, "0.000001");
});

test("every field has a label and its help", () => {
  const { made, input } = form();
  for (const each of made.element.querySelectorAll("input, select")) {
    ok(each.labels.length === 1, each.id);
  }
  equal(input("shear").getAttribute("aria-describedby"), "base-climate-shear-help");
  equal(document.getElementById("base-climate-years-help").textContent, "1 to 1000.");
});

test("an edit is marked until it is taken back", () => {
  const { made, type, count } = form();
  const mark = () => made.element.querySelector("[data-field=years] .changed");
  type("years", "30");
  equal(made.changes, { years: 30 });
  ok(!mark().hidden);
  type("years", "100");
  equal(made.changes, {});
  ok(mark().hidden);
  equal(count(), 2);
});

test("fields come and go with what they depend on, and what is hidden is not sent", () => {
  const { made, choose, type } = form();
  type("years", "30");
  choose("mode", 1);
  ok(made.element.querySelector("[data-field=years]").hidden);
  ok(!made.element.querySelector("[data-field=first]").hidden);
  equal(made.changes, { mode: 2 });
});

test("what others change is shown, what this person changed stays", () => {
  const { made, type, input } = form();
  type("years", "30");
  const fields = FIELDS();
  fields[3].value = 0.5;
  made.show(fields);
  equal(input("shear").value, "0.5");
  equal(made.changes, { years: 30 });
  fields[1].value = 30;
  made.show(structuredClone(fields));
  equal(made.changes, {});
});

test("problems are said at their fields, and go when they are gone", () => {
  const { made, input } = form();
  const first = made.showProblems([{ field: "shear", detail: "a <b>number</b> is needed." }, { field: "years", detail: "too many." }]);
  equal(first, input("years"));
  equal(input("shear").getAttribute("aria-invalid"), "true");
  equal(input("shear").getAttribute("aria-describedby"), "base-climate-shear-help base-climate-shear-error");
  equal(document.getElementById("base-climate-shear-error").textContent, "a <b>number</b> is needed.");
  equal(made.element.querySelectorAll("b").length, 0);
  equal(made.showProblems([]), null);
  ok(!input("shear").hasAttribute("aria-invalid"));
  equal(input("shear").getAttribute("aria-describedby"), "base-climate-shear-help");
});

test("everything can be taken back", () => {
  const { made, type, choose } = form();
  type("years", "x");
  choose("severity", 1);
  equal(made.changes, { years: "x", severity: 3 });
  made.reset();
  equal(made.changes, {});
});

import { changes, limits, same, shown, typed, written } from "/app/controls/values.js";
import { equal, ok, test } from "./harness.js";

const field = (name, value, more = {}) => ({
  name, label: name, help: "", type: "integer", value, unit: "", min: null, max: null, choices: [], shown_when: null, scenario_types: [], ...more,
});

test("values are the same by what is in them", () => {
  ok(same({ a: 1, b: [2] }, { b: [2], a: 1 }));
  ok(same(null, null));
  ok(!same({ a: 1 }, { a: 1, b: 2 }));
  ok(!same({ a: undefined }, { b: undefined }));
  ok(!same([1, 2], [2, 1]));
  ok(!same([], {}));
  ok(!same(0, false));
  ok(!same(null, 0));
});

test("what is typed is a number, nothing, or left to the service to refuse", () => {
  const number = field("n", 1, { type: "number" });
  equal(typed(number, " 1e-06 "), 0.000001);
  equal(typed(number, "-.5"), -0.5);
  equal(typed(number, ""), null);
  for (const text of ["1,5", "NaN", "Infinity", "1e999", "0x10", "<b>", "1 2"]) {
    equal(typed(number, text), text);
  }
  equal(typed(field("t", "", { type: "text" }), " 5 "), "5");
});

test("what is written can be typed", () => {
  const number = field("n", 1, { type: "number" });
  for (const value of [0, 1e-6, 1e21, -0.1, 123456789, null]) {
    equal(typed(number, written(value)), value);
  }
});

test("fields are shown by the value of another one", () => {
  const fields = [field("mode", 0), field("years", 5, { shown_when: { field: "mode", values: [0, 5] } }),
    field("first", 5, { shown_when: { field: "mode", values: [2] } }), field("free", 5, { shown_when: { field: "absent", values: [2] } })];
  equal(shown(fields, { mode: 0 }), ["mode", "years", "free"]);
  equal(shown(fields, { mode: 2 }), ["mode", "first", "free"]);
});

test("changes are what differs and is shown", () => {
  const fields = [field("mode", 0), field("years", 5, { shown_when: { field: "mode", values: [0] } })];
  equal(changes(fields, { mode: 0, years: 5 }), {});
  equal(changes(fields, { mode: 0, years: 6 }), { years: 6 });
  equal(changes(fields, { mode: 2, years: 6 }), { mode: 2 });
});

test("limits of whole numbers are said", () => {
  equal(limits(field("n", 1, { min: 1, max: 1000 })), "1 to 1000.");
  equal(limits(field("n", 1, { min: 60 })), "At least 60.");
  equal(limits(field("n", 1, { type: "number", min: 1, max: 2 })), "");
});

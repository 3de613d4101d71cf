import { equal, ok, test } from "./harness.js";
import { seeded } from "./random.js";
import { NO_FILTER, Selection } from "/app/live/selection.js";
import { STATES } from "/app/live/states.js";
import { RunStore } from "/app/live/store.js";
import { readFragment, writeFragment } from "/app/live/address.js";

const RUNS = {
  tasks: [{ id: "climate", label: "Climate" }, { id: "wepp", label: "WEPP" }],
  ids: ["OR-10", "OR-9", "Bend (East)", "bend-west", "or-100"],
  states: ["ss", "fk", "rw", "ww", "sf"],
  areas: [5, 1, 4, null, 3],
};

function selection() {
  const store = new RunStore();
  store.load(RUNS, true);
  const made = new Selection(store);
  made.refresh();
  return made;
}

function shown(made, filter, sort) {
  made.filter = { ...NO_FILTER, ...filter };
  made.sort = sort ?? { by: "number", descending: false };
  made.refresh();
  return made.shown;
}

test("at first all runs are shown in the order of the file", () => {
  const made = selection();
  equal(made.shown, [0, 1, 2, 3, 4]);
  ok(made.isWhole);
});

test("every word of the text has to be in the id, in any case", () => {
  equal(shown(selection(), { text: "BEND" }), [2, 3]);
  equal(shown(selection(), { text: " east bend " }), [2]);
  equal(shown(selection(), { text: "(" }), [2]);
  equal(shown(selection(), { text: "nowhere" }), []);
});

test("a state is that of the run, or of the task that is named", () => {
  equal(shown(selection(), { state: "f" }), [1, 4]);
  equal(shown(selection(), { state: "f", task: "climate" }), [1]);
  equal(shown(selection(), { state: "k", task: "wepp" }), [1]);
  equal(shown(selection(), { state: "", task: "wepp" }), [0, 1, 2, 3, 4]);
});

test("a failure group leaves its members, in the order asked for", () => {
  const made = selection();
  made.members = new Set([4, 1]);
  equal(shown(made, { group: "5f3a9c12" }), [1, 4]);
  equal([...made.isShown], [0, 1, 0, 0, 1]);
});

test("ids are sorted as people count", () => {
  equal(shown(selection(), {}, { by: "id", descending: false }).map((run) => RUNS.ids[run]),
    ["Bend (East)", "bend-west", "OR-9", "OR-10", "or-100"]);
});

test("states are sorted by what needs a person first", () => {
  equal(shown(selection(), {}, { by: "state", descending: false }), [1, 4, 2, 3, 0]);
  equal(shown(selection(), {}, { by: "task:climate", descending: true }), [0, 4, 3, 2, 1]);
});

test("areas are sorted, unknown ones as the smallest", () => {
  equal(shown(selection(), {}, { by: "area", descending: true }), [0, 2, 4, 1, 3]);
});

test("an unknown order is that of the file", () => {
  equal(shown(selection(), {}, { by: "task:gone", descending: false }), [0, 1, 2, 3, 4]);
  equal(shown(selection(), {}, { by: "__proto__", descending: true }), [4, 3, 2, 1, 0]);
});

test("what depends on states is known", () => {
  const made = selection();
  equal(made.dependsOnStates, false);
  shown(made, { state: "r" });
  equal(made.dependsOnStates, true);
  shown(made, {}, { by: "task:wepp", descending: false });
  equal(made.dependsOnStates, true);
});

test("other runs are looked at anew", () => {
  const store = new RunStore();
  store.load(RUNS, false);
  const made = new Selection(store);
  equal(shown(made, { text: "bend" }), [2, 3]);
  store.load({ ...RUNS, ids: ["bend", "x", "y", "z", "u"] }, false);
  made.refresh();
  equal(made.shown, [0]);
});

test("whatever is asked for, exactly what matches is shown, and in order", () => {
  const random = seeded(7);
  const pick = (choices) => choices[Math.floor(random() * choices.length)];
  for (let round = 0; round < 200; round++) {
    const size = Math.floor(random() * 50);
    const store = new RunStore();
    store.load({
      tasks: RUNS.tasks, ids: Array.from({ length: size }, (none, i) => pick(["a", "b"]) + i), areas: Array.from({ length: size }, random),
      states: Array.from({ length: size }, () => pick("sfkrwd") + pick("sfkrwd")),
    }, random() < 0.5);
    const made = new Selection(store);
    const filter = { text: pick(["", "a", "B"]), state: pick(["", "f", "s", "w"]), task: pick(["", "wepp"]), group: "" };
    const by = pick(["id", "state", "area", "task:wepp", "number"]);
    const descending = random() < 0.5;
    shown(made, filter, { by, descending });
    const expected = [...store.ids.keys()].filter((run) => store.ids[run].includes(filter.text.toLowerCase())
      && (filter.state === "" || (filter.task ? store.letters[run][1] : store.states[run]) === filter.state));
    equal([...made.shown].sort((a, b) => a - b), expected);
    const key = (run) => ({ area: store.areas[run], state: STATES[store.states[run]].order, "task:wepp": STATES[store.letters[run][1]].order, number: run }[by]);
    if (by !== "id") {
      made.shown.slice(1).forEach((run, i) => ok(descending ? key(made.shown[i]) >= key(run) : key(made.shown[i]) <= key(run)));
    }
  }
});

test("the view survives in the fragment of the address", () => {
  const view = { run: "OR/20 & co", filter: { text: "ä #&=", state: "f", task: "climate", group: "5f3a9c12" }, sort: { by: "area", descending: true } };
  equal(readFragment(writeFragment(view)), view);
});

test("a view as at first needs no fragment, and a senseless fragment is one", () => {
  equal(writeFragment({ run: "", filter: { ...NO_FILTER }, sort: { by: "number", descending: false } }), "");
  equal(readFragment("#main"), { run: "", filter: { ...NO_FILTER }, sort: { by: "number", descending: false } });
  equal(readFragment("#sort=-").sort, { by: "", descending: true });
});

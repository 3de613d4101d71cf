import { equal, ok, test } from "./harness.js";
import { seeded } from "./random.js";
import { stateOfRun } from "/app/live/states.js";
import { RunStore } from "/app/live/store.js";

const TASKS = [{ id: "a", label: "A" }, { id: "b", label: "B" }, { id: "c", label: "C" }];

function loaded(states, active = false) {
  const store = new RunStore();
  store.load({ tasks: TASKS, ids: states.map((each, i) => "r" + i), states, areas: states.map(() => 1) }, active);
  return store;
}

function heard(store) {
  const all = [];
  store.addEventListener("change", (event) => all.push(event.detail.runs));
  return all;
}

test("a run stands where the worst of its tasks does", () => {
  equal(stateOfRun("sss", false), "s");
  equal(stateOfRun("sdd", false), "s");
  equal(stateOfRun("rfw", true), "f");
  equal(stateOfRun("sfk", false), "f");
  equal(stateOfRun("www", true), "w");
  equal(stateOfRun("rww", false), "r");
});

test("a run that has begun and waits runs only while somebody runs the batch", () => {
  equal(stateOfRun("sww", true), "r");
  equal(stateOfRun("sww", false), "w");
});

test("a picture is counted", () => {
  const store = loaded(["sss", "sfk", "www", "rww"]);
  equal(store.counts, { f: 1, r: 1, w: 1, s: 1 });
  equal(store.states, ["s", "f", "w", "r"]);
  equal(store.numberOf("r2"), 2);
  equal(store.numberOf("constructor"), undefined);
});

test("changes reach the runs they name, and are told of once", () => {
  const store = loaded(["www", "www", "www"]);
  const all = heard(store);
  store.apply([[1, "rww"], [2, "sss"]]);
  equal(store.states, ["w", "r", "s"]);
  equal(store.counts, { f: 0, r: 1, w: 1, s: 1 });
  equal(all, [[1, 2]]);
});

test("what is as it was is not told of", () => {
  const store = loaded(["www"]);
  const all = heard(store);
  store.apply([[0, "www"]]);
  equal(all, []);
});

test("changes of runs that are not known are passed over", () => {
  const store = loaded(["www"]);
  store.apply([[7, "sss"], [-1, "sss"]]);
  equal(store.counts, { f: 0, r: 0, w: 1, s: 0 });
});

test("the end of an execution makes begun runs wait", () => {
  const store = loaded(["sww", "www", "sss"], true);
  equal(store.states, ["r", "w", "s"]);
  const all = heard(store);
  store.setActive(false);
  equal(store.states, ["w", "w", "s"]);
  equal(all, [[0]]);
  store.setActive(false);
  equal(all.length, 1);
});

test("a picture of other runs makes another generation, one of the same does not", () => {
  const store = loaded(["www", "www"]);
  const first = store.generation;
  store.load({ tasks: TASKS, ids: ["r0", "r1"], states: ["sss", "www"], areas: [1, 1] }, false);
  equal(store.generation, first);
  store.load({ tasks: TASKS, ids: ["r0", "x1"], states: ["sss", "www"], areas: [1, 1] }, false);
  ok(store.generation !== first);
});

test("whatever comes in whatever order, counts and states are those of the letters", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seeded(seed);
    const pick = (choices) => choices[Math.floor(random() * choices.length)];
    const letters = () => Array.from({ length: 3 }, () => pick("sfkrwd")).join("");
    const truth = Array.from({ length: 1 + Math.floor(random() * 40) }, letters);
    const store = loaded([...truth]);
    let active = false;
    for (let step = 0; step < 200; step++) {
      if (random() < 0.1) {
        active = random() < 0.5;
        store.setActive(active);
      } else {
        const changes = Array.from({ length: Math.floor(random() * 5) }, () => [Math.floor(random() * truth.length), letters()]);
        changes.forEach(([number, changed]) => {
          truth[number] = changed;
        });
        store.apply(changes);
      }
    }
    const states = truth.map((each) => stateOfRun(each, active));
    equal(store.letters, truth, "seed " + seed);
    equal(store.states, states, "seed " + seed);
    for (const state of "frws") {
      equal(store.counts[state], states.filter((each) => each === state).length, `seed ${seed}: ${state}`);
    }
  }
});

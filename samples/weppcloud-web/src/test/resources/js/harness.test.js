import { equal, ok, settled, stage, test, throws } from "./harness.js";

test("equal values are equal", () => {
  equal(1, 1);
  equal(NaN, NaN);
  equal([1, { a: [null] }], [1, { a: [null] }]);
  equal(new Map([["a", 1]]), new Map([["a", 1]]));
  equal(new Set("ab"), new Set("ab"));
});

test("a difference is told by its place", async () => {
  await throws(() => equal(1, "1"), 'is 1, not "1"');
  await throws(() => equal({ a: [1, 2] }, { a: [1, 3] }), ".a[1] is 2, not 3");
  await throws(() => equal({ a: 1 }, { a: 1, b: 2 }), ".b is undefined, not 2");
  await throws(() => equal([], [1]), "is [], not [1]");
  await throws(() => equal(null, {}), "is null, not {}");
  await throws(() => equal([], {}), "is [], not {}");
  await throws(() => equal(1, 2, "rows"), "rows: is 1, not 2");
});

test("what does not throw is told", async () => {
  const error = await throws(() => throws(() => 1));
  equal(error.message, "nothing was thrown");
  await throws(() => ok(false, "no"), "no");
  await throws(() => throws(() => Promise.reject(new Error("that")), "this"), "thrown was: that");
});

test("the stage is empty for every test", () => {
  stage().append("left behind");
  equal(stage().childNodes.length, 0);
});

test("promises kept are seen", async () => {
  let seen = 0;
  Promise.resolve().then(() => seen++).then(() => seen++);
  await settled();
  equal(seen, 2);
});

test("the page has the policy of the service", async () => {
  const script = document.createElement("script");
  script.textContent = "globalThis.inlineRan = true";
  document.body.append(script);
  equal(globalThis.inlineRan, undefined);
});

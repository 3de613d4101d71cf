// Tests of the modules under static/app. A file *.test.js calls test(); JsTest runs each file in a page of its own, under
// the policy that the service sends, and reports every test by its name.

const tests = [];

/** How long a test may take, in milliseconds. */
const PATIENCE = 10_000;

/** Registers a test: a function that throws, or whose promise is rejected, if something is wrong. */
export function test(name, run) {
  if (tests.some((each) => each.name === name)) {
    throw new Error('there are two tests "' + name + '"');
  }
  tests.push({ name, run });
}

/** Fails unless both are the same: primitives by Object.is, arrays, plain objects, maps and sets by what is in them. */
export function equal(actual, expected, message = "") {
  const where = difference(actual, expected, "");
  if (where !== null) {
    throw new Error(message + (message && ": ") + where);
  }
}

/** Fails unless it is true. */
export function ok(condition, message = "is not true") {
  if (!condition) {
    throw new Error(message);
  }
}

/** Fails unless the function throws, or its promise is rejected with, an error whose message holds this text; returns it. */
export async function throws(run, text = "") {
  let thrown = null;
  try {
    await run();
  } catch (error) {
    thrown = error;
  }
  ok(thrown !== null, "nothing was thrown");
  ok(String(thrown.message).includes(text), "thrown was: " + thrown.message);
  return thrown;
}

/** Returns an empty element of the page to put things into; what the test before left there is gone. */
export function stage() {
  document.body.replaceChildren(document.createElement("div"));
  return document.body.firstChild;
}

/** Waits until what has been promised already has had its effects. */
export async function settled() {
  for (let turn = 0; turn < 100; turn++) {
    await Promise.resolve();
  }
}

/** Runs all tests one after the other and returns [{name, problem}]; the problem of a test that passed is "". */
export async function run() {
  const report = [];
  for (const each of tests) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("took longer than " + PATIENCE + " ms")), PATIENCE);
    });
    try {
      await Promise.race([late, Promise.resolve().then(each.run)]);
      report.push({ name: each.name, problem: "" });
    } catch (error) {
      report.push({ name: each.name, problem: String(error?.stack ?? error) });
    }
    clearTimeout(timer);
  }
  return report;
}

function difference(actual, expected, path) {
  if (Object.is(actual, expected)) {
    return null;
  }
  const here = path === "" ? "" : path + " ";
  const told = here + "is " + show(actual) + ", not " + show(expected);
  if (typeof actual !== "object" || typeof expected !== "object" || actual === null || expected === null
      || Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) {
    return told;
  }
  if (actual instanceof Map || actual instanceof Set) {
    return difference([...actual], [...expected], path);
  }
  if (Array.isArray(actual) && actual.length !== expected.length) {
    return told;
  }
  if (!Array.isArray(actual) && Object.getPrototypeOf(actual) !== Object.prototype) {
    return told;
  }
  for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
    const inside = difference(actual[key], expected[key], Array.isArray(actual) ? path + "[" + key + "]" : path + "." + key);
    if (inside !== null) {
      return inside;
    }
  }
  return null;
}

function show(value) {
  if (value instanceof Element) {
    return value.outerHTML;
  }
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

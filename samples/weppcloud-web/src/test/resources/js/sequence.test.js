import { Latest } from "/app/sequence.js";
import { deferred, FakeClock } from "./fakes.js";
import { equal, ok, settled, test, throws } from "./harness.js";

test("an answer is given back", async () => {
  equal(await new Latest().ask(async () => 7), { value: 7 });
});

test("an answer that comes after another question is dropped, and its request aborted", async () => {
  const latest = new Latest();
  const [first, second] = [deferred(), deferred()];
  let signalOfFirst;
  const one = latest.ask((signal) => {
    signalOfFirst = signal;
    return first.promise;
  });
  const two = latest.ask(() => second.promise);
  ok(signalOfFirst.aborted);
  second.resolve("new");
  first.resolve("old");
  equal(await one, null);
  equal(await two, { value: "new" });
});

test("a failure of a dropped question is nobody's", async () => {
  const latest = new Latest();
  const first = deferred();
  const one = latest.ask(() => first.promise);
  latest.forget();
  first.reject(new DOMException("aborted", "AbortError"));
  equal(await one, null);
});

test("a failure of the last question is told", async () => {
  await throws(() => new Latest().ask(() => Promise.reject(new Error("refused"))), "refused");
});

test("what is put off happens once, after the pause", () => {
  const clock = new FakeClock();
  const latest = new Latest(clock);
  const done = [];
  latest.later(300, () => done.push("a"));
  clock.pass(299);
  latest.later(300, () => done.push("b"));
  clock.pass(299);
  equal(done, []);
  ok(latest.isWaiting);
  clock.pass(1);
  equal(done, ["b"]);
  ok(!latest.isWaiting);
  clock.pass(1000);
  equal(done, ["b"]);
});

test("to put something off gives up what is asked", async () => {
  const latest = new Latest(new FakeClock());
  const first = deferred();
  const one = latest.ask(() => first.promise);
  latest.later(300, () => 0);
  first.resolve("old");
  await settled();
  equal(await one, null);
});

import { equal, ok, test } from "./harness.js";
import { seeded } from "./random.js";
import { rowByKey, rowsToShow, scrollTo } from "/app/live/rows.js";

test("a short table is on the page as a whole", () => {
  equal(rowsToShow({ total: 3, height: 28, top: 0, view: 500 }), { first: 0, last: 3, before: 0, after: 0 });
  equal(rowsToShow({ total: 0, height: 28, top: 0, view: 500 }), { first: 0, last: 0, before: 0, after: 0 });
});

test("of a long table only what is seen is on the page", () => {
  equal(rowsToShow({ total: 10000, height: 28, top: 28000, view: 280 }), { first: 994, last: 1016, before: 994 * 28, after: (10000 - 1016) * 28 });
});

test("whatever is seen is on the page, and the room stays the same", () => {
  const random = seeded(3);
  for (let round = 0; round < 2000; round++) {
    const at = { total: Math.floor(random() * 3000), height: 28, view: random() * 900, top: 0 };
    at.top = random() * Math.max(0, at.total * at.height - at.view) * 1.1;
    const { first, last, before, after } = rowsToShow(at);
    equal(before + (last - first) * at.height + after, at.total * at.height);
    ok(first >= 0 && last <= at.total && last - first < 60, JSON.stringify(at));
    ok(before <= Math.min(at.top, at.total * at.height) && before + (last - first) * at.height >= Math.min(at.top + at.view, at.total * at.height), JSON.stringify(at));
  }
});

test("one scrolls no further than needed to see a row below the head", () => {
  const at = { height: 28, top: 280, view: 300, head: 20 };
  equal(scrollTo(12, at), 280);
  equal(scrollTo(3, at), 84);
  equal(scrollTo(19, at), 280);
  equal(scrollTo(20, at), 308);
});

test("keys lead to rows, and never beyond the ends", () => {
  const at = { total: 100, page: 10 };
  equal(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "x"].map((key) => rowByKey(key, 5, at)), [6, 4, 15, 0, 0, 99, null]);
  equal(rowByKey("ArrowDown", 99, at), 99);
  equal(rowByKey("End", 0, { total: 0, page: 10 }), null);
});

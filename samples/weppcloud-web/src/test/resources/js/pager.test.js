import { Pager, pageTyped, place } from "/app/pager.js";
import { equal, ok, stage, test } from "./harness.js";

test("the place of a page in a list", () => {
  equal(place({ number: 0, size: 100, rows: 10_000 }), { last: 99, from: 1, to: 100 });
  equal(place({ number: 99, size: 100, rows: 10_000 }), { last: 99, from: 9_901, to: 10_000 });
  equal(place({ number: 1, size: 100, rows: 101 }), { last: 1, from: 101, to: 101 });
  equal(place({ number: 0, size: 100, rows: 100 }), { last: 0, from: 1, to: 100 });
  equal(place({ number: 0, size: 100, rows: 0 }), { last: 0, from: 0, to: 0 });
});

test("a page that is typed counts from one", () => {
  equal(pageTyped("1", 99), 0);
  equal(pageTyped(" 100 ", 99), 99);
  for (const text of ["0", "101", "", "-1", "1.5", "1e1", "x", "99999999999"]) {
    equal(pageTyped(text, 99), null, text);
  }
});

function pager() {
  const wanted = [];
  const made = new Pager("rows", (page) => wanted.push(page));
  stage().append(made.element);
  const press = (label) => made.element.querySelector("[aria-label='" + label + "']").click();
  return { made, wanted, press, input: made.element.querySelector("input") };
}

test("the buttons ask for pages", () => {
  const { made, wanted, press } = pager();
  made.show({ number: 5, size: 100, rows: 10_000 }, "watersheds");
  equal(made.element.querySelector("[role=status]").textContent, "501–600 of 10,000 watersheds");
  ["First page", "Previous page", "Next page", "Last page"].forEach(press);
  equal(wanted, [0, 4, 6, 99]);
});

test("the ends have nothing beyond them", () => {
  const { made, wanted, press } = pager();
  made.show({ number: 0, size: 100, rows: 150 }, "rows");
  press("Previous page");
  press("First page");
  made.show({ number: 1, size: 100, rows: 150 }, "rows");
  press("Next page");
  equal(wanted, []);
});

test("the focus stays in the pager at the last page", () => {
  const { made, input } = pager();
  made.show({ number: 0, size: 100, rows: 150 }, "rows");
  made.element.querySelector("[aria-label='Next page']").focus();
  made.show({ number: 1, size: 100, rows: 150 }, "rows");
  equal(document.activeElement, input);
});

test("a number that is no page is put back", () => {
  const { made, wanted, input } = pager();
  made.show({ number: 5, size: 100, rows: 10_000 }, "rows");
  input.value = "500";
  input.dispatchEvent(new Event("change"));
  equal(input.value, "6");
  input.value = "50";
  input.dispatchEvent(new Event("change"));
  equal(wanted, [49]);
});

test("one page needs no buttons", () => {
  const { made } = pager();
  made.show({ number: 0, size: 100, rows: 0 }, "problems");
  ok(made.element.lastChild.hidden);
  equal(made.element.querySelector("[role=status]").textContent, "No problems");
});

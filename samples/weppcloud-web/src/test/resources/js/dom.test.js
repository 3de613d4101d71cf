// Elements are made of text as it is.
import { el, fill } from "/app/dom.js";
import { equal, test } from "./harness.js";

test("what looks like HTML is text", () => {
  const element = el("p", {}, "<img src=x onerror=alert(1)>", 7, null, ["a", undefined, ["b"]]);
  equal(element.textContent, "<img src=x onerror=alert(1)>7ab");
  equal(element.children.length, 0);
});

test("marks that turn around what follows are shown and turn around nothing", () => {
  const element = el("p", {}, "river\u202eaksaL\u202c, ", el("b", {}, "\u2067x\u2069"));
  equal(element.textContent, "river‹U+202E›aksaL‹U+202C›, ‹U+2067›x‹U+2069›");
  equal(fill(element, "Łódź, أنهار, \u200f").textContent, "Łódź, أنهار, \u200f");
});

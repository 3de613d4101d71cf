// Walks through a long list page by page.
import { el, fill } from "./dom.js";
import { number } from "./wording.js";

/**
 * Tells where a page lies in a list.
 *
 * @param {{number: number, size: number, rows: number}} page number counts from 0; rows of the whole list
 * @returns {{last: number, from: number, to: number}} the number of the last page; its first and last row, from 1
 */
export function place({ number: page, size, rows }) {
  const last = Math.max(0, Math.ceil(rows / size) - 1);
  return { last, from: rows === 0 ? 0 : page * size + 1, to: Math.min(rows, (page + 1) * size) };
}

/** Returns the page a person means who types its number, counting from 1; null if there is no such page. */
export function pageTyped(text, last) {
  const typed = text.trim();
  return /^[0-9]{1,9}$/.test(typed) && typed >= 1 && typed <= last + 1 ? Number(typed) - 1 : null;
}

/** The buttons below a list, which ask for another page of it. */
export class Pager {
  #wanted;
  #last = 0;
  #page = 0;
  #text = el("span", { role: "status" });
  #number = el("input", { type: "text", inputmode: "numeric", size: 5, "aria-label": "Page", change: () => this.#typed() });
  #of = el("span");
  #buttons;

  /**
   * @param {string} what what is listed, such as "rows"
   * @param {(page: number) => void} wanted is called with the page a person wants
   */
  constructor(what, wanted) {
    this.#wanted = wanted;
    const button = (label, text, target) =>
      el("button.quiet", { type: "button", "aria-label": label, click: () => wanted(target()) }, text);
    this.#buttons = {
      first: button("First page", "«", () => 0),
      previous: button("Previous page", "‹", () => this.#page - 1),
      next: button("Next page", "›", () => this.#page + 1),
      last: button("Last page", "»", () => this.#last),
    };
    const { first, previous, next, last } = this.#buttons;
    this.element = el("nav.pager", { "aria-label": "Pages of the " + what },
      this.#text, el("span.row", {}, first, previous, this.#number, this.#of, next, last));
  }

  /** Shows where the page lies; with nothing to walk through there are no buttons. */
  show(page, what) {
    const { last, from, to } = place(page);
    this.#page = page.number;
    this.#last = last;
    this.#text.textContent = page.rows === 0 ? "No " + what : number(from) + "–" + number(to) + " of " + number(page.rows) + " " + what;
    this.#number.value = String(page.number + 1);
    fill(this.#of, "of " + number(last + 1));
    this.element.lastChild.hidden = last === 0;
    const focused = document.activeElement;
    const { first, previous, next, last: end } = this.#buttons;
    first.disabled = previous.disabled = page.number <= 0;
    next.disabled = end.disabled = page.number >= last;
    if (focused?.disabled && this.element.contains(focused)) {
      // Whoever pressed it goes on with the keyboard where they were.
      this.#number.focus();
    }
  }

  #typed() {
    const page = pageTyped(this.#number.value, this.#last);
    if (page === null) {
      this.#number.value = String(this.#page + 1);
    } else {
      this.#wanted(page);
    }
  }
}

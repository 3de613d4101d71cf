// Tables of text.
import { el } from "./dom.js";

/**
 * Makes a table that scrolls sideways where it is too wide, also by keyboard.
 *
 * @param {string} caption what the table shows, for those who cannot see where it stands
 * @param {string[]} columns the headings
 * @param {Array<Array<Node|string|number|null|Array>>} rows the cells; the first of each row names it
 */
export function table(caption, columns, rows) {
  return el("div.scroll", { tabindex: 0, role: "region", "aria-label": caption },
    el("table", {},
      el("thead", {}, el("tr", {}, columns.map((column) => el("th", { scope: "col" }, column)))),
      el("tbody", {}, rows.map(([first, ...others]) => el("tr", {},
        el("th", { scope: "row" }, first), others.map((cell) => el("td", {}, cell)))))));
}

// Tables of text.
import { el } from "./dom.js";

/**
 * Makes a table that scrolls sideways where it is too wide, also by keyboard.
 *
 * @param {string} caption what the table shows, for those who cannot see where it stands
 * @param {string[]} columns the headings; those that begin with "#" are of columns of numbers
 * @param {Array<Array<Node|string|number|null|Array>>} rows the cells; the first of each row names it
 */
export function table(caption, columns, rows) {
  const isNumber = columns.map((column) => column.startsWith("#"));
  const cell = (tag, column, attributes, content) => el(isNumber[column] ? tag + ".number" : tag, attributes, content);
  return el("div.scroll", { tabindex: 0, role: "region", "aria-label": caption },
    el("table", {},
      el("thead", {}, el("tr", {}, columns.map((name, i) => cell("th", i, { scope: "col" }, name.replace(/^#/, ""))))),
      el("tbody", {}, rows.map((cells) => el("tr", {},
        cells.map((content, i) => cell(i === 0 ? "th" : "td", i, i === 0 ? { scope: "row" } : {}, content)))))));
}

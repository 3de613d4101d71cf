// What of the view stands in the fragment of the page's address, so that it survives a reload and can be sent on.
import { FILE_ORDER, NO_FILTER } from "./selection.js";

/**
 * Reads a fragment such as "#run=or-17&state=f&sort=-area"; what is absent or senseless is as at first.
 *
 * @returns {{run: string, filter: Object, sort: {by: string, descending: boolean}}}
 */
export function readFragment(fragment) {
  const values = new URLSearchParams(fragment.replace(/^#/, ""));
  const filter = { ...NO_FILTER };
  for (const name of Object.keys(filter)) {
    filter[name] = values.get(name) ?? "";
  }
  const sort = values.get("sort") ?? "";
  return {
    run: values.get("run") ?? "",
    filter,
    sort: sort === "" ? { ...FILE_ORDER } : { by: sort.replace(/^-/, ""), descending: sort.startsWith("-") },
  };
}

/** Writes what readFragment reads; empty if all is as at first. */
export function writeFragment({ run, filter, sort }) {
  const values = new URLSearchParams();
  if (run !== "") {
    values.set("run", run);
  }
  for (const [name, value] of Object.entries(filter)) {
    if (value !== "") {
      values.set(name, value);
    }
  }
  if (sort.by !== FILE_ORDER.by || sort.descending) {
    values.set("sort", (sort.descending ? "-" : "") + sort.by);
  }
  const text = values.toString();
  return text === "" ? "" : "#" + text;
}

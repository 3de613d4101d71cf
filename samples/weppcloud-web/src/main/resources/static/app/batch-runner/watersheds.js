// What is known of the attached watersheds.
import { el } from "../dom.js";
import { table } from "../table.js";
import { bytes, number, time, valueText } from "../wording.js";

/** How many issues of a file are shown at once; more are behind a button. */
const ISSUES = 5;

/** Describes a BatchView's watersheds. */
export function watershedFacts(watersheds) {
  return [
    el("dl.facts", {},
      fact("File", el("bdi", {}, watersheds.filename), " ", el("span.quiet-text", {}, bytes(watersheds.size_bytes))),
      fact("Watersheds", number(watersheds.features)),
      watersheds.uploaded_at === null ? null
        : fact("Attached", time(watersheds.uploaded_at), watersheds.uploaded_by === "" ? null : [" by ", el("bdi", {}, watersheds.uploaded_by)]),
      fact("Bounds", boundsText(watersheds.bounds)),
      fact("Coordinates", watersheds.crs)),
    issues(watersheds.issues),
    properties(watersheds.properties),
  ];
}

/** Writes west, south, east and north, with enough digits to find the place. */
export function boundsText(bounds) {
  if (bounds.length === 0) {
    return "none";
  }
  const digits = Math.max(...bounds.map(Math.abs)) > 360 ? 0 : 3;
  return ["W", "S", "E", "N"].map((side, i) => side + " " + bounds[i].toFixed(digits)).join(", ");
}

const fact = (name, ...what) => el("div", {}, el("dt", {}, name), el("dd", {}, ...what));

function issues(all) {
  if (all.length === 0) {
    return null;
  }
  const rest = all.slice(ISSUES);
  const line = (issue) => el("li", { class: issue.severity.toLowerCase() }, el("strong", {}, issue.severity.toLowerCase()), " ", issue.message);
  const list = el("ul.issues", {}, all.slice(0, ISSUES).map(line));
  const more = el("button.quiet", {
    type: "button",
    click: () => {
      list.append(...rest.map(line));
      more.remove();
    },
  }, "Show " + number(rest.length) + " more");
  return el("section", { "aria-label": "What is odd about the file" }, el("h4", {}, "What is odd about the file"), list, rest.length > 0 ? more : null);
}

function properties(all) {
  return el("details", {},
    el("summary", {}, "Properties of the watersheds (" + number(all.length) + ")"),
    table("Properties of the watersheds", ["Name", "Type", "Example"],
      all.map(({ name, type, example }) => [el("bdi", {}, name), type, el("bdi", {}, valueText(example))])));
}

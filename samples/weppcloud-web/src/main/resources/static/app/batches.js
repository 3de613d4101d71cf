// The list of all batches.
import { get } from "./api.js";
import { el, fill } from "./dom.js";
import { problemNotice } from "./problem.js";
import { canChange } from "./session.js";
import { table } from "./table.js";
import { number } from "./wording.js";

const STATES = ["succeeded", "failed", "running", "waiting"];

/** How the state of a batch looks. */
const LOOKS = { running: "running", succeeded: "succeeded", failed: "failed", new: "disabled" };

const element = document.getElementById("batches");
try {
  const { batches } = await get("/api/batches");
  fill(element, batches.length === 0 ? empty() : list(batches));
} catch (error) {
  fill(element, problemNotice(error));
}
element.removeAttribute("aria-busy");

function empty() {
  return el("p.empty.card", {}, "There are no batches yet. ",
    canChange() ? el("a", { href: "/batch/create/" }, "Create the first one") : "An administrator can create one.");
}

function list(batches) {
  return table("Batches", ["Batch", "State", "Progress", "#Runs", "#Succeeded", "#Failed", "#Running", "#Waiting", "Config"],
    batches.map(({ name, config, state, runs }) => [
      el("a", { href: "/batch/" + encodeURIComponent(name) + "/" }, el("bdi", {}, name)),
      el("span.badge", { class: LOOKS[state] ?? "waiting" }, state),
      bar(runs),
      number(runs.total),
      ...STATES.map((each) => number(runs[each])),
      el("bdi", {}, config),
    ]));
}

/** The shares of the states, for the eye alone: the numbers are beside it. */
function bar(runs) {
  const parts = STATES.filter((state) => runs[state] > 0).map((state) => {
    const part = el("span", { class: state });
    part.style.width = (100 * runs[state]) / Math.max(1, runs.total) + "%";
    return part;
  });
  return el("span.bar", { "aria-hidden": "true" }, parts);
}

// What a run-id template gives: the summary, what is wrong, and the run ids row by row.
import { el, fill } from "../dom.js";
import { Pager } from "../pager.js";
import { table } from "../table.js";
import { count, number, valueText } from "../wording.js";

/** How many duplicates are open at first. */
const OPEN = 3;

/** How the state of a row looks. */
const LOOKS = { ok: "succeeded", error: "failed", duplicate: "failed", collision: "failed" };

/** Says what a report comes to, in one sentence. */
export function reportSentence({ problem, summary }) {
  if (problem !== null) {
    return problem.detail;
  }
  if (summary.is_valid) {
    return count(summary.unique_run_ids, "run id") + ", all different.";
  }
  if (summary.total_features === 0) {
    return "There are no watersheds.";
  }
  const wrong = [
    [summary.duplicate_run_ids, "run id is shared", "run ids are shared"],
    [summary.collisions, "group differs in case or form alone", "groups differ in case or form alone"],
    [summary.errors, "watershed has no run id", "watersheds have no run id"],
  ];
  return wrong.filter(([many]) => many > 0).map(([many, one, others]) => count(many, one, others)).join(", ") + ".";
}

/** Shows a ReportView, and asks for other pages of it. */
export class ReportView {
  #duplicatesShown = "";
  #wanted;
  #summary = el("dl.facts");
  #duplicates = el("section.duplicates", { "aria-label": "Shared run ids" });
  #collisions = el("section", { "aria-label": "Colliding run ids" });
  #errors = el("section", { "aria-label": "Errors" });
  #rows = el("div");
  #problemsOnly = el("input", { type: "checkbox", id: "problems-only", change: () => this.#wanted(0) });
  #pager;

  /** @param {(page: number) => void} wanted is called when another page is wanted, or other rows */
  constructor(wanted) {
    this.#wanted = wanted;
    this.#pager = new Pager("run ids", wanted);
    this.element = el("div.report", { hidden: true }, this.#summary, this.#duplicates, this.#collisions, this.#errors,
      el("h4", {}, "Run ids"),
      el("p.check", {}, this.#problemsOnly, el("label", { for: "problems-only" }, "Problems only")),
      this.#rows, this.#pager.element);
  }

  /** Which rows are wanted, as the API says it. */
  get rowsWanted() {
    return this.#problemsOnly.checked ? "problems" : "all";
  }

  /** Shows a report; none for null. */
  show(report) {
    this.element.hidden = report === null || report.problem !== null;
    if (this.element.hidden) {
      return;
    }
    fill(this.#summary, facts(report.summary));
    this.#showDuplicates(report);
    fill(this.#collisions, report.collisions.length === 0 ? null : collisions(report));
    fill(this.#errors, report.errors.length === 0 ? null : errors(report));
    fill(this.#rows, report.rows.length === 0 ? null : rows(report));
    this.#pager.show(report.page, this.rowsWanted === "problems" ? "problems" : "watersheds");
  }

  /** What is open or closed stays so while pages are turned. */
  #showDuplicates({ duplicates, summary }) {
    const key = JSON.stringify(duplicates);
    if (key === this.#duplicatesShown) {
      return;
    }
    this.#duplicatesShown = key;
    fill(this.#duplicates, duplicates.length === 0 ? null : [
      el("h4", {}, "Shared run ids", few(duplicates.length, summary.duplicate_run_ids)),
      el("p.help", {}, "Side by side is what tells these watersheds apart; add such a property to the template."),
      duplicates.map((duplicate, i) => lazyDetails(
        [el("bdi", {}, duplicate.run_id), " ", el("span.quiet-text", {}, count(duplicate.count, "watershed"))],
        i < OPEN, () => sideBySide(duplicate))),
    ]);
  }
}

function facts(summary) {
  const fact = (name, value, wrong) => el("div", {}, el("dt", {}, name), el("dd", { class: wrong ? "bad" : "" }, number(value)));
  return [
    fact("Watersheds", summary.total_features, false),
    fact("With a run id", summary.valid_run_ids, summary.valid_run_ids < summary.total_features),
    fact("Different run ids", summary.unique_run_ids, summary.unique_run_ids < summary.valid_run_ids),
    fact("Shared run ids", summary.duplicate_run_ids, summary.duplicate_run_ids > 0),
    fact("Collisions", summary.collisions, summary.collisions > 0),
    fact("Errors", summary.errors, summary.errors > 0),
  ];
}

function rows({ rows: all }) {
  const haveIds = all.some((row) => row.feature_id !== null);
  const cells = (row) => [
    number(row.index + 1), ...(haveIds ? [row.feature_id ?? ""] : []), row.run_id === null ? "" : el("bdi", {}, row.run_id), state(row),
  ];
  return table("Run ids", ["#Watershed", ...(haveIds ? ["Feature id"] : []), "Run id", "State"], all.map(cells));
}

const few = (shown, all) => (shown < all ? " (the first " + number(shown) + " of " + number(all) + ")" : " (" + number(all) + ")");

/** Details that are made when they are opened the first time. */
function lazyDetails(summary, open, content) {
  const details = el("details", { open }, el("summary", {}, summary));
  const make = () => {
    if (details.open && details.childElementCount === 1) {
      details.append(content());
    }
  };
  details.addEventListener("toggle", make);
  make();
  return details;
}

/** The watersheds of one run id as columns, and the properties that differ as rows. */
function sideBySide({ run_id: runId, count: all, features }) {
  const names = [...new Set(features.flatMap((feature) => Object.keys(feature.properties)))];
  return el("div", {},
    names.length === 0 ? el("p", {}, "All properties of these watersheds are the same; use one_based_index to tell them apart.")
      : table("What differs among " + runId, ["Property", ...features.map(({ index }) => "Watershed " + number(index + 1))],
        names.map((name) => [el("bdi", {}, name), ...features.map(({ properties }) =>
          value(properties, name))])),
    features.length < all ? el("p.quiet-text", {}, "And " + count(all - features.length, "further watershed") + ".") : null);
}

function value(properties, name) {
  return Object.hasOwn(properties, name) && properties[name] !== null ? el("bdi", {}, valueText(properties[name])) : el("span.quiet-text", {}, "none");
}

function collisions({ collisions: all, summary }) {
  return [
    el("h4", {}, "Collisions", few(all.length, summary.collisions)),
    el("p.help", {}, "These run ids differ, but name the same directory on some file systems."),
    el("ul", {}, all.map(({ run_ids: ids, indexes }) => el("li", {}, ids.flatMap((id, i) => [i === 0 ? null : ", ", el("bdi", {}, id)]),
      " ", el("span.quiet-text", {}, count(indexes.length, "watershed"))))),
  ];
}

function errors({ errors: all, summary }) {
  return [
    el("h4", {}, "Errors", few(all.length, summary.errors)),
    table("Errors", ["#Watershed", "Feature id", "Error"],
      all.map(({ index, feature_id: id, error }) => [number(index + 1), id ?? "", error])),
  ];
}

function state(row) {
  return [el("span.badge", { class: LOOKS[row.state] ?? "" }, row.state), row.error === null ? null : [" ", row.error]];
}

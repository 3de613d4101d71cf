// The template of the run ids: typing, checking while one types, storing.
import { batchPath, get, post, put } from "../api.js";
import { el, fill } from "../dom.js";
import { problemNotice } from "../problem.js";
import { Latest } from "../sequence.js";
import { insertAt, propertyField } from "./cursor.js";
import { ReportView, reportSentence } from "./report-view.js";

/** How long nothing has to be typed before the template is checked, in milliseconds. */
export const PAUSE = 300;

/** How many rows of the report one page has. */
const ROWS = 100;

/** How many properties are offered before the others have to be asked for. */
const CHIPS = 12;

/** The second panel of the control. */
export class RunIdTemplate {
  #batch;
  #stored;
  #typed;
  #view = null;
  #mayEdit = false;
  #isStoring = false;
  #latest;
  #input = el("input.mono", {
    id: "template", type: "text", spellcheck: "false", autocomplete: "off", autocapitalize: "off",
    "aria-describedby": "template-help template-says", input: () => this.#edited(),
  });
  #says = el("div", { id: "template-says", role: "status" });
  #kept = el("div");
  #chips = el("div.chips", { role: "group", "aria-label": "Put a property into the template" });
  #validate = el("button.primary", { type: "submit" }, "Validate");
  #undo = el("button", { type: "button", hidden: true, click: () => this.#goBack() }, "Back to the stored template");
  #report = new ReportView((page) => this.#check(page));

  /**
   * @param {{batch: string, stored: (view: Object) => void, typed: () => void, clock?: Object}} options stored gets the
   *     BatchView after the template was stored; typed is told of every edit
   */
  constructor({ batch, stored, typed, clock }) {
    this.#batch = batch;
    this.#stored = stored;
    this.#typed = typed;
    this.#latest = new Latest(clock);
    this.element = el("section.card.step", { "aria-labelledby": "run-ids-title" },
      el("h3", { id: "run-ids-title" }, "Run ids"),
      this.#kept,
      el("form", { novalidate: true, submit: (event) => this.#submit(event) },
        el("div.field", {},
          el("label", { for: "template" }, "Run id template"),
          el("div.template", {}, this.#input, this.#validate, this.#undo),
          el("p.help", { id: "template-help" }, "Text and fields in braces, such as ",
          el("code", {}, "{properties['HucName']}-{one_based_index:03d}"), "; every watershed needs a run id of its own.")),
        this.#chips),
      this.#says, this.#report.element);
  }

  /** Whether what is typed differs from what is stored. */
  get isUnsaved() {
    return this.#view !== null && this.#input.value !== this.#view.template.source;
  }

  /** Shows the stored template, unless a person is at another one. */
  show(view, { mayEdit }) {
    const before = this.#view;
    const wasUnsaved = this.isUnsaved;
    const isOtherFile = before?.watersheds?.uploaded_at !== view.watersheds?.uploaded_at;
    const isOtherTemplate = before?.template.source !== view.template.source;
    this.#view = view;
    this.#mayEdit = mayEdit && view.watersheds !== null;
    this.#input.readOnly = !mayEdit;
    if (!wasUnsaved) {
      this.#input.value = view.template.source;
    }
    if (before === null || isOtherFile) {
      this.#offer(view.watersheds?.properties ?? []);
    }
    if (before === null || isOtherFile || (isOtherTemplate && !wasUnsaved)) {
      this.#check(0);
    }
    this.#showKept();
  }

  #showKept() {
    const { status } = this.#view.template;
    fill(this.#kept, status === "stale"
      ? el("p.notice.info", {}, "The watersheds were replaced after this template was validated. Validate it again.")
      : null);
    this.#undo.hidden = !this.isUnsaved || this.#view.template.source === "";
    this.#validate.disabled = !this.#mayEdit || this.#isStoring;
    for (const chip of this.#chips.querySelectorAll("button")) {
      chip.disabled = !this.#mayEdit;
    }
  }

  #offer(properties) {
    const chip = ({ name }) => el("button.chip", { type: "button", disabled: !this.#mayEdit, click: () => this.#insert(propertyField(name)) }, el("bdi", {}, name));
    const rest = properties.slice(CHIPS);
    const more = el("button.quiet", { type: "button", click: () => {
      more.before(...rest.map(chip));
      more.remove();
      this.#input.focus();
    } }, rest.length + " more");
    fill(this.#chips, properties.slice(0, CHIPS).map(chip), rest.length === 0 ? null : more);
  }

  #insert(field) {
    const { value, selectionStart, selectionEnd } = this.#input;
    const { text, caret } = insertAt({ text: value, start: selectionStart, end: selectionEnd }, field);
    this.#input.value = text;
    this.#input.focus();
    this.#input.setSelectionRange(caret, caret);
    this.#edited();
  }

  #goBack() {
    this.#input.value = this.#view.template.source;
    this.#input.focus();
    this.#edited();
  }

  #edited() {
    this.#showKept();
    this.#typed();
    this.#latest.later(PAUSE, () => this.#check(0));
  }

  /** Asks what the template gives; nothing is stored. */
  async #check(page) {
    const template = this.#input.value;
    if (this.#view.watersheds === null || template.trim() === "") {
      this.#latest.forget();
      this.#showReport(null, "");
      return;
    }
    try {
      const body = { template, page, size: ROWS, show: this.#report.rowsWanted };
      const answer = await this.#latest.ask((signal) => post(batchPath(this.#batch, "run-ids"), body, { signal }));
      if (answer !== null) {
        this.#showReport(answer.value, template);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Stores the template, which also is what makes it valid for a run. */
  async #submit(event) {
    event.preventDefault();
    if (this.#validate.disabled) {
      return;
    }
    const template = this.#input.value;
    this.#isStoring = true;
    this.#showKept();
    try {
      const answer = await this.#latest.ask((signal) => put(batchPath(this.#batch, "template"), { template }, { signal }));
      this.#stored(await get(batchPath(this.#batch)));
      if (answer !== null && this.#report.rowsWanted === "all") {
        this.#showReport(answer.value, template);
      } else {
        this.#check(0);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isStoring = false;
      this.#showKept();
    }
  }

  #showReport(report, template) {
    this.#report.show(report);
    const isProblem = report !== null && report.problem !== null;
    this.#input.setAttribute("aria-invalid", String(isProblem));
    if (report === null) {
      fill(this.#says, this.#view.watersheds === null ? el("p.quiet-text", {}, "Upload watersheds first.") : el("p.quiet-text", {}, "Type a template, or pick properties."));
      return;
    }
    const isStored = !this.isUnsaved && this.#view.template.status !== "stale";
    fill(this.#says, el("p.notice", { class: report.valid ? "good" : "bad" },
      reportSentence(report), report.valid && !isStored ? " Validate stores the template." : ""),
    isProblem && report.problem.position !== null ? marked(template, report.problem.position) : null);
  }

  #fail(error) {
    this.#input.setAttribute("aria-invalid", String(error.status === 400));
    fill(this.#says, problemNotice(error));
  }
}

/** The template with the character marked at which the error is; positions count characters from 1. */
export function marked(template, position) {
  const characters = [...template];
  const at = Math.min(Math.max(position, 1), characters.length) - 1;
  return el("p.marked.mono", { "aria-label": "The error is at character " + (at + 1) },
    characters.slice(0, at).join(""), el("mark", {}, characters[at] ?? " "), characters.slice(at + 1).join(""));
}

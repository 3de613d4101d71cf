// What the controls of the base project have in common.
import { ControlBase } from "../control-base.js";
import { el, fill } from "../dom.js";
import { count } from "../wording.js";
import { ControlForm } from "./form.js";

/** A control of the base project: a section with a form, made from what the API says of it. */
export class BaseControl extends ControlBase {
  #form = new ControlForm(this.name, { changed: () => this.#edited(), special: this.special() });
  #title = el("span");
  #badge = el("span.changed", { hidden: true });
  #reason = el("p.quiet-text", { hidden: true });
  #fieldset = el("fieldset.bare", {}, el("legend.visually-hidden"), this.#form.element);
  #details = el("details.card.control", { "data-control": this.name },
    el("summary", {}, el("h3", {}, this.#title), " ", this.#badge), this.#reason, this.#fieldset);

  /** The section of the page. */
  get element() {
    return this.#details;
  }

  /** Whether the person has changed something. */
  get isChanged() {
    return Object.keys(this.changes).length > 0;
  }

  /** What the person has changed, by field. */
  get changes() {
    return this.#form.changes;
  }

  /** The values of all fields that matter, by field. @override */
  serialize() {
    return this.#form.shownValues;
  }

  /** Makers of widgets for types of fields that are this control's own, by type. */
  special() {
    return {};
  }

  /**
   * Shows what the API says of the control; what the person has changed stays.
   *
   * @param {{title: string, available: boolean, reason: string, fields: Array}} view
   * @param {{mayEdit: boolean}} options
   */
  show(view, { mayEdit }) {
    fill(this.#title, view.title);
    fill(this.#fieldset.firstChild, view.title);
    fill(this.#reason, view.reason);
    this.#reason.hidden = view.available;
    this.#fieldset.hidden = !view.available;
    this.#fieldset.disabled = !mayEdit;
    this.#form.show(view.fields);
    this.#refresh();
  }

  /** Puts everything back to what was loaded. */
  reset() {
    this.#form.reset();
    this.#refresh();
  }

  /**
   * Says what is wrong with fields, and opens the section if something is.
   *
   * @param {Array<{field: string, detail: string}>} problems field is "<control>.<field>"
   * @returns {Element|null} the first input that is wrong
   */
  showProblems(problems) {
    const prefix = this.name + ".";
    const own = problems.filter(({ field }) => field.startsWith(prefix)).map(({ field, detail }) => ({ field: field.slice(prefix.length), detail }));
    const first = this.#form.showProblems(own);
    if (first !== null) {
      this.#details.open = true;
    }
    return first;
  }

  #edited() {
    this.#refresh();
    this.changed();
  }

  #refresh() {
    const changed = Object.keys(this.changes).length;
    this.#badge.hidden = changed === 0;
    fill(this.#badge, count(changed, "change"));
  }
}

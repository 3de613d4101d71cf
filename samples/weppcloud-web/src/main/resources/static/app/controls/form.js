// Builds the form of a control from what the API says of its fields.
import { el, fill } from "../dom.js";
import { changes, shown } from "./values.js";
import { helpText, widget } from "./widgets.js";

/** The form of one control. */
export class ControlForm {
  #control;
  #fields = [];
  #rows = new Map();
  #special;
  #changed;

  /**
   * @param {string} control id of the control, with which ids of elements begin
   * @param {{changed: () => void, special?: Object}} options changed is called after every edit of a person; special has
   *     makers of widgets, by type of field
   */
  constructor(control, { changed, special = {} }) {
    this.#control = control;
    this.#changed = changed;
    this.#special = special;
    this.element = el("div.fields");
  }

  /** The fields as they were loaded. */
  get fields() {
    return this.#fields;
  }

  /** All values, by field. */
  get values() {
    return Object.fromEntries([...this.#rows].map(([name, { input }]) => [name, input.value]));
  }

  /** The values of the fields that matter. */
  get shownValues() {
    const values = this.values;
    return Object.fromEntries(shown(this.#fields, values).map((name) => [name, values[name]]));
  }

  /** What the person has changed, by field. */
  get changes() {
    return changes(this.#fields, this.values);
  }

  /** Shows fields, and what the person had changed of the former ones on top. */
  show(fields) {
    const kept = this.changes;
    if (JSON.stringify(fields) !== JSON.stringify(this.#fields)) {
      const focus = document.activeElement?.id ?? "";
      this.#fields = fields;
      this.#rows = new Map(fields.map((field) => [field.name, this.#row(field)]));
      fill(this.element, [...this.#rows.values()].map(({ element }) => element));
      for (const [name, value] of Object.entries(kept)) {
        if (this.#rows.has(name)) {
          this.#rows.get(name).input.value = value;
        }
      }
      if (focus !== "" && this.element.querySelector("#" + CSS.escape(focus))) {
        document.getElementById(focus).focus();
      }
    }
    this.#refresh();
  }

  /** Puts all values back to those that were loaded. */
  reset() {
    for (const field of this.#fields) {
      this.#rows.get(field.name).input.value = field.value;
    }
    this.showProblems([]);
    this.#refresh();
  }

  /**
   * Says at the fields what is wrong with them.
   *
   * @param {Array<{field: string, detail: string}>} problems field is a name without the control
   * @returns {Element|null} the first input that is wrong
   */
  showProblems(problems) {
    let first = null;
    for (const [name, { input, error, describe }] of this.#rows) {
      const details = problems.filter(({ field }) => field === name).map(({ detail }) => detail);
      fill(error, details.join(" "));
      error.hidden = details.length === 0;
      if (details.length === 0) {
        input.input.removeAttribute("aria-invalid");
      } else {
        input.input.setAttribute("aria-invalid", "true");
        first ??= input.input;
      }
      describe();
    }
    return first;
  }

  #row(field) {
    const id = "base-" + this.#control + "-" + field.name;
    const edited = () => {
      this.#refresh();
      this.#changed();
    };
    const input = widget(field, { id, changed: edited, special: this.#special });
    const help = el("p.help", { id: id + "-help" }, helpText(field));
    help.hidden = help.textContent === "";
    const error = el("p.error", { id: id + "-error", hidden: true });
    const mark = el("span.changed", { hidden: true }, "changed");
    const isGroup = input.input.getAttribute("role") === "group";
    const label = isGroup ? el("span.group-label", { id: id + "-label" }, field.label, " ", mark) : el("label", { for: id }, field.label, " ", mark);
    if (isGroup) {
      input.input.id = id;
      input.input.tabIndex = -1;
      input.input.setAttribute("aria-labelledby", id + "-label");
    }
    const describe = () => {
      const ids = [help, error].filter(({ hidden }) => !hidden).map((each) => each.id);
      if (ids.length === 0) {
        input.input.removeAttribute("aria-describedby");
      } else {
        input.input.setAttribute("aria-describedby", ids.join(" "));
      }
    };
    describe();
    const parts = input.isBox ? el("div.check", {}, input.element, label) : [label, input.element];
    return { input, error, mark, describe, element: el("div.field", { "data-field": field.name, class: isGroup ? "wide" : "" }, parts, help, error) };
  }

  #refresh() {
    const visible = new Set(shown(this.#fields, this.values));
    const changed = this.changes;
    for (const [name, { element, mark }] of this.#rows) {
      element.hidden = !visible.has(name);
      mark.hidden = !Object.hasOwn(changed, name);
    }
  }
}

// One input for each type of field. A widget has an element, the input that is labelled, and a value.
import { el } from "../dom.js";
import { ScenariosWidget } from "./scenarios.js";
import { limits, same, typed, written } from "./values.js";

/** A line in which something is typed. */
class LineWidget {
  #field;

  constructor(field, { id, changed }) {
    this.#field = field;
    const mode = { integer: "numeric", number: "decimal" }[field.type];
    this.input = el("input", { id, type: "text", inputmode: mode, autocomplete: "off", spellcheck: "false", input: changed });
    this.element = field.unit === "" ? this.input : el("div.with-unit", {}, this.input, el("span.unit", {}, field.unit));
  }

  get value() {
    return typed(this.#field, this.input.value);
  }

  set value(value) {
    this.input.value = written(value);
  }
}

/** A list of which one is chosen. */
class ChoiceWidget {
  #choices;

  constructor(field, { id, changed }) {
    this.#choices = field.choices;
    this.input = el("select", { id, change: changed }, field.choices.map(({ label }, index) => el("option", { value: index }, label)));
    this.element = this.input;
  }

  get value() {
    return this.#choices[this.input.selectedIndex]?.value ?? null;
  }

  set value(value) {
    this.input.selectedIndex = this.#choices.findIndex((choice) => same(choice.value, value));
  }
}

/** A box that is ticked or not. */
class BooleanWidget {
  constructor(field, { id, changed }) {
    this.input = el("input", { id, type: "checkbox", change: changed });
    this.element = this.input;
    this.isBox = true;
  }

  get value() {
    return this.input.checked;
  }

  set value(value) {
    this.input.checked = value === true;
  }
}

const WIDGETS = { choice: ChoiceWidget, boolean: BooleanWidget, integer: LineWidget, number: LineWidget, text: LineWidget, scenarios: ScenariosWidget };

/**
 * Makes the widget of a field.
 *
 * @param {import("./values.js").Field} field
 * @param {{id: string, changed: () => void, special: Object}} options special has makers of further types, by type
 */
export function widget(field, { id, changed, special = {} }) {
  const Maker = special[field.type] ?? WIDGETS[field.type] ?? LineWidget;
  const made = new Maker(field, { id, changed });
  made.value = field.value;
  return made;
}

/** What is said below a field: its help, and its limits where they say more. */
export const helpText = (field) => [field.help, limits(field)].filter((text) => text !== "").join(" ");

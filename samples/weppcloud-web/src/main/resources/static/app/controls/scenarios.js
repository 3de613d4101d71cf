// The editor for the scenarios of Omni.
import { el, fill } from "../dom.js";
import { further, moved, newScenario, typesFor, withParameter } from "./scenario-list.js";
import { typed, written } from "./values.js";

/** A list of scenarios that can be added, changed, moved and removed. */
export class ScenariosWidget {
  #field;
  #id;
  #changed;
  #list = [];
  #items = el("ol.scenarios");
  #add = el("button", { type: "button", click: () => this.#added() }, "Add a scenario");
  #says = el("p.visually-hidden", { role: "status" });

  /**
   * @param {import("./values.js").Field} field
   * @param {{id: string, changed: () => void}} options id is what ids of elements begin with
   */
  constructor(field, { id, changed }) {
    this.#field = field;
    this.#id = id;
    this.#changed = changed;
    // A group takes the place of a single input.
    this.input = el("div.scenario-list", { role: "group" }, this.#items, this.#add, this.#says);
    this.element = this.input;
  }

  get value() {
    return this.#list;
  }

  set value(list) {
    this.#list = [...(list ?? [])];
    this.#show();
  }

  #type(scenario) {
    return this.#field.scenario_types.find(({ value }) => value === scenario.type);
  }

  #show() {
    fill(this.#items, this.#list.length === 0
      ? el("li.quiet-text", {}, "None: Omni has nothing to compare.")
      : this.#list.map((scenario, index) => this.#item(scenario, index)));
  }

  #item(scenario, index) {
    const number = index + 1;
    const type = this.#type(scenario);
    const button = (label, words, act, disabled) => el("button.small",
      { type: "button", "aria-label": words + " scenario " + number, "data-act": label, disabled, click: act }, label);
    const select = el("select", { id: this.#part(index, "type"), change: () => this.#typeChosen(index, select.value) },
      typesFor(this.#field.scenario_types, scenario).map(({ value, label }) => el("option", { value, selected: value === scenario.type }, label)),
      type === undefined ? el("option", { value: scenario.type, selected: true }, scenario.type) : null);
    return el("li", {}, el("fieldset", {}, el("legend", {}, "Scenario " + number),
      el("div.field", {}, el("label", { for: select.id }, "What happens"), select),
      (type?.parameters ?? []).map((parameter) => this.#parameter(scenario, index, parameter)),
      further(type, scenario).map(([name, value]) => el("p.help", {}, name + ": ", el("bdi", {}, written(value)))),
      el("div.row", {},
        button("Up", "Move up", () => this.#move(index, -1), index === 0),
        button("Down", "Move down", () => this.#move(index, 1), index === this.#list.length - 1),
        button("Remove", "Remove", () => this.#remove(index), false))));
  }

  #parameter(scenario, index, parameter) {
    const id = this.#part(index, parameter.name);
    const set = (value) => this.#set(index, withParameter(this.#list[index], parameter.name, value));
    const value = scenario[parameter.name] ?? null;
    if (parameter.type === "choices") {
      const boxes = parameter.choices.map((choice, i) => el("span.check", {},
        el("input", { type: "checkbox", id: id + "-" + i, checked: (value ?? []).includes(choice.value),
          change: () => set(parameter.choices.filter((_, n) => boxes[n].firstChild.checked).map((each) => each.value)) }),
        el("label", { for: id + "-" + i }, choice.label)));
      return el("div.field", { role: "group", "aria-labelledby": id }, el("span.group-label", { id }, parameter.label), el("div.row", {}, boxes));
    }
    if (parameter.type === "integer") {
      const input = el("input", { id, type: "text", inputmode: "numeric", value: written(value),
        change: () => set(typed({ type: "integer" }, input.value)) });
      return el("div.field", {}, el("label", { for: id }, parameter.label), input);
    }
    const known = parameter.choices.some((choice) => choice.value === value);
    const select = el("select", { id, change: () => set(select.value) },
      known ? null : el("option", { value: written(value), selected: true }, written(value)),
      parameter.choices.map((choice) => el("option", { value: choice.value, selected: choice.value === value }, choice.label)));
    return el("div.field", {}, el("label", { for: id }, parameter.label), select);
  }

  #part(index, name) {
    return this.#id + "-" + index + "-" + name;
  }

  #typeChosen(index, value) {
    const type = this.#field.scenario_types.find((each) => each.value === value);
    this.#use(this.#list.with(index, newScenario(type)));
    document.getElementById(this.#part(index, "type")).focus();
  }

  /** Without building the page anew, so that what is being typed stays. */
  #set(index, scenario) {
    this.#list = this.#list.with(index, scenario);
    this.#changed();
  }

  #added() {
    const first = this.#field.scenario_types.find(({ offered }) => offered);
    this.#use([...this.#list, newScenario(first)]);
    this.#say("Scenario " + this.#list.length + " added.");
    document.getElementById(this.#part(this.#list.length - 1, "type")).focus();
  }

  #remove(index) {
    this.#use(this.#list.toSpliced(index, 1));
    this.#say("Scenario " + (index + 1) + " removed.");
    const next = Math.min(index, this.#list.length - 1);
    (this.#button(next, "Remove") ?? this.#add).focus();
  }

  #move(index, by) {
    this.#use(moved(this.#list, index, by));
    this.#say("Scenario " + (index + 1) + " is now number " + (index + by + 1) + ".");
    const label = by < 0 ? "Up" : "Down";
    const button = this.#button(index + by, label);
    (button.disabled ? this.#button(index + by, by < 0 ? "Down" : "Up") : button).focus();
  }

  #button(index, label) {
    return this.#items.children[index]?.querySelector("[data-act=" + label + "]");
  }

  #use(list) {
    this.#list = list;
    this.#show();
    this.#changed();
  }

  #say(text) {
    this.#says.textContent = text;
  }
}

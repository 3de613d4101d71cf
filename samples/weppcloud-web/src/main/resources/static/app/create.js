// The page on which a batch is created.
import { get, post } from "./api.js";
import { el, fill } from "./dom.js";
import { problemNotice } from "./problem.js";
import { Latest } from "./sequence.js";

/** How long nothing has to be typed before a name is checked, in milliseconds. */
const PAUSE = 250;

/** The choice behind which any other config can be typed; no config has an empty name. */
const OTHER = "";

/** The form for config and name; the rules of names are asked for, not known here. */
class CreateForm {
  #latest = new Latest();
  #usable = false;
  #sending = false;
  #name;
  #config;
  #other;
  #otherField;
  #verdict = el("p.help", { id: "name-says", role: "status" });
  #configSays = el("p.error", { id: "config-says" });
  #why = el("span.help", { id: "create-why", role: "status" });
  #problem = el("div", { role: "alert" });
  #submit = el("button.primary", { type: "submit", "aria-describedby": "create-why" }, "Create batch");

  constructor(form, { configs, chosen }) {
    this.#config = el("select", { id: "config", name: "config", "aria-describedby": "config-says", change: () => this.#configChosen() },
      configs.map((config) => el("option", { value: config, selected: config === chosen }, config)),
      el("option", { value: OTHER }, "Another config…"));
    this.#other = el("input.mono", { id: "other-config", name: "other-config", type: "text", autocomplete: "off", autocapitalize: "none",
      spellcheck: "false", maxlength: 200, "aria-describedby": "other-help config-says", input: () => this.#edited(this.#other, this.#configSays) });
    this.#otherField = el("div.field", { hidden: true },
      el("label", { for: "other-config" }, "Name of the config"), this.#other,
      el("p.help", { id: "other-help" }, "As WEPPcloud knows it, without the ending .cfg."));
    this.#name = el("input.mono", { id: "name", name: "name", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
      maxlength: 200, required: true, "aria-describedby": "name-says", input: () => this.#nameTyped() });
    fill(form,
      el("div.field", {}, el("label", { for: "config" }, "Config of the base project"), this.#config),
      this.#otherField, this.#configSays,
      el("div.field", {}, el("label", { for: "name" }, "Name of the batch"), this.#name, this.#verdict),
      this.#problem,
      el("div.row", {}, this.#submit, this.#why));
    form.addEventListener("submit", (event) => this.#send(event));
    this.#configChosen();
    this.#check();
    this.#name.focus();
  }

  #configChosen() {
    this.#otherField.hidden = this.#config.value !== OTHER;
    this.#edited(this.#other, this.#configSays);
    if (!this.#otherField.hidden) {
      this.#other.focus();
    }
  }

  /** What was wrong with a field is not said of what is typed there now. */
  #edited(field, says) {
    field.removeAttribute("aria-invalid");
    fill(says);
    fill(this.#problem);
    this.#refresh();
  }

  #nameTyped() {
    this.#usable = false;
    this.#name.removeAttribute("aria-invalid");
    fill(this.#problem);
    this.#refresh();
    this.#latest.later(PAUSE, () => this.#check());
  }

  async #check() {
    const name = this.#name.value;
    try {
      const answer = await this.#latest.ask((signal) => get("/api/batch-names?name=" + encodeURIComponent(name), { signal }));
      if (answer !== null) {
        const { usable, reason } = answer.value;
        this.#usable = usable;
        // Nobody has done anything wrong before they have typed.
        this.#say(name === "" ? { text: reason } : { text: usable ? "“" + name + "” can be used." : reason, isWrong: !usable });
      }
    } catch (error) {
      this.#usable = name !== "";
      fill(this.#problem, problemNotice(error));
    }
    this.#refresh();
  }

  #say({ text, isWrong = false }) {
    this.#verdict.className = isWrong ? "error" : "help";
    fill(this.#verdict, text);
    if (isWrong) {
      this.#name.setAttribute("aria-invalid", "true");
    }
  }

  get #configName() {
    return this.#config.value === OTHER ? this.#other.value.trim() : this.#config.value;
  }

  #refresh() {
    const reason = this.#sending ? "The batch is being created."
      : this.#configName === "" ? "Type the name of the config first."
      : this.#name.value === "" ? "Type a name first."
      : this.#latest.isWaiting ? "The name is being checked."
      : this.#usable ? "" : "Choose another name first.";
    this.#submit.disabled = reason !== "";
    if (this.#why.textContent !== reason) {
      this.#why.textContent = reason;
    }
  }

  async #send(event) {
    event.preventDefault();
    if (this.#submit.disabled) {
      return;
    }
    const name = this.#name.value;
    this.#sending = true;
    this.#refresh();
    try {
      await post("/api/batches", { name, config: this.#configName });
      location.assign("/batch/" + encodeURIComponent(name) + "/");
    } catch (error) {
      this.#sending = false;
      this.#refuse(error);
      this.#refresh();
    }
  }

  /** Says what the service says at the field it means. */
  #refuse(error) {
    const isTaken = error.status === 409;
    const fields = error.errors.length > 0 ? error.errors : isTaken ? [{ field: "name", detail: error.message }] : [];
    const ofName = fields.find(({ field }) => field === "name");
    const ofConfig = fields.find(({ field }) => field === "config");
    if (ofName) {
      this.#usable = false;
      this.#say({ text: ofName.detail, isWrong: true });
      this.#name.focus();
    }
    if (ofConfig) {
      const field = this.#config.value === OTHER ? this.#other : this.#config;
      field.setAttribute("aria-invalid", "true");
      fill(this.#configSays, ofConfig.detail);
      field.focus();
    }
    if (!ofName && !ofConfig) {
      fill(this.#problem, problemNotice(error));
    }
  }
}

const form = document.getElementById("create");
try {
  new CreateForm(form, await get("/api/configs"));
} catch (error) {
  fill(form, problemNotice(error));
}
form.removeAttribute("aria-busy");

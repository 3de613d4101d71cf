// The map of soil burn severities, and what burns by it.
import { batchPath, remove } from "../api.js";
import { sendFile } from "../batch-runner/send-file.js";
import { confirm } from "../confirm.js";
import { el, fill } from "../dom.js";
import { problemNotice } from "../problem.js";
import { bytes } from "../wording.js";
import { BaseControl } from "./base-control.js";
import { refusal } from "./sbs-check.js";

/** The control "sbs" of the base project. */
export class Sbs extends BaseControl {
  #batch = "";
  #stored = () => {};

  /** @override */
  get name() {
    return "sbs";
  }

  /**
   * Says where rasters go.
   *
   * @param {string} batch
   * @param {(answer: {controls: Array}, words: string) => void} stored takes what the service answers to an upload or a
   *     removal, and what to say of it
   */
  connect(batch, stored) {
    this.#batch = batch;
    this.#stored = stored;
  }

  /** @override */
  special() {
    const control = this;
    return {
      file: class extends RasterWidget {
        constructor(field, { id }) {
          super(id, { path: () => batchPath(control.#batch, "base", "sbs"), stored: (...answer) => control.#stored(...answer) });
        }
      },
    };
  }
}

/** The raster there is, and what replaces it; it is kept at once, not with the other options. */
class RasterWidget {
  #path;
  #stored;
  #value = null;
  #now = el("p");
  #says = el("div", { role: "status" });
  #bar = el("progress", { "aria-label": "Upload of the map", max: 1, hidden: true });
  #remove = el("button.danger.small", { type: "button", click: () => this.#removed() }, "Remove the map");

  constructor(id, { path, stored }) {
    this.#path = path;
    this.#stored = stored;
    this.input = el("input", { id, type: "file", accept: ".tif,.tiff,.img", change: () => this.#chosen() });
    this.element = el("div.raster", {}, this.#now, this.input, this.#bar, this.#says, this.#remove);
  }

  get value() {
    return this.#value;
  }

  set value(name) {
    this.#value = name;
    fill(this.#now, name === null ? "No map." : ["Now: ", el("bdi.mono", {}, name)]);
    this.#remove.hidden = name === null;
  }

  async #chosen() {
    const [file] = this.input.files;
    if (file === undefined) {
      return;
    }
    const reason = refusal(file);
    if (reason !== null) {
      fill(this.#says, el("p.notice.bad", {}, reason));
      return;
    }
    fill(this.#says, "Sending “" + file.name + "”, " + bytes(file.size) + ".");
    await this.#doing("The map is kept.", () => sendFile(this.#path(), file, {
      progress: (sent, total) => {
        this.#bar.value = total === 0 ? 0 : sent / total;
      },
      signal: new AbortController().signal,
    }));
    this.input.value = "";
  }

  async #removed() {
    if (await confirm({ title: "Remove the map?", text: "“" + this.#value + "” is deleted.", yes: "Remove", no: "Keep" })) {
      await this.#doing("The map is removed.", () => remove(this.#path()));
    }
  }

  async #doing(words, act) {
    this.#bar.hidden = false;
    this.#bar.value = 0;
    this.input.disabled = true;
    this.#remove.disabled = true;
    try {
      const answer = await act();
      fill(this.#says);
      this.#stored(answer, words);
    } catch (error) {
      fill(this.#says, problemNotice(error));
    } finally {
      this.#bar.hidden = true;
      this.input.disabled = false;
      this.#remove.disabled = false;
    }
  }
}

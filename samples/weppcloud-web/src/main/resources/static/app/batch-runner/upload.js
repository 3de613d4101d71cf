// The watersheds of the batch: sending a GeoJSON file, and what is attached.
import { batchPath } from "../api.js";
import { confirm } from "../confirm.js";
import { el, fill } from "../dom.js";
import { problemNotice } from "../problem.js";
import { bytes, count } from "../wording.js";
import { DropZone } from "./drop-zone.js";
import { refusal } from "./file-check.js";
import { sendFile } from "./send-file.js";
import { watershedFacts } from "./watersheds.js";

/** The first panel of the control. */
export class Upload {
  #batch;
  #maxBytes;
  #attached;
  #moved;
  #view = null;
  #sending = null;
  #zone;
  #bar = el("progress", { "aria-label": "Upload", max: 1 });
  #giveUp = el("button", { type: "button", click: () => this.#sending?.abort() }, "Give up");
  #sent = el("p.sending", { hidden: true }, this.#bar, this.#giveUp);
  #says = el("div", { role: "status" });
  #facts = el("div");

  /**
   * @param {{batch: string, maxBytes: number, attached: (view: Object) => void, moved: () => void}} options attached gets
   *     the BatchView after an upload; moved is told when one begins or ends
   */
  constructor({ batch, maxBytes, attached, moved }) {
    this.#batch = batch;
    this.#maxBytes = maxBytes;
    this.#attached = attached;
    this.#moved = moved;
    this.#zone = new DropZone({
      label: "Watersheds as GeoJSON",
      help: "Drop a file here or choose one: one polygon for each watershed, at most " + bytes(maxBytes) + ".",
      accept: ".geojson,.json,application/geo+json,application/json",
      chosen: (files) => this.#chosen(files),
    });
    this.element = el("section.card.step", { "aria-labelledby": "upload-title" },
      el("h3", { id: "upload-title" }, "Watersheds"), this.#zone.element, this.#sent, this.#says, this.#facts);
  }

  /** Whether a file is being sent. */
  get isUploading() {
    return this.#sending !== null;
  }

  /** Shows what is attached, and whether it may be replaced. */
  show(view, { mayEdit }) {
    if (view.watersheds?.uploaded_at !== this.#view?.watersheds?.uploaded_at || this.#view === null) {
      fill(this.#facts, view.watersheds === null ? el("p.quiet-text", {}, "No watersheds yet.") : watershedFacts(view.watersheds));
    }
    this.#view = view;
    this.#zone.disabled = !mayEdit || this.isUploading;
  }

  async #chosen(files) {
    const reason = refusal(files, this.#maxBytes);
    if (reason !== null) {
      fill(this.#says, el("p.notice.bad", {}, reason));
      return;
    }
    if (await this.#mayReplace(files[0])) {
      await this.#send(files[0]);
    }
  }

  async #mayReplace(file) {
    const old = this.#view?.watersheds;
    return old === null || old === undefined || confirm({
      title: "Replace the watersheds?",
      text: "“" + file.name + "” takes the place of “" + old.filename + "” (" + count(old.features, "watershed")
          + "). The run ids have to be validated again before the batch can run.",
      yes: "Replace",
      no: "Keep",
    });
  }

  async #send(file) {
    this.#sending = new AbortController();
    this.#zone.disabled = true;
    this.#sent.hidden = false;
    this.#bar.value = 0;
    fill(this.#says, el("p", {}, "Sending “" + file.name + "”, " + bytes(file.size) + "."));
    this.#moved();
    try {
      const view = await sendFile(batchPath(this.#batch, "watersheds"), file, {
        progress: (sent, total) => this.#progress(file, sent, total),
        signal: this.#sending.signal,
      });
      this.#ended(el("p.notice.good", {}, count(view.watersheds.features, "watershed") + " attached from “" + view.watersheds.filename + "”."));
      this.#attached(view);
    } catch (error) {
      this.#ended(error.name === "AbortError" ? el("p", {}, "Given up; nothing was replaced.") : problemNotice(error));
    }
  }

  #progress(file, sent, total) {
    this.#bar.value = total === 0 ? 0 : sent / total;
    if (sent >= total) {
      this.#bar.removeAttribute("value");
      fill(this.#says, el("p", {}, "The service reads “" + file.name + "”."));
    }
  }

  #ended(notice) {
    this.#sending = null;
    this.#zone.disabled = false;
    this.#sent.hidden = true;
    fill(this.#says, notice);
    this.#moved();
  }
}

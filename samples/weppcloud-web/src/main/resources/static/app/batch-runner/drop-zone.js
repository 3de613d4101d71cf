// A field for one file, which may also be dropped there.
import { el } from "../dom.js";

let zones = 0;

/** A labelled file field, and around it the place where a file may be dropped. */
export class DropZone {
  #chosen;

  /**
   * @param {{label: string, help: string, accept: string, chosen: (files: File[]) => void}} options chosen is told of
   *     every choice, also of none or several files
   */
  constructor({ label, help, accept, chosen }) {
    const id = "drop-zone-" + ++zones;
    this.#chosen = chosen;
    this.input = el("input", { type: "file", id, accept, "aria-describedby": id + "-help", change: () => this.#change() });
    this.element = el("div.drop", {
      dragenter: (event) => this.#over(event),
      dragover: (event) => this.#over(event),
      dragleave: (event) => this.#leave(event),
      drop: (event) => this.#drop(event),
    }, el("label", { for: id }, label), this.input, el("p.help", { id: id + "-help" }, help));
    // A file that misses the zone must not take the place of the page.
    for (const type of ["dragover", "drop"]) {
      window.addEventListener(type, (event) => {
        if (event.dataTransfer?.types.includes("Files") && !event.defaultPrevented) {
          event.preventDefault();
          event.dataTransfer.dropEffect = "none";
        }
      });
    }
  }

  set disabled(disabled) {
    this.input.disabled = disabled;
    this.element.classList.toggle("disabled", disabled);
  }

  #change() {
    const files = [...this.input.files];
    // So that the same file can be chosen again after it was mended.
    this.input.value = "";
    if (files.length > 0) {
      this.#chosen(files);
    }
  }

  #over(event) {
    if (!this.input.disabled && event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      this.element.classList.add("over");
    }
  }

  #leave(event) {
    if (!this.element.contains(event.relatedTarget)) {
      this.element.classList.remove("over");
    }
  }

  #drop(event) {
    this.element.classList.remove("over");
    if (!this.input.disabled) {
      event.preventDefault();
      this.#chosen([...event.dataTransfer.files]);
    }
  }
}

// Which tasks of every run are wanted.
import { batchPath, put } from "../api.js";
import { el, fill } from "../dom.js";
import { problemNotice } from "../problem.js";

/** The check-boxes of the third panel; each is stored as soon as it is ticked. */
export class Tasks {
  #batch;
  #stored;
  #moved;
  #boxes = new Map();
  #pending = 0;
  #last = Promise.resolve();
  #view = null;
  #list = el("ul.choices");
  #says = el("div", { role: "status" });

  /**
   * @param {{batch: string, stored: (view: Object) => void, moved: () => void}} options stored gets the BatchView after
   *     the last of several clicks; moved is told when storing begins or ends
   */
  constructor({ batch, stored, moved }) {
    this.#batch = batch;
    this.#stored = stored;
    this.#moved = moved;
    this.element = el("fieldset", {}, el("legend", {}, "Run for every watershed"), this.#list, this.#says);
  }

  /** Whether something is being stored. */
  get isSaving() {
    return this.#pending > 0;
  }

  /** Shows which tasks are wanted. */
  show(view, { mayEdit }) {
    this.#view = view;
    const groups = view.tasks.map(({ group }) => group);
    if (String([...this.#boxes.keys()]) !== String(groups)) {
      this.#make(view.tasks);
    }
    for (const { group, enabled } of view.tasks) {
      const box = this.#boxes.get(group);
      box.disabled = !mayEdit;
      if (!this.isSaving) {
        box.checked = enabled;
      }
    }
  }

  #make(tasks) {
    this.#boxes.clear();
    fill(this.#list, tasks.map(({ group, label, task_ids: ids }, i) => {
      const id = "task-" + i;
      const box = el("input", { type: "checkbox", id, change: () => this.#store(group, box.checked) });
      this.#boxes.set(group, box);
      return el("li.check", {}, box, el("span.row", {}, el("label", { for: id }, label),
        ids.length > 1 ? el("span.help", {}, ids.join(", ")) : null));
    }));
  }

  /** One after the other, so that the last click is what is stored in the end. */
  #store(group, wanted) {
    this.#pending++;
    this.#moved();
    this.#last = this.#last.then(() => this.#put(group, wanted));
  }

  async #put(group, wanted) {
    let view = null;
    try {
      view = await put(batchPath(this.#batch, "tasks"), { groups: { [group]: wanted } });
      fill(this.#says);
    } catch (error) {
      fill(this.#says, problemNotice(error));
    }
    this.#pending--;
    if (view !== null) {
      this.#view = view;
    }
    if (!this.isSaving) {
      this.#stored(this.#view);
    }
    this.#moved();
  }
}

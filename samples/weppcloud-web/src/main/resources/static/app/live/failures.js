// What failed, by what the failures have in common.
import { confirm } from "../confirm.js";
import { el, fill } from "../dom.js";
import { count, number } from "../wording.js";
import { moment, percent } from "./words.js";

/**
 * The failure groups. Tells of what a person wants by the events "show" with {signature} ("" for all runs again),
 * "choose" with {id} of a run, and "retry" with {retry}, which is "all" or a signature.
 */
export class FailureList extends EventTarget {
  #head = el("h3", { id: "live-failures-title" });
  #all = el("button.small", { type: "button", id: "live-retry-all", click: () => this.#retry("all", this.#total) }, "Retry all failed");
  #reason = el("span.live-reason", { id: "live-retry-reason" });
  #list = el("ul.live-groups");
  #more = el("p.quiet-text");
  #items = new Map();
  #section;
  #total = 0;
  #why = "";
  #shown = "";

  constructor(section) {
    super();
    this.#section = section;
    fill(section, el("div.row", {}, this.#head, this.#all, this.#reason), this.#list, this.#more);
    section.hidden = true;
  }

  /**
   * Shows the groups of a status.
   *
   * @param {Array<Object>} groups as the service sends them, most frequent first
   * @param {number} total how many groups there are; only the most frequent ones may have been sent
   * @param {number} failed how many tasks have failed in all
   */
  show(groups, total, failed) {
    this.#section.hidden = groups.length === 0;
    this.#total = failed;
    this.#head.textContent = `${count(this.#total, "failed task")} of ${total === 1 ? "one kind" : number(total) + " kinds"}`;
    this.#more.textContent = total > groups.length ? `and ${number(total - groups.length)} rarer kinds, which Retry all failed runs too.` : "";
    const items = new Map(groups.map((group) => [group.signature, this.#items.get(group.signature) ?? new GroupItem(group, this)]));
    this.#items = items;
    groups.forEach((group) => items.get(group.signature).update(group));
    const elements = [...items.values()].map((item) => item.element);
    if (elements.length !== this.#list.children.length || elements.some((element, i) => element !== this.#list.children[i])) {
      this.#list.replaceChildren(...elements);
    }
    this.allow(this.#why);
    this.mark(this.#shown);
  }

  /** Lets a person retry, or says why not; an empty reason lets. */
  allow(reason) {
    this.#why = reason;
    this.#reason.textContent = reason;
    for (const button of [this.#all, ...this.#section.querySelectorAll("button[data-do=retry]")]) {
      button.disabled = reason !== "";
      button.title = reason;
    }
  }

  /** Marks the group whose runs are shown alone; none if it is empty. */
  mark(signature) {
    this.#shown = signature;
    this.#items.forEach((item, each) => item.mark(each === signature));
  }

  /** @package */
  ask(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @package */
  async retryGroup(group) {
    await this.#retry(group.signature, group.count);
  }

  async #retry(retry, tasks) {
    const what = count(tasks, "failed task");
    if (await confirm({
      title: "Retry?",
      text: `${what} will run again, and after ${tasks === 1 ? "it" : "them"} what was skipped because of ${tasks === 1 ? "it" : "them"}.`,
      yes: "Retry " + what,
      no: "Not now",
    })) {
      this.ask("retry", { retry });
    }
  }
}

/** One group. */
class GroupItem {
  #count = el("strong");
  #share = el("span.quiet-text");
  #message = el("p.live-message");
  #evidence = el("pre.live-evidence");
  #example = el("bdi");
  #times = el("span.quiet-text");
  #show;
  #group;

  constructor(group, list) {
    this.#group = group;
    this.#show = el("button.small", {
      type: "button", "aria-pressed": "false", "data-do": "show",
      click: () => list.ask("show", { signature: this.#show.getAttribute("aria-pressed") === "true" ? "" : this.#group.signature }),
    }, "Show these");
    this.element = el("li", { "data-signature": group.signature },
      el("p", {}, this.#count, " ", el("bdi", {}, group.label ?? group.task), ": ", group.kind.toLowerCase().replaceAll("_", " "), " ", this.#share),
      this.#message, this.#evidence,
      el("p.row", {}, this.#show,
        el("button.small", { type: "button", "data-do": "retry", click: () => list.retryGroup(this.#group) }, "Retry these"),
        el("button.small", { type: "button", "data-do": "example", click: () => list.ask("choose", { id: this.#group.example_run }) },
          el("span", {}, "Example: ", this.#example)),
        this.#times));
  }

  update(group) {
    this.#group = group;
    this.#count.textContent = count(group.count, "run");
    this.#share.textContent = `(${percent(group.share)} of those that got so far; signature ${group.signature})`;
    fill(this.#message, group.message);
    fill(this.#evidence, group.evidence.join("\n"));
    this.#evidence.hidden = group.evidence.length === 0;
    fill(this.#example, group.example_run);
    const [first, latest] = [moment(group.first_at), moment(group.latest_at)];
    this.#times.textContent = first === latest ? "at " + first : `from ${first} to ${latest}`;
  }

  mark(isShown) {
    this.#show.setAttribute("aria-pressed", String(isShown));
  }
}

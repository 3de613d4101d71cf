// The end of a task's log, which grows while the task runs.
import { el, fill } from "../dom.js";
import { batchPath } from "../api.js";
import { bytes } from "../wording.js";

const PIECE = 65536; // bytes
const LEAST = 16; // bytes that the service sends at least
const LONGEST = 1024 * 1024; // characters on the page; a browser has to lay them all out
const PAUSE = 1000; // milliseconds between looks at a log that grows

/** Shows the log of one task of one run. */
export class LogTail {
  #path;
  #file;
  #get;
  #text = el("pre.live-log", { tabindex: "0", role: "log", "aria-live": "off" });
  #where = el("span.quiet-text");
  #older = el("button.small", { type: "button", click: () => this.#loadOlder() }, "Older part");
  #attempt = el("select", { "aria-label": "Attempt", change: () => this.start(Number(this.#attempt.value)) });
  #from = 0;
  #to = 0;
  #timer = null;
  #turn = 0;

  /** @param {function(string): Promise} get asks the API */
  constructor(batch, run, task, label, get) {
    this.#path = batchPath(batch, "runs", run, "tasks", task, "log");
    this.#get = get;
    this.#text.setAttribute("aria-label", "Log of " + label);
    this.#file = el("a", { href: this.#path + "/file", download: true }, "Whole file");
    this.element = el("div.live-log-box", {},
      el("p.row", {}, el("strong", {}, "Log of ", el("bdi", {}, label)), this.#attempt, this.#older, this.#file, this.#where),
      this.#text);
  }

  /** Shows the end of the log of an attempt, of the latest if none is given, and follows it. */
  async start(attempt) {
    const turn = this.#begin();
    this.#text.replaceChildren();
    await this.#load(turn, attempt, `from=${-PIECE}&max=${PIECE}`, (part) => {
      this.#from = part.from;
      this.#attempts(part);
      this.#append(part);
    });
  }

  /** Follows no longer. */
  stop() {
    this.#begin();
  }

  #begin() {
    clearTimeout(this.#timer);
    return ++this.#turn;
  }

  async #load(turn, attempt, range, take) {
    const which = attempt ? "attempt=" + attempt + "&" : "";
    try {
      const part = await this.#get(`${this.#path}?${which}${range}`);
      if (turn === this.#turn) {
        take(part);
      }
    } catch (problem) {
      if (turn === this.#turn) {
        this.#where.textContent = problem.message;
        if (problem.status === 0) {
          this.#timer = setTimeout(() => this.#follow(turn, attempt), 5 * PAUSE);
        }
      }
    }
  }

  #attempts({ attempt, attempts }) {
    if (this.#attempt.options.length !== attempts) {
      fill(this.#attempt, Array.from({ length: attempts }, (none, i) => el("option", { value: i + 1 }, `attempt ${i + 1}`)));
    }
    this.#attempt.hidden = attempts < 2;
    this.#attempt.value = String(attempt);
    this.#file.href = `${this.#path}/file?attempt=${attempt}`;
  }

  #append(part) {
    const { scrollHeight, scrollTop, clientHeight } = this.#text;
    const atEnd = scrollHeight - scrollTop - clientHeight < 24;
    this.#to = part.to;
    if (part.text !== "") {
      this.#text.append(part.text);
      this.#shorten();
    }
    if (atEnd) {
      this.#text.scrollTop = this.#text.scrollHeight;
    }
    this.#say(part);
    if (!part.done || part.to < part.size) {
      const turn = this.#turn;
      this.#timer = setTimeout(() => this.#follow(turn, part.attempt), part.to < part.size ? 0 : PAUSE);
    }
  }

  #follow(turn, attempt) {
    if (document.hidden) {
      this.#timer = setTimeout(() => this.#follow(turn, attempt), PAUSE);
      return;
    }
    this.#load(turn, attempt, `from=${this.#to}&max=${PIECE}`, (part) => this.#append(part));
  }

  async #loadOlder() {
    const from = Math.max(0, this.#from - PIECE);
    const max = Math.max(LEAST, this.#from - from);
    await this.#load(this.#turn, Number(this.#attempt.value), `from=${from}&max=${max}`, (part) => {
      const height = this.#text.scrollHeight;
      this.#text.prepend(beginning(part.text, this.#from - part.from));
      this.#text.scrollTop += this.#text.scrollHeight - height;
      this.#from = part.from;
      this.#older.hidden = part.from === 0;
    });
  }

  /** Forgets the oldest part of what has become too long to lay out. */
  #shorten() {
    let length = this.#text.textContent.length;
    while (length > LONGEST && this.#text.childNodes.length > 1) {
      const oldest = this.#text.firstChild;
      length -= oldest.length;
      this.#from += new TextEncoder().encode(oldest.data).length;
      oldest.remove();
    }
  }

  #say({ size: total, done }) {
    this.#older.hidden = this.#from === 0;
    this.#where.textContent = total === 0
      ? (done ? "Nothing was written." : "Nothing has been written yet.")
      : bytes(total) + (done ? "" : ", still being written");
  }
}

/** Returns so many bytes of a text. */
function beginning(text, most) {
  const all = new TextEncoder().encode(text);
  return all.length <= most ? text : new TextDecoder().decode(all.subarray(0, most));
}

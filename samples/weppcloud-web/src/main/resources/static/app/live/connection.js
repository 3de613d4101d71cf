// Says where the connection to the service stands.
import { el, fill } from "../dom.js";

const WORDS = {
  connecting: "Connecting …",
  live: "Live",
  lost: "The connection is lost.",
  "signed-out": "You are signed out. What you see is as it was then.",
};

/** A line that says whether what one sees is what is. */
export class ConnectionLine {
  #line;
  #status = el("span", { role: "status" });
  #more = el("span");
  #retry;

  /** @param {function()} retry tries again at once */
  constructor(line, retry) {
    this.#line = line;
    this.#retry = retry;
    line.append(this.#status, " ", this.#more);
  }

  /** Shows a Connection as LiveStream tells of it. */
  show({ kind, seconds, detail }) {
    this.#line.dataset.connection = kind;
    const words = WORDS[kind] ?? detail;
    // The same words again would be read out again.
    if (this.#status.textContent !== words) {
      this.#status.textContent = words;
    }
    fill(this.#more, ...this.#further(kind, seconds));
  }

  #further(kind, seconds) {
    if (kind === "lost") {
      // Not part of what is read out: it changes every second.
      return [`Trying again in ${seconds} s. `, el("button.small", { type: "button", click: () => this.#retry() }, "Try now")];
    }
    if (kind === "signed-out") {
      return [
        el("a", { href: "/login", target: "_blank", rel: "noopener" }, "Sign in again in a new tab"), ", then ",
        el("button.small", { type: "button", click: () => this.#retry() }, "go on here"),
      ];
    }
    return kind === "refused" ? [el("button.small", { type: "button", click: () => this.#retry() }, "Try again")] : [];
  }
}

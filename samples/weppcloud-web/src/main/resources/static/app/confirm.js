// Asks before something is done that takes something away.
import { el } from "./dom.js";

/**
 * Asks in a dialog; Escape means no, and so does Enter unless one goes to the other button.
 *
 * @param {{title: string, text: string, yes: string, no: string}} question yes and no are the words on the buttons
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, yes, no }) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
      el("h2", { id: "confirm-title" }, title),
      el("p", { id: "confirm-text" }, text),
      el("div.actions", {},
        el("button.primary", { type: "button", click: () => dialog.close("yes") }, yes),
        el("button", { type: "button", autofocus: true, click: () => dialog.close("no") }, no)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

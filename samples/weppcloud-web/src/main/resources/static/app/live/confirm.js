// Asks a person before something happens that cannot be taken back.
import { el } from "../dom.js";

/**
 * Asks a question, and answers whether the person agreed.
 *
 * @param {{title: string, text: string, agree: string}} question what is asked, what it means, and the word on the button that agrees
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, text, agree }) {
  return new Promise((resolve) => {
    const close = (answer) => () => dialog.close(answer);
    const dialog = el("dialog", { "aria-labelledby": "live-dialog-title", "aria-describedby": "live-dialog-text" },
      el("h2", { id: "live-dialog-title" }, title),
      el("p", { id: "live-dialog-text" }, text),
      el("div.actions", {},
        el("button", { type: "button", click: close("no") }, "No, leave it"),
        el("button.primary", { type: "button", click: close("yes"), "data-agree": true }, agree)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

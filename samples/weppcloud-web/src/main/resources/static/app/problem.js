// How a page says that something went wrong.
import { el } from "./dom.js";
import { signInAddress } from "./session.js";

/**
 * Makes a notice of an error.
 *
 * @param {Error} error what was thrown, such as an ApiProblem
 */
export function problemNotice(error) {
  return el("p.notice.bad", {}, error.message, error.isSignedOut ? [" ", signInAgain()] : null);
}

/** A link to the sign-in in another tab, so that what was typed here is kept. */
function signInAgain() {
  return el("a", { href: signInAddress(), target: "_blank", rel: "noopener" }, "Sign in again in a new tab");
}

// Who looks at the page, and what becomes of it when the session ends.

import { el } from "./dom.js";

/** Why a viewer cannot press what changes something: the text to show beside a disabled button. */
export const VIEWER_REASON = "You may look at this batch, but not change it: that needs the role BATCH_ADMIN.";

/** Whether the person may change things; the service checks it again with every request. */
export const canChange = () => document.body.dataset.role === "admin";

/** The name of the person who has signed in. */
export const user = () => document.body.dataset.user ?? "";

/** The address of the sign-in that comes back to this page. */
export const signInAddress = (location = window.location) =>
  "/login?back=" + encodeURIComponent(location.pathname + location.hash);

/**
 * Tells the person, once, that the session has ended, and leaves the page as it is: what was typed is still there after
 * signing in in another tab, since requests then find the new session by themselves.
 */
export function signedOut() {
  const id = "signed-out";
  if (document.getElementById(id)) {
    return;
  }
  const link = el("a", { href: signInAddress() }, "Sign in again");
  const keep = el("a", { href: "/login", target: "_blank", rel: "noopener" }, "in another tab");
  document.getElementById("main").prepend(
    el("div.notice.bad", { id, role: "alert" },
      el("p", {}, "You are signed out. ", link, ", or ", keep, " to keep what is on this page.")));
}

/** Takes the notice away, as a request has been answered again. */
export function signedIn() {
  document.getElementById("signed-out")?.remove();
}

/** The header that shows that a request comes from this page. */
export function csrf() {
  const [header, token] = [meta("csrf-header"), meta("csrf-token")];
  return header.content ? { [header.content]: token.content } : {};
}

/**
 * Takes over the session that the person has begun in another tab since this page was loaded.
 *
 * @returns {Promise<boolean>} whether there is one, of the same person
 */
export async function renewSession() {
  const response = await fetch("/api/session", { headers: { Accept: "application/json" } }).catch(() => undefined);
  if (!response?.ok) {
    return false;
  }
  const session = await response.json();
  if (session.user !== user() || session.role !== document.body.dataset.role) {
    return false;
  }
  meta("csrf-header").content = session.csrf_header;
  meta("csrf-token").content = session.csrf_token;
  return true;
}

const meta = (name) => document.querySelector("meta[name=" + name + "]") ?? { content: "" };

// Speaks with the JSON API of the service.

import { csrf, renewSession, signedIn, signedOut } from "./session.js";

/** A request that was answered with a problem document (RFC 9457), or not at all. */
export class ApiProblem extends Error {
  /**
   * @param {number} status HTTP status; 0 if there was no answer
   * @param {{title?: string, detail?: string, errors?: Array<{field: string, detail: string}>}} problem
   */
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? "The service answered with status " + status + ".");
    this.status = status;
    this.title = problem.title ?? "";
    /** What is wrong with single fields, as [{field, detail}]. */
    this.errors = problem.errors ?? [];
  }

  /** Whether one has to sign in again. */
  get isSignedOut() {
    return this.status === 401;
  }
}

/** The type of the problem that a page has which is older than the session. */
const OUT_OF_DATE = "urn:weppcloud:page-out-of-date";

/** Sends a request and returns what it answers, parsed; undefined for an empty answer. */
async function request(method, path, { body, signal, isSecond = false } = {}) {
  const headers = { Accept: "application/json, application/problem+json" };
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) {
    headers["Content-Type"] = "application/json";
  }
  if (method !== "GET") {
    Object.assign(headers, csrf());
  }
  let response;
  try {
    response = await fetch(path, {
      method, headers, signal, credentials: "same-origin",
      body: body === undefined || isForm ? body : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new ApiProblem(0, { title: "No connection", detail: "The service cannot be reached. It is tried again as soon as you act again." });
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    if (problem.type === OUT_OF_DATE && !isSecond && await renewSession()) {
      return request(method, path, { body, signal, isSecond: true });
    }
    if (response.status === 401) {
      signedOut();
    }
    throw new ApiProblem(response.status, problem);
  }
  signedIn();
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

export { csrf };

export const get = (path, options) => request("GET", path, options);
export const post = (path, body, options) => request("POST", path, { ...options, body });
export const put = (path, body, options) => request("PUT", path, { ...options, body });
export const remove = (path, options) => request("DELETE", path, options);

/** The address of something of a batch: batchPath("oregon", "runs", "OR/20"). */
export const batchPath = (batch, ...parts) => "/api/batches/" + [batch, ...parts].map(encodeURIComponent).join("/");

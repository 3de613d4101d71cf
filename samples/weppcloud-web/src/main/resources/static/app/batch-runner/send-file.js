// Sends a file and tells how far it is, which fetch cannot.
import { ApiProblem, csrf } from "../api.js";

/**
 * Sends a file as field "file" of a form.
 *
 * @param {string} path address of the API
 * @param {File} file its name goes along as data
 * @param {{progress: (sent: number, total: number) => void, signal: AbortSignal}} options progress is told in bytes
 * @returns {Promise<Object>} what the service answers; rejected with an ApiProblem, or an AbortError if it was given up
 */
export function sendFile(path, file, { progress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    request.open("PUT", path);
    for (const [name, value] of Object.entries({ Accept: "application/json, application/problem+json", ...csrf() })) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => progress(event.loaded, event.total));
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        resolve(answer);
      } else {
        reject(new ApiProblem(request.status, answer));
      }
    });
    request.addEventListener("error", () => reject(new ApiProblem(0, {
      title: "No connection",
      detail: "The file could not be sent: the service cannot be reached, or the file changed while it was read. Choose it again.",
    })));
    request.addEventListener("abort", () => reject(new DOMException("given up", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

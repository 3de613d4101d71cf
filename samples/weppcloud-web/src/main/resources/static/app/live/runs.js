// When a batch has other runs than before. The stream tells by itself where their tasks stand, the disabled ones too.

/** Calls `action` whenever this page has changed the batch so that it may have other runs. */
export function whenRunsMayBeOthers(action) {
  document.addEventListener("batch:changed", ({ detail: { before, view } }) => {
    if (mayHaveOtherRuns(before, view)) {
      action();
    }
  });
}

function mayHaveOtherRuns(before, view) {
  return before === null || runsDependOn(before) !== runsDependOn(view);
}

function runsDependOn({ watersheds, template }) {
  return JSON.stringify([watersheds?.uploaded_at, watersheds?.filename, template.source, template.status]);
}

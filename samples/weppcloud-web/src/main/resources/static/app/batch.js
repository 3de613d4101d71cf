// The page of one batch: finds its parts and lets them know each other.
import { baseControls, loadBase, serializeBase, showProblems } from "./base-controls.js";
import { BatchRunner } from "./batch-runner/batch-runner.js";
import { startLive } from "./live/live.js";
import { followSections } from "./section-nav.js";
import { canChange } from "./session.js";

const { batch, tiles } = document.body.dataset;
const element = document.getElementById("batch-runner-control");
const batchRunner = BatchRunner.getInstance();

batchRunner.start({
  element,
  batch,
  mayChange: canChange(),
  maxBytes: Number(element.dataset.maxUpload),
  base: { serializeBase, showProblems },
});
for (const control of baseControls) {
  control.addEventListener("change", () => batchRunner.outdatePlan());
}
loadBase({ element: document.getElementById("base-controls"), batch, mayChange: canChange() });
startLive({ batch, tiles, canChange: canChange() });
followSections(document.getElementById("sections"));

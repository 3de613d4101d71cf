// The colours of the states, as the style sheet has them for the light or the dark.
import { STATES } from "./states.js";

/** Returns the colours by letter of the state, with "faint " before it for what a filter leaves out, "ink" and "card". */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue("--" + name).trim();
  const colours = { ink: named("ink"), card: named("card") };
  for (const [letter, { name }] of Object.entries(STATES)) {
    colours[letter] = named(name);
    // Faint, but not transparent: where two lie on each other, they would seem to be less so.
    colours["faint " + letter] = mixed(colours[letter], colours.card, 0.15);
  }
  return colours;
}

/** Returns a colour of which so much is the first of two. */
function mixed(first, second, share) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = second;
  context.fillRect(0, 0, 1, 1);
  context.globalAlpha = share;
  context.fillStyle = first;
  context.fillRect(0, 0, 1, 1);
  return `rgb(${context.getImageData(0, 0, 1, 1).data.slice(0, 3).join(" ")})`;
}

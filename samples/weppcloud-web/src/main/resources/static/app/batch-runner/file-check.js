// What can be said of a file before it is sent.
import { bytes } from "../wording.js";

/**
 * Returns why these files cannot be sent; null if they can.
 *
 * @param {Array<{name: string, size: number}>} files what was chosen or dropped
 * @param {number} maxBytes the largest that the service takes
 */
export function refusal(files, maxBytes) {
  if (files.length === 0) {
    return "That was no file. Drop a GeoJSON file here, or choose one.";
  }
  if (files.length > 1) {
    return "These are " + files.length + " files. A batch has one GeoJSON file with all its watersheds.";
  }
  const [{ name, size }] = files;
  if (size === 0) {
    return "“" + name + "” is empty.";
  }
  if (size > maxBytes) {
    return "“" + name + "” has " + bytes(size) + ", more than the limit of " + bytes(maxBytes)
        + ". Simplify its geometries, or split it into several batches.";
  }
  return null;
}

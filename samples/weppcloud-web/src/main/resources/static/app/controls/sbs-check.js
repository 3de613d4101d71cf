// What can be said of a raster before it is sent.
import { bytes } from "../wording.js";

/** The largest raster that the service takes, in bytes. */
export const MOST_BYTES = 100 * 1024 * 1024;

/** Returns why a file cannot be the map of burn severities; null if it can. */
export function refusal({ name, size }) {
  if (!/\.(tiff?|img)$/i.test(name)) {
    return "“" + name + "” is neither a GeoTIFF (.tif) nor an Erdas Imagine raster (.img).";
  }
  if (size === 0) {
    return "“" + name + "” is empty.";
  }
  return size > MOST_BYTES
    ? "“" + name + "” has " + bytes(size) + ", more than the limit of " + bytes(MOST_BYTES) + ". Cut it to the area of the watersheds." : null;
}

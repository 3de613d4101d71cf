// How land use is found.
import { BaseControl } from "./base-control.js";

/** The control "landuse" of the base project. */
export class Landuse extends BaseControl {
  /** @override */
  get name() {
    return "landuse";
  }
}

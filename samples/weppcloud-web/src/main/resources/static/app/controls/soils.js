// How soils are found.
import { BaseControl } from "./base-control.js";

/** The control "soils" of the base project. */
export class Soils extends BaseControl {
  /** @override */
  get name() {
    return "soils";
  }
}

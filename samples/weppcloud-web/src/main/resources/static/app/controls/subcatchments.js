// How subcatchments are found.
import { BaseControl } from "./base-control.js";

/** The control "subcatchments" of the base project. */
export class Subcatchments extends BaseControl {
  /** @override */
  get name() {
    return "subcatchments";
  }
}

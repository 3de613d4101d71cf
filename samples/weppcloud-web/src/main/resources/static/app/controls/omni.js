// Which scenarios Omni compares.
import { BaseControl } from "./base-control.js";

/** The control "omni" of the base project. */
export class Omni extends BaseControl {
  /** @override */
  get name() {
    return "omni";
  }
}

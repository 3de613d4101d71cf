// Which climate the runs get.
import { BaseControl } from "./base-control.js";

/** The control "climate" of the base project. */
export class Climate extends BaseControl {
  /** @override */
  get name() {
    return "climate";
  }
}

// What WEPP is run with.
import { BaseControl } from "./base-control.js";

/** The control "wepp" of the base project. */
export class Wepp extends BaseControl {
  /** @override */
  get name() {
    return "wepp";
  }
}

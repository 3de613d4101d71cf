// How channels are found.
import { BaseControl } from "./base-control.js";

/** The control "channels" of the base project. */
export class Channels extends BaseControl {
  /** @override */
  get name() {
    return "channels";
  }
}

// What all controls of a page have in common; each is a singleton that a page gets by getInstance().

/** A control: a part of the page with a form, whose values can be asked for. */
export class ControlBase extends EventTarget {
  /** Returns the one control of this class, making it the first time. */
  static getInstance() {
    if (!Object.hasOwn(this, "instance")) {
      this.instance = new this();
    }
    return this.instance;
  }

  /** The name under which the API knows the values of this control. */
  get name() {
    throw new Error(this.constructor.name + " has no name");
  }

  /** Returns the values of the form, by field, as the API takes them. */
  serialize() {
    throw new Error(this.constructor.name + " has no form");
  }

  /** Tells those who listen that a person has changed something. */
  changed() {
    this.dispatchEvent(new Event("change"));
  }
}

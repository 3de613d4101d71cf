// Requests that overtake one another: only what was asked last counts.

/** Asks for one thing again and again; an answer to an earlier question is dropped, and its request aborted. */
export class Latest {
  #controller = null;
  #timer = null;
  #clock;

  /** @param {{setTimeout: Function, clearTimeout: Function}} [clock] */
  constructor(clock = globalThis) {
    this.#clock = clock;
  }

  /**
   * Asks now.
   *
   * @param {(signal: AbortSignal) => Promise} ask makes the request
   * @returns {Promise<{value: *}|null>} the answer; null if something else was asked meanwhile
   */
  async ask(ask) {
    this.forget();
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const value = await ask(controller.signal);
      return controller.signal.aborted ? null : { value };
    } catch (error) {
      if (controller.signal.aborted) {
        return null;
      }
      throw error;
    } finally {
      if (this.#controller === controller) {
        this.#controller = null;
      }
    }
  }

  /** Calls `then` when nothing has been asked or put off for so many milliseconds. */
  later(milliseconds, then) {
    this.forget();
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      then();
    }, milliseconds);
  }

  /** Gives up what is asked or put off. */
  forget() {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    this.#controller?.abort();
    this.#controller = null;
  }

  /** Whether something is asked or put off. */
  get isWaiting() {
    return this.#timer !== null || this.#controller !== null;
  }
}

// Follows a batch: a whole picture first, then what changes, over every loss of the connection. Knows nothing of the
// page; the browser's own things are given to it, so that tests need no network.

const FIRST_WAIT = 1; // seconds
const LONGEST_WAIT = 30;
/** Seconds after which a tab that nobody sees gives its connection back: browsers allow six to a service. */
const HIDDEN_GRACE = 10;
/** Seconds between looks of a tab that nobody sees, for the progress in its title. */
const HIDDEN_POLL = 15;

/**
 * Where the connection stands.
 *
 * @typedef {{kind: "connecting"|"live"|"lost"|"signed-out"|"refused", seconds?: number, detail?: string}} Connection
 *     with the seconds until it is tried again if it is lost
 */

/** A batch as it is now, and what becomes of it. */
export class LiveStream {
  /**
   * @param {string} path address of the batch in the API
   * @param {{picture: function({runs: Object, status: Object}), changes: function(Array), status: function(Object),
   *     connection: function(Connection)}} listener told of everything
   * @param {{get: function(string): Promise, open: function(string): EventSource, timers: {set: function, clear: function},
   *     random: function(): number}} browser
   */
  constructor(path, listener, browser) {
    this.path = path;
    this.listener = listener;
    this.browser = browser;
    this.source = null;
    this.timer = null;
    this.at = null;
    this.failures = 0;
    /** Whether the connection has been made since it was lost last. */
    this.made = false;
    this.seen = true;
    /** Answers that were asked for before the latest turn are passed over. */
    this.turn = 0;
  }

  /** Takes a whole picture, and follows from there. */
  async start() {
    const turn = this.#stop();
    this.listener.connection({ kind: "connecting" });
    try {
      const [runs, status] = await Promise.all([
        this.browser.get(this.path + "/runs"),
        this.browser.get(this.path + "/status"),
      ]);
      if (turn === this.turn) {
        this.at = runs.at;
        this.listener.picture({ runs, status });
        this.#continue();
      }
    } catch (problem) {
      this.#failed(turn, problem, () => this.start());
    }
  }

  /** Ends. */
  stop() {
    this.#stop();
  }

  /** Tries again at once. */
  retry() {
    this.listener.connection({ kind: "connecting" });
    this.#resume();
  }

  #resume() {
    if (this.at === null) {
      this.start();
    } else {
      this.#probe();
    }
  }

  /** Says whether somebody can see the page. */
  look(seen) {
    if (seen === this.seen) {
      return;
    }
    this.seen = seen;
    if (seen) {
      this.#resume();
    } else {
      this.#after(HIDDEN_GRACE, () => this.#watchUnseen());
    }
  }

  #continue() {
    if (this.seen) {
      this.#follow();
    } else {
      this.#watchUnseen();
    }
  }

  #stop() {
    this.source?.close();
    this.source = null;
    this.browser.timers.clear(this.timer);
    this.timer = null;
    return ++this.turn;
  }

  #after(seconds, action) {
    this.browser.timers.clear(this.timer);
    this.timer = this.browser.timers.set(action, seconds * 1000);
  }

  #follow() {
    const turn = this.#stop();
    const source = this.browser.open(this.path + "/events?since=" + encodeURIComponent(this.at));
    this.source = source;
    const when = (name, action) =>
      source.addEventListener(name, (event) => {
        if (turn === this.turn) {
          action(event);
        }
      });
    when("open", () => {
      this.failures = 0;
      this.made = true;
      this.listener.connection({ kind: "live" });
    });
    when("changes", (event) => {
      const { at, changes } = JSON.parse(event.data);
      this.at = at;
      this.listener.changes(changes);
    });
    when("status", (event) => {
      this.at = event.lastEventId || this.at;
      this.listener.status(JSON.parse(event.data));
    });
    when("reset", () => this.start());
    // The browser's own way of trying again does not tell a refusal from a loss, nor does it wait longer each time.
    when("error", () => this.#broken());
  }

  /** The service ends every stream now and then: it is worth a word only if it does not take up a new one. */
  #broken() {
    if (this.made) {
      this.made = false;
      this.#stop();
      this.#after(this.browser.random(), () => this.#probe());
    } else {
      this.#lost(() => this.#probe());
    }
  }

  /** Asks in the ordinary way first, which tells why if it does not work. */
  async #probe() {
    const turn = this.#stop();
    try {
      await this.#tellStatus(turn);
      if (turn === this.turn) {
        this.#continue();
      }
    } catch (problem) {
      this.#failed(turn, problem, () => this.#probe());
    }
  }

  async #watchUnseen() {
    const turn = this.#stop();
    try {
      await this.#tellStatus(turn);
    } catch (problem) {
      if (problem.isSignedOut) {
        this.#failed(turn, problem);
        return;
      }
      // Whoever looks again will see that the connection is lost.
    }
    if (turn === this.turn) {
      this.#after(HIDDEN_POLL, () => this.#watchUnseen());
    }
  }

  async #tellStatus(turn) {
    const status = await this.browser.get(this.path + "/status");
    if (turn === this.turn) {
      this.listener.status(status);
    }
  }

  #failed(turn, problem, again) {
    if (turn !== this.turn) {
      return;
    }
    if (problem.isSignedOut) {
      this.#stop();
      this.listener.connection({ kind: "signed-out" });
    } else if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
      this.#stop();
      this.listener.connection({ kind: "refused", detail: problem.message });
    } else {
      this.#lost(again);
    }
  }

  #lost(again) {
    this.#stop();
    const wait = Math.min(FIRST_WAIT * 2 ** this.failures, LONGEST_WAIT);
    this.failures++;
    // Those who lost it together do not come back together.
    this.#countDown(Math.max(1, Math.round(wait * (0.5 + this.browser.random()))), again);
  }

  #countDown(seconds, again) {
    if (seconds === 0) {
      again();
      return;
    }
    this.listener.connection({ kind: "lost", seconds });
    this.#after(1, () => this.#countDown(seconds - 1, again));
  }
}

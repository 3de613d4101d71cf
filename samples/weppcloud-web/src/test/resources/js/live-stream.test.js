import { equal, ok, settled, test } from "./harness.js";
import { LiveStream } from "/app/live/stream.js";

/** A service, its connection, and a clock that goes on when it is told to. */
class World {
  answers = { "/b/runs": { at: "e1-5", ids: [] }, "/b/status": { state: "running" } };
  asked = [];
  sources = [];
  heard = [];
  timers = new Map();
  now = 0;
  nextTimer = 1;
  random = 0.5;

  constructor() {
    this.stream = new LiveStream("/b", {
      picture: ({ runs }) => this.heard.push("picture " + runs.at),
      changes: (changes) => this.heard.push("changes " + JSON.stringify(changes)),
      status: (status) => this.heard.push("status " + status.state),
      connection: ({ kind, seconds, detail }) => this.heard.push([kind, seconds, detail].filter((each) => each !== undefined).join(" ")),
    }, {
      get: async (path) => {
        this.asked.push(path);
        const answer = this.answers[path];
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
      open: (path) => {
        const source = new Source(path);
        this.sources.push(source);
        return source;
      },
      timers: {
        set: (action, millis) => {
          this.timers.set(this.nextTimer, { action, at: this.now + millis });
          return this.nextTimer++;
        },
        clear: (timer) => this.timers.delete(timer),
      },
      random: () => this.random,
    });
  }

  get source() {
    return this.sources.at(-1);
  }

  breaks(status, message = "broken") {
    const problem = Object.assign(new Error(message), { status, isSignedOut: status === 401 });
    for (const path of Object.keys(this.answers)) {
      this.answers[path] = problem;
    }
  }

  works() {
    this.answers = new World().answers;
  }

  async live() {
    this.stream.start();
    await settled();
    this.source.tell("open");
    this.heard.length = 0;
    this.asked.length = 0;
  }

  async pass(seconds) {
    const until = this.now + seconds * 1000;
    for (;;) {
      const due = [...this.timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) {
        break;
      }
      this.timers.delete(due[0]);
      this.now = due[1].at;
      due[1].action();
      await settled();
    }
    this.now = until;
  }
}

class Source extends EventTarget {
  closed = false;

  constructor(path) {
    super();
    this.path = path;
  }

  close() {
    this.closed = true;
  }

  tell(type, data, lastEventId = "") {
    this.dispatchEvent(data === undefined ? new Event(type) : new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
  }
}

test("a whole picture comes first, then what changes since", async () => {
  const world = new World();
  world.stream.start();
  await settled();
  equal(world.heard, ["connecting", "picture e1-5"]);
  equal(world.source.path, "/b/events?since=e1-5");
  world.source.tell("open");
  world.source.tell("changes", { at: "e1-6", changes: [[3, "sww"]] });
  world.source.tell("status", { state: "failed" }, "e1-7");
  equal(world.heard.slice(2), ["live", "changes [[3,\"sww\"]]", "status failed"]);
});

test("a lost connection is taken up where it was lost", async () => {
  const world = new World();
  await world.live();
  world.source.tell("changes", { at: "e1-9", changes: [] });
  world.source.tell("error");
  ok(world.source.closed);
  await world.pass(1);
  equal(world.asked, ["/b/status"]);
  equal(world.source.path, "/b/events?since=e1-9");
  world.source.tell("open");
  equal(world.heard.at(-1), "live");
  ok(!world.heard.some((each) => each.startsWith("lost")), "not worth a word");
});

test("a service that answers but takes up no connection is not asked without a pause", async () => {
  const world = new World();
  await world.live();
  world.source.tell("error");
  await world.pass(1);
  world.source.tell("error");
  equal(world.heard.at(-1), "lost 1");
  await world.pass(1);
  world.source.tell("error");
  equal(world.heard.at(-1), "lost 2");
});

test("each time it fails one waits longer, counting down, and half a minute at most", async () => {
  const world = new World();
  await world.live();
  world.breaks(0);
  world.source.tell("error");
  await world.pass(0.5);
  await world.pass(1);
  await world.pass(2);
  equal(world.heard.filter((each) => each.startsWith("lost")), ["lost 1", "lost 2", "lost 1", "lost 4"]);
  await world.pass(200);
  equal(Math.max(...world.heard.filter((each) => each.startsWith("lost")).map((each) => Number(each.slice(5)))), 30);
});

test("those who lost it together do not come back together", async () => {
  const waits = [];
  for (const random of [0, 0.99]) {
    const world = new World();
    world.random = random;
    await world.live();
    world.breaks(503);
    world.source.tell("error");
    await world.pass(300);
    waits.push(Math.max(...world.heard.filter((each) => each.startsWith("lost")).map((each) => Number(each.slice(5)))));
  }
  ok(waits[0] < waits[1], waits.join());
});

test("after it works again the waiting begins anew", async () => {
  const world = new World();
  await world.live();
  world.breaks(0);
  world.source.tell("error");
  await world.pass(10);
  world.works();
  await world.pass(30);
  world.source.tell("open");
  world.breaks(0);
  world.source.tell("error");
  await world.pass(0.5);
  equal(world.heard.at(-1), "lost 1");
});

test("whoever is signed out is told so, and nothing is asked any more", async () => {
  const world = new World();
  await world.live();
  world.breaks(401);
  world.source.tell("error");
  await world.pass(600);
  equal(world.heard.at(-1), "signed-out");
  equal(world.asked, ["/b/status"]);
  world.works();
  world.stream.retry();
  await settled();
  equal(world.source.path, "/b/events?since=e1-5");
});

test("a refusal is told in its own words", async () => {
  const world = new World();
  world.breaks(404, "there is no batch \"b\"");
  world.stream.start();
  await settled();
  await world.pass(600);
  equal(world.heard, ["connecting", "refused there is no batch \"b\""]);
});

test("a first picture that does not come is asked for again", async () => {
  const world = new World();
  world.breaks(0);
  world.stream.start();
  await settled();
  equal(world.heard, ["connecting", "lost 1"]);
  world.works();
  await world.pass(1);
  equal(world.heard.at(-1), "picture e1-5");
});

test("too many requests are tried again later", async () => {
  const world = new World();
  world.breaks(429);
  world.stream.start();
  await settled();
  equal(world.heard.at(-1), "lost 1");
});

test("after a restart of the service the picture is taken anew", async () => {
  const world = new World();
  await world.live();
  const before = world.source;
  world.answers["/b/runs"] = { at: "e2-1" };
  before.tell("reset", {});
  await settled();
  equal(world.heard, ["connecting", "picture e2-1"]);
  ok(before.closed);
  equal(world.source.path, "/b/events?since=e2-1");
});

test("what an old connection still says is passed over", async () => {
  const world = new World();
  await world.live();
  const before = world.source;
  before.tell("reset", {});
  await settled();
  world.heard.length = 0;
  before.tell("changes", { at: "e1-99", changes: [[0, "sss"]] });
  before.tell("error");
  equal(world.heard, []);
});

test("an answer that comes after a later question is passed over", async () => {
  const world = new World();
  world.stream.start();
  world.answers["/b/runs"] = { at: "e1-8" };
  world.stream.start();
  await settled();
  equal(world.heard, ["connecting", "connecting", "picture e1-8"]);
  equal(world.sources.length, 1);
});

test("a tab that nobody sees gives its connection back and only asks now and then", async () => {
  const world = new World();
  await world.live();
  world.stream.look(false);
  await world.pass(9);
  equal(world.source.closed, false);
  await world.pass(31);
  ok(world.source.closed);
  equal(world.asked, ["/b/status", "/b/status", "/b/status"]);
  world.stream.look(true);
  await settled();
  equal(world.sources.length, 2);
  equal(world.source.path, "/b/events?since=e1-5");
  ok(!world.source.closed);
});

test("a short look elsewhere changes nothing for those who watch", async () => {
  const world = new World();
  await world.live();
  world.stream.look(false);
  await world.pass(3);
  world.stream.look(true);
  await settled();
  await world.pass(60);
  ok(!world.source.closed);
  equal(world.sources.filter((source) => !source.closed).length, 1);
});

test("what has ended asks and says nothing any more", async () => {
  const world = new World();
  await world.live();
  world.stream.stop();
  world.source.tell("error");
  await world.pass(600);
  equal(world.heard, []);
  equal(world.asked, []);
  ok(world.source.closed);
});

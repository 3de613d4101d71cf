"use strict";
// One page about one batch. The data is the JSON in the element "data"; everything that comes from
// there reaches the page as text (textContent), never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const summary = data.summary;
  const taskCount = data.tasks.length;

  const STATES = {
    s: { name: "succeeded", sign: "✓", order: 3 },
    f: { name: "failed", sign: "✕", order: 0 },
    r: { name: "running", sign: "▸", order: 1 },
    w: { name: "waiting", sign: "…", order: 2 },
    k: { name: "skipped", sign: "–", order: 4 },
    d: { name: "disabled", sign: "", order: 5 },
  };

  // ---------------------------------------------------------------- small tools

  const byId = (id) => document.getElementById(id);

  /** Makes an element with a class and content: texts and nodes. */
  function element(tag, className, ...content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  function button(label, action) {
    const made = element("button", "", label);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  function stateLabel(name) {
    const known = Object.values(STATES).find((state) => state.name === name);
    const dot = element("span", "dot " + name, known ? known.sign : "");
    dot.setAttribute("aria-hidden", "true");
    return element("span", "state", dot, name);
  }

  const count = (n) => n.toLocaleString("en");
  const some = (n, word) => `${count(n)} ${word}${n === 1 ? "" : "s"}`;

  function duration(millis) {
    if (millis === null) return "–";
    const seconds = millis / 1000;
    if (millis < 1000) return Math.round(millis) + " ms";
    if (seconds < 10) return seconds.toFixed(2) + " s";
    if (seconds < 60) return seconds.toFixed(1) + " s";
    const whole = Math.round(seconds);
    const two = (n) => String(n).padStart(2, "0");
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
    if (whole < 86400) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
    return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
  }

  function time(millis) {
    return millis === null ? "–" : new Date(millis).toISOString().slice(0, 19).replace("T", " ") + " UTC";
  }

  function area(squareMetres) {
    if (!squareMetres) return "–";
    return squareMetres < 1e6
      ? (squareMetres / 1e4).toPrecision(3) + " ha"
      : (squareMetres / 1e6).toLocaleString("en", { maximumSignificantDigits: 4 }) + " km²";
  }

  // ---------------------------------------------------------------- the runs

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const DIGITS = new Uint8Array(128);
  for (let i = 0; i < 64; i++) DIGITS[ALPHABET.charCodeAt(i)] = i;

  /**
   * Reads a shape: parts separated by a blank; of each the kind (p ring, l line, d point), then
   * the steps from position to position, least significant five bits first.
   */
  function parts(text) {
    if (!text) return [];
    return text.split(" ").map((part) => {
      const positions = [];
      let value = 0;
      let shift = 0;
      const last = [0, 0];
      for (let i = 1; i < part.length; i++) {
        const digit = DIGITS[part.charCodeAt(i)];
        value += (digit & 31) * 2 ** shift;
        if (digit & 32) {
          shift += 5;
          continue;
        }
        const axis = positions.length & 1;
        last[axis] += value % 2 ? -(value + 1) / 2 : value / 2;
        positions.push(last[axis]);
        value = 0;
        shift = 0;
      }
      return { kind: part[0], positions };
    });
  }

  function box(shape) {
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { positions } of shape) {
      for (let i = 0; i < positions.length; i += 2) {
        west = Math.min(west, positions[i]);
        east = Math.max(east, positions[i]);
        north = Math.min(north, positions[i + 1]);
        south = Math.max(south, positions[i + 1]);
      }
    }
    return { west, north, east, south };
  }

  /** The time in which at least one of the tasks was running. */
  function busy(tasks) {
    const timed = tasks.filter((task) => task.began !== null).sort((a, b) => a.began - b.began);
    if (!timed.length) return null;
    let total = 0;
    let until = -Infinity;
    for (const task of timed) {
      const end = task.began + task.took;
      total += Math.max(0, end - Math.max(until, task.began));
      until = Math.max(until, end);
    }
    return total;
  }

  const runs = data.rows.map(([id, state, outcomes, feature, squareMetres, attempts, failures, shape]) => {
    const tasks = data.tasks.map((task, i) => {
      const began = attempts[3 * i];
      return {
        task,
        state: outcomes[i],
        began: began === null ? null : data.epoch + began,
        took: attempts[3 * i + 1],
        attempts: attempts[3 * i + 2],
        failure: null,
      };
    });
    for (const [task, kind, signature, message] of failures) {
      tasks[task].failure = { kind, signature, message };
    }
    const enabled = tasks.filter((task) => task.state !== "d");
    const timed = enabled.filter((task) => task.began !== null);
    const failed = tasks.find((task) => task.failure);
    const drawn = parts(shape);
    return {
      id,
      state,
      feature,
      area: squareMetres,
      tasks,
      attempts: enabled.reduce((sum, task) => sum + task.attempts, 0),
      began: timed.length ? Math.min(...timed.map((task) => task.began)) : null,
      ended: timed.length ? Math.max(...timed.map((task) => task.began + task.took)) : null,
      took: busy(enabled),
      failure: failed ? `${failed.task.id}: ${failed.failure.kind}: ${failed.failure.message}` : "",
      signatures: new Set(failures.map((failure) => failure[2])),
      words: [id, STATES[state].name, ...failures.flatMap(([task, ...words]) => [data.tasks[task].id, ...words])]
        .join("\n")
        .toLowerCase(),
      shape: drawn,
      dots: drawn.every((part) => part.kind === "d"),
      box: drawn.length ? box(drawn) : null,
    };
  });

  // ---------------------------------------------------------------- what is chosen

  /** The buttons that show the runs of a failure group alone, by its signature. */
  const groupButtons = new Map();
  const filter = { state: null, signature: null, text: "" };
  // What failed stands first, then what runs and waits; sorting keeps this among equals.
  runs.sort((a, b) => STATES[a.state].order - STATES[b.state].order);
  let shown = runs;
  let shownSet = new Set(runs);
  let chosen = null;

  function matches(run) {
    return (
      (filter.state === null || run.state === filter.state) &&
      (filter.signature === null || run.signatures.has(filter.signature)) &&
      (filter.text === "" || run.words.includes(filter.text))
    );
  }

  function showAll() {
    Object.assign(filter, { state: null, signature: null, text: "" });
    byId("search").value = "";
    refilter();
  }

  let repainting = 0;

  /** Shows what is asked for in the table at once, on map and timeline after so many milliseconds. */
  function refilter(delay = 0) {
    shown = runs.filter(matches);
    shownSet = new Set(shown);
    for (const [letter, made] of stateButtons) made.setAttribute("aria-pressed", String(filter.state === letter));
    for (const [signature, made] of groupButtons) made.setAttribute("aria-pressed", String(filter.signature === signature));
    const everything = shown.length === runs.length;
    for (const notice of document.querySelectorAll(".filtered")) notice.hidden = everything;
    byId("count").textContent = everything ? some(runs.length, "run") : `${count(shown.length)} of ${some(runs.length, "run")}`;
    byId("map-filter").textContent = byId("count").textContent;
    table.refresh();
    clearTimeout(repainting);
    repainting = setTimeout(repaint, delay);
  }

  function repaint() {
    map.redraw();
    timeline.redraw();
  }

  function choose(run) {
    chosen = run;
    tip.hidden = true;
    const panel = byId("run");
    if (!run && panel.contains(document.activeElement)) byId("table").focus({ preventScroll: true });
    panel.hidden = run === null;
    if (run) panel.replaceChildren(...runDetails(run));
    table.render();
    map.remark();
    timeline.remark();
  }

  function runDetails(run) {
    const close = button("Close", () => choose(null));
    const rows = run.tasks.map((task) => {
      const row = element(
        "tr",
        "",
        element("td", "", task.task.label),
        element("td", "", stateLabel(STATES[task.state].name)),
        element("td", "number", duration(task.took)),
        element("td", "number", task.attempts ? some(task.attempts, "attempt") : ""),
      );
      if (!task.failure) return [row];
      const why = element("td", "", `${task.failure.kind}: ${task.failure.message} (${task.failure.signature})`);
      why.colSpan = 4;
      return [row, element("tr", "", why)];
    });
    return [
      element("div", "bar", element("h2", "", element("bdi", "", run.id)), close),
      element("p", "", stateLabel(STATES[run.state].name), ` · ${area(run.area)} · feature ${run.feature}`),
      element("p", "quiet", `began ${time(run.began)}, ended ${time(run.ended)}, took ${duration(run.took)}`),
      element("table", "", element("tbody", "", ...rows.flat())),
      element("div", "command", ...command(`${data.explain} ${quoted(run.id)}`)),
    ];
  }

  /** The id of a run as a word of a command line; no id has a double quote, which Windows forbids. */
  function quoted(id) {
    const option = id.startsWith("-") ? "-- " : "";
    return option + (/^[A-Za-z0-9_./:@%+-]+$/.test(id) ? id : /["'\\]/.test(id) ? `'${id.replaceAll("'", "'\\''")}'` : `"${id}"`);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) choose(null);
  });

  // ---------------------------------------------------------------- canvases

  const tip = byId("tip");

  function showTip(event, run) {
    tip.hidden = run === null;
    if (run === null) return;
    const line = element("span", "", element("bdi", "", run.id), ` · ${STATES[run.state].name} · ${duration(run.took)}`);
    tip.replaceChildren(line);
    if (run.failure) tip.append(element("br"), element("bdi", "", run.failure.slice(0, 160)));
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 4)) + "px";
    tip.style.top = (event.clientY + 18 + height < innerHeight ? event.clientY + 18 : event.clientY - height - 8) + "px";
  }

  /** Returns a colour of which so much is the first of two. */
  function mixed(first, second, share) {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    context.fillStyle = second;
    context.fillRect(0, 0, 1, 1);
    context.globalAlpha = share;
    context.fillStyle = first;
    context.fillRect(0, 0, 1, 1);
    return `rgb(${context.getImageData(0, 0, 1, 1).data.slice(0, 3).join(" ")})`;
  }

  /**
   * Prepares a canvas: sharp on every screen, painted at most once a frame. What is costly is kept
   * as a picture, so that "remark" paints only what marks the chosen run and the one pointed at.
   */
  function painted(canvas, paint, mark) {
    let asked = false;
    let stale = true;
    const still = document.createElement("canvas");
    const colours = {};
    function readColours() {
      const style = getComputedStyle(document.documentElement);
      for (const name of ["succeeded", "failed", "running", "waiting", "skipped", "disabled", "ink", "quiet", "line", "card"]) {
        colours[name] = style.getPropertyValue("--" + name).trim();
      }
      // Faint, but not transparent: where two lie on each other, they would seem to be less so.
      for (const { name } of Object.values(STATES)) colours["faint " + name] = mixed(colours[name], colours.card, 0.15);
    }
    function redraw() {
      stale = true;
      remark();
    }
    function remark() {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        const { clientWidth: width, clientHeight: height } = canvas;
        if (!width || !height) return;
        const ratio = devicePixelRatio || 1;
        const prepared = (surface) => {
          surface.width = Math.round(width * ratio);
          surface.height = Math.round(height * ratio);
          const context = surface.getContext("2d");
          context.setTransform(ratio, 0, 0, ratio, 0, 0);
          return context;
        };
        if (stale) paint(prepared(still), width, height, colours);
        stale = false;
        const context = prepared(canvas);
        context.drawImage(still, 0, 0, width, height);
        mark(context, width, height, colours);
      });
    }
    readColours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      readColours();
      redraw();
    });
    new ResizeObserver(redraw).observe(canvas);
    return { redraw, remark };
  }

  const map = (() => {
    const canvas = byId("map");
    const extent = data.map;
    // Large ones first, so that a watershed within another one stays visible.
    const placed = runs
      .filter((run) => run.box)
      .map((run) => ({ run, size: (run.box.east - run.box.west) * (run.box.south - run.box.north) }))
      .sort((a, b) => b.size - a.size)
      .map(({ run }) => run);
    const LEAST = 4; // pixels: nothing is drawn smaller than this
    const LEAST_TO_SEE = 7; // what failed, or what is left by a filter
    const MARGIN = 12;
    const view = { zoom: 1, x: extent.width / 2, y: extent.height / 2 };
    let hovered = null;

    /** Whether somebody who looks at the map looks for this run. */
    function stands(run) {
      return shownSet.has(run) && (run.state === "f" || shown.length < runs.length / 2);
    }

    function isSmall(run, k) {
      return (run.box.east - run.box.west) * k < LEAST_TO_SEE && (run.box.south - run.box.north) * k < LEAST_TO_SEE;
    }

    function scale() {
      const fit = Math.min(
        (canvas.clientWidth - 2 * MARGIN) / Math.max(extent.width, 1),
        (canvas.clientHeight - 2 * MARGIN) / Math.max(extent.height, 1),
      );
      return Math.max(fit, 1e-9) * view.zoom;
    }

    function trace(context, run, k, left, top) {
      context.beginPath();
      for (const { kind, positions } of run.shape) {
        if (kind === "d") {
          for (let i = 0; i < positions.length; i += 2) {
            const [x, y] = [positions[i] * k + left, positions[i + 1] * k + top];
            context.moveTo(x + LEAST, y);
            context.arc(x, y, LEAST, 0, 2 * Math.PI);
          }
          continue;
        }
        context.moveTo(positions[0] * k + left, positions[1] * k + top);
        for (let i = 2; i < positions.length; i += 2) {
          context.lineTo(positions[i] * k + left, positions[i + 1] * k + top);
        }
        if (kind === "p") context.closePath();
      }
    }

    function painter(context, width, height, colours) {
      const k = scale();
      const left = width / 2 - view.x * k;
      const top = height / 2 - view.y * k;
      return (run, outline) => {
        const { west, north, east, south } = run.box;
        const [x0, y0, x1, y1] = [west * k + left, north * k + top, east * k + left, south * k + top];
        const least = stands(run) ? LEAST_TO_SEE : LEAST;
        if (x1 < -least || y1 < -least || x0 > width + least || y0 > height + least) return;
        const large = x1 - x0 > 12 || y1 - y0 > 12;
        const faint = outline || shownSet.has(run) ? "" : "faint ";
        context.fillStyle = colours[faint + STATES[run.state].name];
        context.strokeStyle = outline || (run.state === "f" && large && !faint) ? colours.ink : colours.card;
        context.lineWidth = outline ? 3 : run.state === "f" ? 1.2 : 0.6;
        if (!run.dots && x1 - x0 < least && y1 - y0 < least) {
          const [x, y] = [(x0 + x1 - least) / 2, (y0 + y1 - least) / 2];
          context.fillRect(x, y, least, least);
          if (outline) context.strokeRect(x, y, least, least);
          return;
        }
        trace(context, run, k, left, top);
        if (run.shape.every((part) => part.kind === "l")) {
          context.strokeStyle = outline ? colours.ink : context.fillStyle;
          context.lineWidth = outline ? 4 : 2;
        } else {
          context.fill("evenodd");
        }
        context.stroke();
      };
    }

    const { redraw, remark } = painted(
      canvas,
      (context, width, height, colours) => {
        const paint = painter(context, width, height, colours);
        // What somebody looks for does not disappear beneath its neighbours.
        const k = scale();
        const layers = placed.map((run) => (!shownSet.has(run) ? 0 : stands(run) && isSmall(run, k) ? 2 : 1));
        for (const at of [0, 1, 2]) placed.forEach((run, i) => layers[i] === at && paint(run, false));
      },
      (context, width, height, colours) => {
        const paint = painter(context, width, height, colours);
        for (const run of new Set([chosen, hovered])) if (run && run.box) paint(run, true);
      },
    );

    function inside(run, x, y) {
      let odd = false;
      for (const { kind, positions } of run.shape) {
        if (kind !== "p") continue;
        for (let i = 0, j = positions.length - 2; i < positions.length; j = i, i += 2) {
          const [yi, yj] = [positions[i + 1], positions[j + 1]];
          if (yi > y !== yj > y && x < ((positions[j] - positions[i]) * (y - yi)) / (yj - yi) + positions[i]) odd = !odd;
        }
      }
      return odd;
    }

    function near(run, x, y, reach) {
      return run.shape.some(({ positions }) => {
        for (let i = 0; i < positions.length; i += 2) {
          if (Math.hypot(positions[i] - x, positions[i + 1] - y) <= reach) return true;
        }
        return false;
      });
    }

    function at(event) {
      const frame = canvas.getBoundingClientRect();
      const k = scale();
      const x = (event.clientX - frame.left - frame.width / 2) / k + view.x;
      const y = (event.clientY - frame.top - frame.height / 2) / k + view.y;
      const reach = 6 / k;
      for (let i = placed.length - 1; i >= 0; i--) {
        const run = placed[i];
        const { west, north, east, south } = run.box;
        if (x < west - reach || x > east + reach || y < north - reach || y > south + reach) continue;
        const small = (east - west) * k < LEAST * 2 && (south - north) * k < LEAST * 2;
        const filled = run.shape.some((part) => part.kind === "p");
        if (small || (filled ? inside(run, x, y) : near(run, x, y, reach))) return run;
      }
      return null;
    }

    function zoom(factor, event) {
      const before = scale();
      view.zoom = Math.min(Math.max(view.zoom * factor, 1), 2000);
      if (event) {
        // What is under the pointer stays there.
        const frame = canvas.getBoundingClientRect();
        const x = event.clientX - frame.left - frame.width / 2;
        const y = event.clientY - frame.top - frame.height / 2;
        view.x += x / before - x / scale();
        view.y += y / before - y / scale();
      }
      move(0, 0);
    }

    function move(dx, dy) {
      const k = scale();
      view.x = Math.min(Math.max(view.x + dx / k, 0), extent.width);
      view.y = Math.min(Math.max(view.y + dy / k, 0), extent.height);
      redraw();
    }

    function all() {
      Object.assign(view, { zoom: 1, x: extent.width / 2, y: extent.height / 2 });
      redraw();
    }

    let drag = null;
    canvas.addEventListener("pointerdown", (event) => {
      drag = { x: event.clientX, y: event.clientY, moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (drag) {
        const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
        if (!drag.moved && Math.hypot(dx, dy) < 4) return;
        Object.assign(drag, { x: event.clientX, y: event.clientY, moved: true });
        move(-dx, -dy);
        return;
      }
      const run = at(event);
      showTip(event, run);
      if (run !== hovered) {
        hovered = run;
        remark();
      }
    });
    canvas.addEventListener("pointerup", (event) => {
      if (drag && !drag.moved) choose(at(event));
      drag = null;
    });
    canvas.addEventListener("pointercancel", () => (drag = null));
    canvas.addEventListener("pointerleave", () => {
      hovered = null;
      tip.hidden = true;
      remark();
    });
    // Plain scrolling belongs to the page until the map has been clicked.
    canvas.addEventListener(
      "wheel",
      (event) => {
        if (document.activeElement !== canvas && !event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        zoom(Math.exp(-event.deltaY / 400), event);
      },
      { passive: false },
    );
    canvas.addEventListener("keydown", (event) => {
      const keys = {
        ArrowLeft: () => move(-60, 0),
        ArrowRight: () => move(60, 0),
        ArrowUp: () => move(0, -60),
        ArrowDown: () => move(0, 60),
        "+": () => zoom(1.5),
        "=": () => zoom(1.5),
        "-": () => zoom(1 / 1.5),
        0: all,
      };
      if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    byId("zoom-in").addEventListener("click", () => zoom(1.5));
    byId("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
    byId("zoom-all").addEventListener("click", all);

    const missing = runs.length - placed.length;
    canvas.setAttribute("aria-label", `Map of ${some(placed.length, "watershed")} by state; the table of runs has the same in words`);
    byId("map-note").textContent =
      `Coordinates: ${extent.coordinates}. Outlines are simplified.` +
      (missing ? ` ${some(missing, "run")} without a geometry.` : "") +
      " Drag, or use the arrow keys, + and −; the wheel zooms once the map has been clicked.";
    return { redraw, remark };
  })();

  const timeline = (() => {
    const canvas = byId("timeline");
    const lanes = runs.filter((run) => run.began !== null).sort((a, b) => a.began - b.began || a.ended - b.ended);
    const from = lanes.length ? lanes[0].began : 0;
    const to = lanes.reduce((latest, run) => Math.max(latest, run.ended), from + 1);
    const AXIS = 22;

    function step(pixels) {
      const steps = [1e3, 2e3, 5e3, 1e4, 3e4, 6e4, 12e4, 3e5, 6e5, 18e5, 36e5, 72e5, 216e5, 432e5, 864e5, 1728e5, 6048e5];
      return steps.find((size) => ((to - from) / size) * 70 < pixels) || Math.ceil((to - from) / 5);
    }

    const { redraw, remark } = painted(canvas, paintAll, paintChosen);

    /** Where a run and a time are on a canvas of this size. */
    function places(width, height) {
      const lane = (height - AXIS) / Math.max(lanes.length, 1);
      // Whole pixels: what lies between two of them is a blur.
      const thick = Math.max(Math.round(Math.min(lane * 0.8, 14)), 1);
      return { x: (millis) => ((millis - from) / (to - from)) * width, top: (i) => Math.round(i * lane + (lane - thick) / 2), thick };
    }

    function paintAll(context, width, height, colours) {
      const { x, top, thick } = places(width, height);
      context.fillStyle = colours.quiet;
      context.strokeStyle = colours.line;
      context.font = "12px system-ui, sans-serif";
      const size = step(width);
      for (let at = 0; at <= to - from; at += size) {
        context.beginPath();
        context.moveTo(x(from + at), 0);
        context.lineTo(x(from + at), height - AXIS);
        context.stroke();
        if (x(from + at) < width - 60) context.fillText(at ? duration(at) : "0", x(from + at) + 2, height - 7);
      }
      // Where lines lie on one another, the failures have to be seen.
      for (const failed of [false, true]) {
        lanes.forEach((run, i) => {
          const faint = shownSet.has(run) ? "" : "faint ";
          for (const task of run.tasks) {
            if (task.began === null || task.state === "d" || (task.state === "f") !== failed) continue;
            context.fillStyle = colours[faint + STATES[task.state].name];
            const width = Math.max(x(task.began + task.took) - x(task.began), failed ? 3 : 1);
            context.fillRect(x(task.began), top(i), width, Math.max(thick, failed ? 2 : 1));
          }
        });
      }
    }

    function paintChosen(context, width, height, colours) {
      const { x, top, thick } = places(width, height);
      const lineOfChosen = lanes.indexOf(chosen);
      if (lineOfChosen >= 0) {
        context.strokeStyle = colours.ink;
        context.strokeRect(x(chosen.began) - 2, top(lineOfChosen) - 2, x(chosen.ended) - x(chosen.began) + 4, thick + 4);
      }
    }

    function at(event) {
      const frame = canvas.getBoundingClientRect();
      const lane = Math.floor(((event.clientY - frame.top) / (frame.height - AXIS)) * lanes.length);
      return lanes[lane] || null;
    }
    canvas.addEventListener("pointermove", (event) => showTip(event, at(event)));
    canvas.addEventListener("pointerleave", () => (tip.hidden = true));
    canvas.addEventListener("click", (event) => choose(at(event)));
    canvas.setAttribute("aria-label", `Timeline of ${some(lanes.length, "run")}; the table of runs has the same in words`);
    byId("timeline-note").textContent = lanes.length
      ? `From ${time(from)} to ${time(to)}: a line for each run, in it the latest attempts that have ended.`
      : "No task has ended so far.";
    canvas.hidden = !lanes.length;
    return { redraw, remark };
  })();

  // ---------------------------------------------------------------- the table of runs

  const table = (() => {
    const frame = byId("rows");
    const grid = byId("table");
    const body = grid.tBodies[0];
    const ROW = 30;
    const collator = new Intl.Collator("en", { numeric: true });
    const text = (key) => (a, b) => collator.compare(a[key], b[key]);
    const number = (key) => (a, b) => (a[key] ?? -Infinity) - (b[key] ?? -Infinity);
    const columns = [
      { name: "Run", width: "22%", compare: text("id"), cell: (run) => [run.id] },
      {
        name: "State",
        width: "125px",
        compare: (a, b) => STATES[a.state].order - STATES[b.state].order,
        cell: (run) => [stateLabel(STATES[run.state].name)],
      },
      { name: "Tasks", width: Math.max(80, 13 * taskCount + 24) + "px", cell: taskCells, className: "cells" },
      { name: "Area", width: "100px", compare: number("area"), cell: (run) => [area(run.area)], className: "number" },
      { name: "Began (UTC)", width: "200px", compare: number("began"), cell: (run) => [time(run.began).replace(" UTC", "")] },
      { name: "Took", width: "110px", compare: number("took"), cell: (run) => [duration(run.took)], className: "number" },
      { name: "Attempts", width: "105px", compare: number("attempts"), cell: (run) => [count(run.attempts)], className: "number" },
      { name: "Failure", width: "auto", compare: text("failure"), cell: (run) => [run.failure] },
    ];
    let order = { column: null, down: false };
    let sorted = runs;
    let current = 0;

    function taskCells(run) {
      return run.tasks.map((task) => {
        const cell = element("i", STATES[task.state].name);
        cell.title = `${task.task.label}: ${STATES[task.state].name}`;
        return cell;
      });
    }

    const heads = columns.map((column) => {
      const head = element("th", column.className === "number" ? "number" : "");
      head.scope = "col";
      head.style.width = column.width;
      head.append(column.compare ? button(column.name, () => sortBy(column)) : element("span", "", column.name));
      return head;
    });
    grid.tHead.rows[0].append(...heads);

    function sortBy(column) {
      order = { column, down: order.column === column && !order.down };
      heads.forEach((head, i) => {
        if (columns[i] === column) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
        if (columns[i].compare) {
          head.firstElementChild.textContent = columns[i].name + (columns[i] === column ? (order.down ? " ▼" : " ▲") : "");
        }
      });
      refresh();
    }

    function refresh() {
      sorted = shown;
      if (order.column) {
        const { compare } = order.column;
        sorted = [...shown].sort(order.down ? (a, b) => compare(b, a) : compare);
      }
      current = 0;
      frame.scrollTop = 0;
      render();
    }

    function filler(rows) {
      const cell = element("td");
      cell.colSpan = columns.length;
      cell.style.height = rows * ROW + "px";
      const row = element("tr", "filler", cell);
      row.setAttribute("aria-hidden", "true");
      return row;
    }

    function row(run, i) {
      const made = element("tr", run === chosen ? "chosen" : "", ...columns.map((column) => element("td", column.className || "", ...column.cell(run))));
      made.id = "row-" + i;
      made.setAttribute("role", "row");
      made.setAttribute("aria-rowindex", String(i + 2));
      made.setAttribute("aria-selected", String(run === chosen));
      for (const cell of made.cells) cell.setAttribute("role", "gridcell");
      if (i === current) made.classList.add("current");
      made.addEventListener("click", () => {
        current = i;
        choose(run);
      });
      return made;
    }

    /** Puts those rows on the page that can be seen, and some on either side. */
    function render() {
      const first = Math.max(0, Math.floor(frame.scrollTop / ROW) - 10);
      const end = Math.min(sorted.length, first + Math.ceil(frame.clientHeight / ROW) + 20);
      const rows = [];
      if (first > 0) rows.push(filler(first));
      for (let i = first; i < end; i++) rows.push(row(sorted[i], i));
      if (end < sorted.length) rows.push(filler(sorted.length - end));
      body.replaceChildren(...rows);
      grid.setAttribute("aria-rowcount", String(sorted.length + 1));
      if (current >= first && current < end) grid.setAttribute("aria-activedescendant", "row-" + current);
      else grid.removeAttribute("aria-activedescendant");
    }

    function goTo(i) {
      current = Math.min(Math.max(i, 0), sorted.length - 1);
      const top = current * ROW;
      const visible = frame.clientHeight - 2 * ROW;
      if (top < frame.scrollTop) frame.scrollTop = top;
      if (top > frame.scrollTop + visible) frame.scrollTop = top - visible;
      render();
    }

    frame.addEventListener("scroll", () => requestAnimationFrame(render));
    new ResizeObserver(render).observe(frame);
    grid.addEventListener("keydown", (event) => {
      if (event.target !== grid || !sorted.length) return;
      const page = Math.max(1, Math.floor(frame.clientHeight / ROW) - 2);
      const keys = {
        ArrowDown: () => goTo(current + 1),
        ArrowUp: () => goTo(current - 1),
        PageDown: () => goTo(current + page),
        PageUp: () => goTo(current - page),
        Home: () => goTo(0),
        End: () => goTo(sorted.length - 1),
        Enter: () => {
          choose(sorted[current]);
          byId("run").focus({ preventScroll: true });
        },
      };
      if (!keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    return { refresh, render };
  })();

  const stateButtons = ["s", "f", "r", "w"].map((letter) => {
    const total = summary.runs[STATES[letter].name];
    const made = button("", () => {
      filter.state = filter.state === letter ? null : letter;
      refilter();
    });
    made.append(stateLabel(STATES[letter].name), ` ${count(total)}`);
    return [letter, made];
  });
  byId("states").append(...stateButtons.map(([, made]) => made));
  byId("search").addEventListener("input", (event) => {
    filter.text = event.target.value.trim().toLowerCase();
    // Whoever types is not kept waiting for drawings of what lies between two letters.
    refilter(150);
  });
  for (const notice of document.querySelectorAll(".filtered")) notice.lastElementChild.addEventListener("click", showAll);

  // ---------------------------------------------------------------- the rest of the page

  function head() {
    document.title = `${summary.batch}: ${summary.state}`;
    byId("batch").textContent = summary.batch;
    byId("batch-state").append(stateLabel(summary.state));
    const about = [
      `Pipeline “${summary.pipeline}”`,
      `${some(summary.watersheds.features, "watershed")} of ${summary.watersheds.file}`,
      some(summary.executions.length, "execution"),
    ];
    if (summary.as_of) about.push(`as of ${time(Date.parse(summary.as_of))}`);
    byId("about").textContent = about.join(" · ");
    if (runs.length < summary.runs.total) {
      byId("partial").hidden = false;
      byId("partial").textContent = `This page shows ${count(runs.length)} of ${some(summary.runs.total, "run")}, those that failed first; the numbers count them all, and so does runs.csv.`;
    }
  }

  function numbers() {
    const items = [
      ["Runs", summary.runs.total],
      ...["succeeded", "failed", "running", "waiting"].map((name) => [stateLabel(name), summary.runs[name]]),
      ["Tasks succeeded", `${count(summary.tasks.succeeded)} of ${count(summary.tasks.total)}`],
      [stateLabel("skipped"), summary.tasks.skipped],
    ];
    for (const [term, value] of items) {
      byId("numbers").append(
        element("div", "", element("dt", "", term), element("dd", "", typeof value === "number" ? count(value) : value)),
      );
    }
    const words = [];
    for (const name of ["succeeded", "failed", "running", "waiting"]) {
      const part = element("span", name);
      part.style.width = (100 * summary.runs[name]) / Math.max(summary.runs.total, 1) + "%";
      byId("share").append(part);
      words.push(`${count(summary.runs[name])} ${name}`);
    }
    byId("share").setAttribute("aria-label", "Runs: " + words.join(", "));
  }

  function tasks() {
    const classes = data.tasks.flatMap((task) => task.durations);
    const from = Math.log2(Math.min(...classes.map(([shortest]) => shortest)));
    const to = Math.log2(Math.max(...classes.map(([, longest]) => longest)));
    if (classes.length) byId("axis").textContent = `${duration(2 ** from)} to ${duration(2 ** to)}`;
    const svg = (tag, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      return made;
    };
    for (const task of data.tasks) {
      const range = element("td");
      if (task.max !== null) {
        const [wide, high] = [220, 28];
        const x = (millis) => (wide * (Math.log2(Math.max(millis, 1)) - from)) / (to - from);
        const most = Math.max(...task.durations.map(([, , runs]) => runs));
        const drawing = svg("svg", { class: "histogram", viewBox: `0 0 ${wide} ${high}`, "aria-hidden": "true" });
        for (const [shortest, longest, runs] of task.durations) {
          const height = Math.max((runs / most) * high, 1.5);
          const bar = svg("rect", { x: x(shortest), width: Math.max(x(longest) - x(shortest) - 1, 1), y: high - height, height });
          const title = svg("title", {});
          title.textContent = `${duration(shortest)} to ${duration(longest)}: ${some(runs, "run")}`;
          bar.append(title);
          drawing.append(bar);
        }
        drawing.append(svg("line", { x1: x(task.median), x2: x(task.median), y1: 0, y2: high }));
        range.append(drawing);
      }
      byId("tasks").tBodies[0].append(
        element(
          "tr",
          "",
          element("td", "", task.label, task.enabled ? "" : " (off)"),
          element("td", "number", count(task.succeeded)),
          element("td", "number", task.failed ? element("strong", "", count(task.failed)) : "0"),
          ...["min", "median", "p90", "max"].map((key) => element("td", "number", duration(task[key]))),
          range,
          element("td", "", ...attempts(task)),
        ),
      );
    }
  }

  /** How many runs have had one attempt of a task, two, …: as a bar and in words. */
  function attempts(task) {
    const all = Object.entries(task.attempts);
    const total = all.reduce((sum, [, runs]) => sum + runs, 0);
    if (!total) return ["–"];
    const bar = element("span", "attempts");
    bar.setAttribute("aria-hidden", "true");
    all.forEach(([, runs], i) => {
      const part = element("i");
      part.style.width = (100 * runs) / total + "%";
      part.style.opacity = i ? Math.min(0.4 + 0.2 * i, 1) : 0.15;
      bar.append(part);
    });
    return [bar, all.map(([attempt, runs]) => `${attempt}: ${count(runs)}`).join(" · ")];
  }

  function command(text) {
    // Each word stands on a line of its own rather than being cut where it has a hyphen.
    const words = text.split(" ").flatMap((word) => [" ", element("span", "word", word)]);
    const code = element("code", "", ...words.slice(1));
    const copy = button("Copy", async () => {
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = "Copied";
      } catch {
        // Not every browser lets a file from the disk copy; then the text is selected for the user.
        getSelection().selectAllChildren(code);
      }
    });
    return [copy, code];
  }

  function failures() {
    if (!data.groupCount) {
      byId("failures-note").textContent = "No task has failed.";
      byId("failures").parentElement.classList.add("flawless");
      return;
    }
    const more = data.groups.length < data.groupCount ? ` The ${count(data.groups.length)} most frequent are shown; summary.json has them all.` : "";
    byId("failures-note").textContent =
      `${some(summary.tasks.failed, "task")} failed, for ${some(data.groupCount, "reason")}.${more} This runs them all again, and what depends on them; the commands below do so for one reason.`;
    byId("retry-all").append(...command(data.retry));
    for (const group of data.groups) {
      const task = data.tasks.find((one) => one.id === group.task);
      const item = element(
        "li",
        "",
        element("h3", "", `${some(group.count, "run")}: ${task ? task.label : group.task}, ${group.kind}`),
        element("p", "message", element("bdi", "", brief(group.message))),
      );
      if (group.first_at) {
        const when = [group.first_at, group.latest_at].map((at) => time(Date.parse(at)));
        item.append(element("p", "quiet", `First ${when[0]}, last ${when[1]}; the task has ended in ${some(group.ended, "run")}.`));
      }
      const more = [group.message === brief(group.message) ? "" : group.message, group.detail].filter((text) => text);
      if (more.length) item.append(element("details", "", element("summary", "", "What it said"), element("pre", "", more.join("\n\n"))));
      const show = button("Show these runs", () => {
        filter.signature = filter.signature === group.signature ? null : group.signature;
        refilter();
      });
      groupButtons.set(group.signature, show);
      item.append(
        element("div", "buttons", show, element("span", "quiet", "for example"), exampleOf(group)),
        element("div", "command", ...command(group.retry)),
      );
      byId("groups").append(item);
    }
  }

  function brief(message) {
    return message.length <= 300 ? message : message.slice(0, 300) + "…";
  }

  function exampleOf(group) {
    const run = runs.find((one) => one.id === group.example_run);
    return run ? button(group.example_run, () => choose(run)) : element("bdi", "", group.example_run);
  }

  function executions() {
    for (const execution of summary.executions) {
      const ended = execution.ended_at
        ? time(Date.parse(execution.ended_at)) + (execution.cancelled ? " (cancelled)" : "")
        : summary.state === "running" && execution.number === summary.executions.length
          ? "running"
          : "not recorded: its process was ended";
      byId("executions").tBodies[0].append(
        element(
          "tr",
          "",
          element("td", "number", String(execution.number)),
          element("td", "", execution.executor),
          element("td", "", execution.host),
          element("td", "number", String(execution.pid)),
          element("td", "", time(Date.parse(execution.started_at))),
          element("td", "", ended),
        ),
      );
    }
  }

  head();
  numbers();
  tasks();
  failures();
  executions();
  refilter();
})();

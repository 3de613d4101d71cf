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
      box: drawn.length ? box(drawn) : null,
    };
  });

  // ---------------------------------------------------------------- what is chosen

  const filter = { state: null, signature: null, text: "" };
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

  function refilter() {
    shown = runs.filter(matches);
    shownSet = new Set(shown);
    for (const [letter, made] of stateButtons) made.setAttribute("aria-pressed", String(filter.state === letter));
    byId("group-filter").hidden = filter.signature === null;
    byId("group-filter").firstElementChild.textContent = `Only runs with failure ${filter.signature}.`;
    byId("count").textContent =
      shown.length === runs.length ? some(runs.length, "run") : `${count(shown.length)} of ${some(runs.length, "run")}`;
    table.refresh();
    map.redraw();
    timeline.redraw();
  }

  function choose(run) {
    chosen = run;
    const panel = byId("run");
    panel.hidden = run === null;
    if (run) panel.replaceChildren(...runDetails(run));
    table.render();
    map.redraw();
    timeline.redraw();
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
    ];
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

  /** Prepares a canvas: sharp on every screen, painted at most once a frame. */
  function painted(canvas, paint) {
    let asked = false;
    const colours = {};
    function readColours() {
      const style = getComputedStyle(document.documentElement);
      for (const name of ["succeeded", "failed", "running", "waiting", "skipped", "disabled", "ink", "quiet", "line", "card"]) {
        colours[name] = style.getPropertyValue("--" + name).trim();
      }
    }
    function redraw() {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        const { clientWidth: width, clientHeight: height } = canvas;
        if (!width || !height) return;
        const ratio = devicePixelRatio || 1;
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        const context = canvas.getContext("2d");
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        paint(context, width, height, colours);
      });
    }
    readColours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      readColours();
      redraw();
    });
    new ResizeObserver(redraw).observe(canvas);
    return { redraw };
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
    const MARGIN = 12;
    const view = { zoom: 1, x: extent.width / 2, y: extent.height / 2 };
    let hovered = null;

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

    const { redraw } = painted(canvas, (context, width, height, colours) => {
      const k = scale();
      const left = width / 2 - view.x * k;
      const top = height / 2 - view.y * k;
      const paint = (run, outline) => {
        const { west, north, east, south } = run.box;
        const [x0, y0, x1, y1] = [west * k + left, north * k + top, east * k + left, south * k + top];
        if (x1 < -LEAST || y1 < -LEAST || x0 > width + LEAST || y0 > height + LEAST) return;
        context.globalAlpha = shownSet.has(run) ? 1 : 0.12;
        context.fillStyle = colours[STATES[run.state].name];
        context.strokeStyle = outline ? colours.ink : run.state === "f" ? colours.ink : colours.card;
        context.lineWidth = outline ? 3 : run.state === "f" ? 1.2 : 0.6;
        const dots = run.shape.every((part) => part.kind === "d");
        if (!dots && x1 - x0 < LEAST && y1 - y0 < LEAST) {
          const [x, y] = [(x0 + x1 - LEAST) / 2, (y0 + y1 - LEAST) / 2];
          context.fillRect(x, y, LEAST, LEAST);
          if (outline) context.strokeRect(x, y, LEAST, LEAST);
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
      for (const run of placed) paint(run, false);
      context.globalAlpha = 1;
      for (const run of new Set([chosen, hovered])) if (run && run.box) paint(run, true);
    });

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
        redraw();
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
      redraw();
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
    return { redraw };
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

    const { redraw } = painted(canvas, (context, width, height, colours) => {
      const x = (millis) => ((millis - from) / (to - from)) * width;
      const lane = (height - AXIS) / Math.max(lanes.length, 1);
      context.fillStyle = colours.quiet;
      context.strokeStyle = colours.line;
      context.font = "12px system-ui, sans-serif";
      if (!lanes.length) {
        context.fillText("No task has ended so far.", 12, 24);
        return;
      }
      const size = step(width);
      for (let at = 0; at <= to - from; at += size) {
        context.beginPath();
        context.moveTo(x(from + at), 0);
        context.lineTo(x(from + at), height - AXIS);
        context.stroke();
        if (x(from + at) < width - 60) context.fillText(at ? duration(at) : "0", x(from + at) + 2, height - 7);
      }
      const thick = Math.max(Math.min(lane * 0.8, 14), 1);
      const top = (i) => i * lane + (lane - thick) / 2;
      // Where lines lie on one another, the failures have to be seen.
      for (const failed of [false, true]) {
        lanes.forEach((run, i) => {
          context.globalAlpha = shownSet.has(run) ? 1 : 0.12;
          for (const task of run.tasks) {
            if (task.began === null || task.state === "d" || (task.state === "f") !== failed) continue;
            context.fillStyle = colours[STATES[task.state].name];
            const width = Math.max(x(task.began + task.took) - x(task.began), failed ? 3 : 1);
            context.fillRect(x(task.began), top(i), width, Math.max(thick, failed ? 2 : 1));
          }
        });
      }
      context.globalAlpha = 1;
      const lineOfChosen = lanes.indexOf(chosen);
      if (lineOfChosen >= 0) {
        context.strokeStyle = colours.ink;
        context.strokeRect(x(chosen.began) - 2, top(lineOfChosen) - 2, x(chosen.ended) - x(chosen.began) + 4, thick + 4);
      }
    });

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
      : "";
    return { redraw };
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
      { name: "Run", width: "17%", compare: text("id"), cell: (run) => [run.id] },
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
        Enter: () => choose(sorted[current]),
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
    refilter();
  });
  byId("group-filter").lastElementChild.addEventListener("click", () => {
    filter.signature = null;
    refilter();
  });

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
    const longest = Math.max(1, ...data.tasks.map((task) => task.max || 0));
    const svg = (tag, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      return made;
    };
    for (const task of data.tasks) {
      const range = element("td");
      if (task.max !== null) {
        const x = (millis) => (218 * millis) / longest + 1;
        const drawing = svg("svg", { class: "range", viewBox: "0 0 220 14", "aria-hidden": "true" });
        drawing.append(
          svg("line", { x1: x(task.min), x2: Math.max(x(task.max), x(task.min) + 1), y1: 7, y2: 7 }),
          svg("rect", { x: x(task.median), width: Math.max(x(task.p90) - x(task.median), 2), y: 3, height: 8 }),
        );
        range.append(drawing);
      }
      byId("tasks").tBodies[0].append(
        element(
          "tr",
          "",
          element("td", "", task.label, task.enabled ? "" : " (off)"),
          element("td", "number", count(task.succeeded)),
          element("td", "number", count(task.failed)),
          ...["min", "median", "p90", "max"].map((key) => element("td", "number", duration(task[key]))),
          range,
        ),
      );
    }
  }

  function command(text) {
    const code = element("code", "", text);
    const copy = button("Copy", async () => {
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = "Copied";
      } catch {
        // Not every browser lets a file from the disk copy; then the text is selected for the user.
        getSelection().selectAllChildren(code);
      }
    });
    return [code, copy];
  }

  function failures() {
    const more = data.groups.length < data.groupCount ? ` The ${count(data.groups.length)} most frequent are shown; summary.json has them all.` : "";
    byId("failures-note").textContent = data.groupCount
      ? `${some(summary.tasks.failed, "task")} failed, for ${some(data.groupCount, "reason")}. A command runs the tasks of its group again, and what depends on them.${more}`
      : "No task has failed.";
    for (const group of data.groups) {
      const item = element(
        "li",
        "",
        element("h3", "quiet", `${group.signature} · ${group.task} · ${group.kind}`),
        element("p", "", element("strong", "", some(group.count, "task")), ", for example ", exampleOf(group), ": ", element("bdi", "", group.message)),
      );
      if (group.detail) item.append(element("details", "", element("summary", "", "What it said last"), element("pre", "", group.detail)));
      const show = button("Show these runs", () => {
        filter.signature = group.signature;
        refilter();
        byId("runs").scrollIntoView();
      });
      item.append(element("div", "commands", ...command(group.retry), show));
      byId("groups").append(item);
    }
  }

  function exampleOf(group) {
    const run = runs.find((one) => one.id === group.example_run);
    return run ? button(group.example_run, () => choose(run)) : element("bdi", "", group.example_run);
  }

  function executions() {
    for (const execution of summary.executions) {
      const ended = execution.ended_at
        ? time(Date.parse(execution.ended_at)) + (execution.ending === "completed" ? "" : ` (${execution.ending})`)
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

// Draws all watersheds into one canvas of a Leaflet map.
import { Bounds, DomUtil, Layer, Util, point } from "/webjars/leaflet/1.9.4/dist/leaflet-src.esm.js";

/** How much is drawn beyond each side of what is seen, as a share of it, so that a dragged map is not blank at once. */
const BEYOND = 0.15;
/** Pixels: nothing is drawn smaller than this. */
const LEAST = 3;
/** Pixels: the same for what failed or is left by a filter, which somebody looks for. */
const LEAST_TO_SEE = 6;
/** Pixels: smaller ones have no outline. */
const LEAST_OUTLINED = 7;
/** If more runs than these have changed, all are painted: looking for what lies near each would take longer. */
const MOST_SINGLE = 400;
/** Painting takes at most such a share of the time, however much changes. */
const LARGEST_SHARE = 0.25;

/**
 * The watersheds, each in the colour of its state.
 *
 * Leaflet's own canvas keeps an object with parts and bounds for each path and works them all out again when one zooms:
 * of 10,000 outlines of 30 positions each it took 470 ms to add and 320 ms to zoom, where this layer takes 60 ms and 25 ms,
 * and 2 ms for ten runs that change.
 */
export const ShapesLayer = Layer.extend({
  /**
   * @param {Shapes} shapes outlines in the plane of the map at zoom 0
   * @param {{states: function(): string[], isShown: function(): Uint8Array, colours: function(): Object}} source what to
   *     draw: letters by number of the run, which are not faint, and colours by letter, with "faint " before it, "ink" and "card"
   */
  initialize(shapes, source) {
    this._shapes = shapes;
    this._source = source;
    this._marked = { chosen: -1, hovered: -1 };
    this._took = 0;
    this._paintedAt = 0;
    /** The runs whose picture is not that of their state any more; null for all. */
    this._stale = new Set();
  },

  onAdd() {
    this._still = this._canvas("live-shapes");
    this._marks = this._canvas("live-marks");
    this._moved();
  },

  onRemove() {
    Util.cancelAnimFrame(this._frame);
    clearTimeout(this._waiting);
    this._still.remove();
    this._marks.remove();
  },

  getEvents() {
    const events = { moveend: this._moved, resize: this._moved };
    if (this._map.options.zoomAnimation) {
      events.zoomanim = this._grow;
    }
    return events;
  },

  /**
   * Paints again, soon: at once if little time goes into painting.
   *
   * @param {number[]|null} runs the numbers of those that have changed; null for all
   */
  refresh(runs) {
    if (runs === null) {
      this._stale = null;
    } else {
      runs.forEach((run) => this._stale?.add(run));
    }
    if (this._frame || this._waiting) {
      return;
    }
    const wait = this._took / LARGEST_SHARE - (performance.now() - this._paintedAt);
    this._waiting = setTimeout(() => {
      this._waiting = null;
      this._frame = Util.requestAnimFrame(() => {
        this._frame = null;
        this._paint();
      });
    }, Math.max(0, wait));
  },

  /** Marks the run that is chosen and the one that is pointed at; -1 for none. */
  mark(marks) {
    Object.assign(this._marked, marks);
    if (this._map) {
      this._paintMarks();
    }
  },

  /** Returns the run at a place of the map's container, in pixels; -1 if there is none. */
  runAt(containerPoint) {
    const at = this._map.containerPointToLayerPoint(containerPoint).add(this._map.getPixelOrigin());
    const scale = this._scale(this._map.getZoom());
    return this._shapes.at(at.x / scale, at.y / scale, LEAST_TO_SEE / scale);
  },

  _canvas(name) {
    const canvas = DomUtil.create("canvas", "leaflet-zoom-animated " + name, this.getPane());
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  },

  _scale(zoom) {
    const { crs } = this._map.options;
    return crs.scale(zoom) / crs.scale(0);
  },

  /** Lays the canvases over what is seen. */
  _place() {
    const map = this._map;
    const size = map.getSize();
    const margin = size.multiplyBy(BEYOND).round();
    const topLeft = map.containerPointToLayerPoint(point(0, 0).subtract(margin));
    this._bounds = new Bounds(topLeft, topLeft.add(size).add(margin.multiplyBy(2)));
    this._center = map.getCenter();
    this._zoom = map.getZoom();
    this._origin = map.getPixelOrigin();
    const extent = this._bounds.getSize();
    const ratio = devicePixelRatio || 1;
    for (const canvas of [this._still, this._marks]) {
      canvas.width = Math.round(extent.x * ratio);
      canvas.height = Math.round(extent.y * ratio);
      canvas.style.width = extent.x + "px";
      canvas.style.height = extent.y + "px";
      DomUtil.setTransform(canvas, topLeft, 1);
    }
  },

  /** Stretches the picture while the map zooms, until it is painted anew. */
  _grow({ center, zoom }) {
    const map = this._map;
    const scale = map.getZoomScale(zoom, this._zoom);
    const viewHalf = map.getSize().multiplyBy(0.5 + BEYOND);
    const currentCenter = map.project(this._center, zoom);
    const offset = viewHalf.multiplyBy(-scale).add(currentCenter).subtract(map._getNewPixelOrigin(center, zoom));
    for (const canvas of [this._still, this._marks]) {
      DomUtil.setTransform(canvas, offset, scale);
    }
  },

  _moved() {
    this._place();
    this._stale = null;
    this._paint();
    this._paintMarks();
  },

  /** Prepares a canvas so that the plane of the map at this zoom, less the origin, is where it belongs. */
  _context(canvas) {
    const ratio = devicePixelRatio || 1;
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio, 0, 0, ratio, -this._bounds.min.x * ratio, -this._bounds.min.y * ratio);
    return context;
  },

  _paint() {
    clearTimeout(this._waiting);
    this._waiting = null;
    const began = performance.now();
    if (this._stale === null || this._stale.size > MOST_SINGLE) {
      this._paintRuns(this._context(this._still), this._shapes.order);
    } else {
      this._paintParts([...this._stale]);
    }
    this._stale = new Set();
    this._took = performance.now() - began;
    this._paintedAt = performance.now();
  },

  /** Paints only where these runs lie, with all that lies there too, so that what is on top stays on top. */
  _paintParts(runs) {
    const context = this._still.getContext("2d");
    const scale = this._scale(this._zoom);
    const near = new Set();
    context.save();
    context.beginPath();
    for (const run of runs) {
      const box = this._shapes.boxOf([run]);
      if (box) {
        const reach = LEAST_TO_SEE / scale;
        const wide = [box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach];
        const [x, y] = [Math.floor(wide[0] * scale - this._origin.x), Math.floor(wide[1] * scale - this._origin.y)];
        const [right, bottom] = [Math.ceil(wide[2] * scale - this._origin.x), Math.ceil(wide[3] * scale - this._origin.y)];
        context.rect(x, y, right - x, bottom - y);
        this._shapes.within([wide[0] - reach, wide[1] - reach, wide[2] + reach, wide[3] + reach]).forEach((each) => near.add(each));
      }
    }
    context.clip();
    const { min, max } = this._bounds;
    context.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
    const { places } = this._shapes;
    this._paintRuns(context, [...near].sort((a, b) => places[a] - places[b]));
    context.restore();
  },

  _paintRuns(context, runs) {
    const brush = this._brush(context);
    const [states, isShown, colours] = [this._source.states(), this._source.isShown(), this._source.colours()];
    const wholeShown = isShown.every((shown) => shown === 1);
    const sought = [];
    context.lineJoin = "round";
    for (const run of runs) {
      if (brush.isOutside(run)) {
        continue;
      }
      const state = states[run];
      if (isShown[run] && brush.isSmall(run) && (state === "f" || !wholeShown)) {
        sought.push(run);
      } else {
        paintRun(context, brush, run, colours[(isShown[run] ? "" : "faint ") + state], colours.card, LEAST);
      }
    }
    // What somebody looks for does not disappear beneath its neighbours.
    for (const run of sought) {
      paintRun(context, brush, run, colours[states[run]], colours.card, LEAST_TO_SEE);
    }
  },

  _paintMarks() {
    const context = this._context(this._marks);
    const brush = this._brush(context);
    const colours = this._source.colours();
    context.lineJoin = "round";
    for (const [run, inner] of [[this._marked.hovered, 1.5], [this._marked.chosen, 2.5]]) {
      if (run >= 0 && run < this._shapes.size && !brush.isOutside(run)) {
        brush.trace(run, LEAST_TO_SEE);
        context.strokeStyle = colours.card;
        context.lineWidth = inner + 3;
        context.stroke();
        context.strokeStyle = colours.ink;
        context.lineWidth = inner;
        context.stroke();
      }
    }
  },

  _brush(context) {
    return new Brush(context, this._shapes, this._scale(this._zoom), this._origin, this._bounds);
  },
});

function paintRun(context, brush, run, fill, edge, least) {
  context.fillStyle = fill;
  if (brush.trace(run, least)) {
    context.fill("evenodd");
    if (brush.width(run) > LEAST_OUTLINED || brush.height(run) > LEAST_OUTLINED) {
      context.strokeStyle = edge;
      context.lineWidth = 0.7;
      context.stroke();
    }
  } else {
    context.fill();
  }
}

/** Leads outlines into a canvas. */
class Brush {
  constructor(context, shapes, scale, origin, bounds) {
    Object.assign(this, { context, shapes, scale, origin, bounds });
  }

  width(run) {
    return (this.shapes.boxes[4 * run + 2] - this.shapes.boxes[4 * run]) * this.scale;
  }

  height(run) {
    return (this.shapes.boxes[4 * run + 3] - this.shapes.boxes[4 * run + 1]) * this.scale;
  }

  isSmall(run) {
    return this.width(run) < LEAST_TO_SEE && this.height(run) < LEAST_TO_SEE;
  }

  isOutside(run) {
    const { boxes } = this.shapes;
    const { min, max } = this.bounds;
    const at = 4 * run;
    return !(
      boxes[at] * this.scale - this.origin.x <= max.x + LEAST_TO_SEE &&
      boxes[at + 2] * this.scale - this.origin.x >= min.x - LEAST_TO_SEE &&
      boxes[at + 1] * this.scale - this.origin.y <= max.y + LEAST_TO_SEE &&
      boxes[at + 3] * this.scale - this.origin.y >= min.y - LEAST_TO_SEE
    );
  }

  /** Makes the outline of a run the path; a square, and false, if it would be smaller than that. */
  trace(run, least) {
    const { context, scale, origin } = this;
    context.beginPath();
    if (this.width(run) < least && this.height(run) < least) {
      const { boxes } = this.shapes;
      const x = ((boxes[4 * run] + boxes[4 * run + 2]) / 2) * scale - origin.x;
      const y = ((boxes[4 * run + 1] + boxes[4 * run + 3]) / 2) * scale - origin.y;
      context.rect(x - least / 2, y - least / 2, least, least);
      return false;
    }
    for (const ring of this.shapes.rings[run]) {
      let lastX = ring[0] * scale - origin.x;
      let lastY = ring[1] * scale - origin.y;
      context.moveTo(lastX, lastY);
      for (let i = 2; i < ring.length; i += 2) {
        const x = ring[i] * scale - origin.x;
        const y = ring[i + 1] * scale - origin.y;
        // Positions within half a pixel of each other cannot be told apart.
        if (Math.abs(x - lastX) > 0.5 || Math.abs(y - lastY) > 0.5) {
          context.lineTo(x, y);
          lastX = x;
          lastY = y;
        }
      }
      context.closePath();
    }
    return true;
  }
}

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
/** Painting takes at most such a share of the time, however much changes. */
const LARGEST_SHARE = 0.25;

/**
 * The watersheds, each in the colour of its state.
 *
 * Leaflet's own canvas keeps an object and an entry of a list for each path, and looks through all of them whenever
 * one of them changes; with 10,000 this layer is several times as fast.
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
  },

  onAdd() {
    this._still = this._canvas("live-shapes");
    this._marks = this._canvas("live-marks");
    this._place();
    this._paint();
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

  /** Paints again, soon: at once if little time goes into painting. */
  refresh() {
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
    this._paint();
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
    const context = this._context(this._still);
    const brush = this._brush(context);
    const [states, isShown, colours] = [this._source.states(), this._source.isShown(), this._source.colours()];
    const sought = [];
    const wholeShown = isShown.every((shown) => shown === 1);
    context.lineJoin = "round";
    for (const run of this._shapes.order) {
      if (brush.isOutside(run)) {
        continue;
      }
      const state = states[run];
      if (isShown[run] && brush.isSmall(run) && (state === "f" || !wholeShown)) {
        sought.push(run);
        continue;
      }
      paintRun(context, brush, run, colours[(isShown[run] ? "" : "faint ") + state], colours.card, LEAST);
    }
    // What somebody looks for does not disappear beneath its neighbours.
    for (const run of sought) {
      paintRun(context, brush, run, colours[states[run]], colours.card, LEAST_TO_SEE);
    }
    this._took = performance.now() - began;
    this._paintedAt = performance.now();
    this._paintMarks();
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
    return new Brush(context, this._shapes, this._scale(this._zoom), this._map.getPixelOrigin(), this._bounds);
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

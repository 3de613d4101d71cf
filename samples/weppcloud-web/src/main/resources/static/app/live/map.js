// The map of the watersheds.
import { CRS, control, map as makeMap, point, tileLayer, tooltip } from "/webjars/leaflet/1.9.4/dist/leaflet-src.esm.js";
import { el, fill } from "../dom.js";
import { readColours } from "./colours.js";
import { ShapesLayer } from "./shapes-layer.js";
import { Shapes } from "./shapes.js";
import { STATES } from "./states.js";

const MARGIN = point(14, 14);
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Shows where the runs lie, in the colours of their states; tells of a click by the event "choose" with {run}. */
export class LiveMap extends EventTarget {
  #store;
  #selection;
  #container;
  #map = null;
  #layer = null;
  #shapes = null;
  #tip = null;
  #hovered = -1;
  #chosen = -1;
  #colours = readColours();
  #tiles;
  /** The bounds of all watersheds if the map was left showing them; null if a person has moved it since. */
  #whole = null;

  /**
   * @param {HTMLElement} container
   * @param {string} tiles address of map tiles; empty for none
   */
  constructor(container, store, selection, tiles) {
    super();
    this.#container = container;
    this.#store = store;
    this.#selection = selection;
    this.#tiles = tiles;
    for (const hand of ["pointerdown", "wheel", "keydown"]) {
      this.#container.addEventListener(hand, () => {
        this.#whole = null;
      }, { passive: true });
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#colours = readColours();
      this.repaint(null);
      this.choose(this.#chosen);
    });
  }

  /**
   * Takes the outlines of the runs.
   *
   * @param {{crs: "degrees"|"plane", bounds: number[], shapes: number[][][]}} outlines as the service sends them
   */
  show({ crs, shapes }) {
    this.#map?.remove();
    const system = crs === "degrees" ? CRS.EPSG3857 : CRS.Simple;
    this.#shapes = new Shapes(shapes, (x, y) => system.latLngToPoint({ lat: y, lng: x }, 0));
    this.#map = this.#made(system);
    this.#layer = new ShapesLayer(this.#shapes, {
      states: () => this.#store.states,
      isShown: () => this.#selection.isShown,
      colours: () => this.#colours,
    });
    this.fitAll(false);
    this.#layer.addTo(this.#map);
    this.#tip = tooltip({ direction: "top", offset: [0, -8], opacity: 1, className: "live-tip" });
  }

  #made(crs) {
    const smooth = !calm();
    const map = makeMap(this.#container, {
      crs, attributionControl: false, zoomControl: false, zoomAnimation: smooth, inertia: smooth, fadeAnimation: smooth,
      zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90, minZoom: crs === CRS.Simple ? -30 : 0, maxZoom: crs === CRS.Simple ? 6 : 19,
    });
    control.zoom({ zoomInTitle: "Zoom in", zoomOutTitle: "Zoom out" }).addTo(map);
    if (this.#tiles !== "" && crs === CRS.EPSG3857) {
      tileLayer(this.#tiles, { maxZoom: 19 }).addTo(map);
    }
    map.on("resize", () => {
      if (this.#whole) {
        map.fitBounds(this.#whole, { padding: MARGIN, animate: false });
      }
    });
    map.on("mousemove", (event) => this.#point(event));
    map.on("mouseout", () => this.#leave());
    map.on("movestart zoomstart", () => this.#leave());
    map.on("click", (event) => {
      const run = this.#layer.runAt(event.containerPoint);
      if (run >= 0) {
        this.#leave();
        this.dispatchEvent(new CustomEvent("choose", { detail: { run } }));
      }
    });
    return map;
  }

  /** Shows all watersheds. */
  fitAll(animate = true) {
    this.#whole = this.#fit(this.#shapes?.bounds, animate);
  }

  /** Shows these runs as large as they fit. */
  fit(runs) {
    this.#whole = null;
    this.#fit(this.#shapes?.boxOf(runs), true);
  }

  /** Returns the bounds that are shown from now on; null if there is nothing to show. */
  #fit(box, animate) {
    if (!this.#map || !box) {
      return null;
    }
    const corner = (x, y) => this.#map.options.crs.pointToLatLng(point(x, y), 0);
    const bounds = [corner(box[0], box[3]), corner(box[2], box[1])];
    this.#map.fitBounds(bounds, { padding: MARGIN, maxZoom: this.#map.options.crs === CRS.Simple ? 2 : 14, animate: animate && !calm() });
    return bounds;
  }

  /** Marks a run as the chosen one, and brings it into view; -1 for none. */
  choose(run) {
    this.#chosen = run;
    this.#layer?.mark({ chosen: run });
    const box = run >= 0 && this.#shapes ? this.#shapes.boxOf([run]) : null;
    if (box) {
      const middle = this.#map.options.crs.pointToLatLng(point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), 0);
      if (!this.#map.getBounds().contains(middle)) {
        this.#map.panTo(middle, { animate: !calm() });
      }
    }
  }

  /**
   * Shows what the runs have become.
   *
   * @param {number[]|null} runs the numbers of those that have changed; null for all
   */
  repaint(runs) {
    if (this.#layer) {
      this.#layer.refresh(runs);
      if (this.#hovered >= 0) {
        this.#tip.setContent(this.#words(this.#hovered));
      }
    }
  }

  #point({ containerPoint, latlng }) {
    const run = this.#layer.runAt(containerPoint);
    if (run !== this.#hovered) {
      this.#hovered = run;
      this.#layer.mark({ hovered: run });
      this.#container.classList.toggle("live-on-run", run >= 0);
      if (run < 0) {
        this.#tip.remove();
        return;
      }
      this.#tip.setContent(this.#words(run));
    }
    if (run >= 0) {
      this.#tip.setLatLng(latlng);
      if (!this.#map.hasLayer(this.#tip)) {
        this.#tip.addTo(this.#map);
      }
    }
  }

  #leave() {
    if (this.#hovered >= 0) {
      this.#hovered = -1;
      this.#layer.mark({ hovered: -1 });
      this.#tip.remove();
      this.#container.classList.remove("live-on-run");
    }
  }

  /** An element, since of a text Leaflet would make HTML. */
  #words(run) {
    const state = STATES[this.#store.states[run]];
    const failed = this.#store.tasks.find((task, i) => this.#store.letters[run][i] === "f");
    return fill(el("span"), el("bdi", {}, this.#store.ids[run]), ` ${state.sign} ${state.name}${failed ? ": " + failed.label : ""}`);
  }
}

// The outlines of the watersheds in the plane of the map, and which of them lies where. Knows nothing of the page.

const CELLS = 64;

/** Outlines by number of the run, with what is needed to draw and find them quickly. */
export class Shapes {
  /**
   * @param {number[][][]} shapes the rings of each run, each as [x, y, x, y …]; a run without rings has no place
   * @param {function(number, number): {x: number, y: number}} project leads from their coordinates into the plane, y downwards
   */
  constructor(shapes, project) {
    this.rings = shapes.map((rings) => rings.map((ring) => projected(ring, project)));
    /** Four numbers for each run: west, north, east, south; NaN where there is nothing. */
    this.boxes = new Float64Array(4 * shapes.length).fill(NaN);
    this.rings.forEach((rings, run) => this.#measure(rings, run));
    this.bounds = this.#extent();
    /** The numbers of the runs that have a place, large ones first, so that a watershed within another one stays visible. */
    this.order = [...this.rings.keys()]
      .filter((run) => !Number.isNaN(this.boxes[4 * run]))
      .sort((a, b) => this.#boxArea(b) - this.#boxArea(a) || a - b);
    this.places = new Uint32Array(shapes.length);
    this.order.forEach((run, place) => {
      this.places[run] = place;
    });
    this.#index();
  }

  get size() {
    return this.rings.length;
  }

  /** Returns the box around some of the runs as [west, north, east, south]; null if none of them has a place. */
  boxOf(runs) {
    let box = null;
    for (const run of runs) {
      const at = 4 * run;
      if (!Number.isNaN(this.boxes[at])) {
        box ??= [Infinity, Infinity, -Infinity, -Infinity];
        box[0] = Math.min(box[0], this.boxes[at]);
        box[1] = Math.min(box[1], this.boxes[at + 1]);
        box[2] = Math.max(box[2], this.boxes[at + 2]);
        box[3] = Math.max(box[3], this.boxes[at + 3]);
      }
    }
    return box;
  }

  /**
   * Returns the run that lies on top at a place; -1 if none does.
   *
   * @param {number} reach how far from the place the middle of one may lie that is smaller than that
   */
  at(x, y, reach) {
    let found = -1;
    for (const run of this.within([x - reach, y - reach, x + reach, y + reach])) {
      if ((found < 0 || this.places[run] > this.places[found]) && (this.#isTiny(run, reach) || this.#contains(run, x, y))) {
        found = run;
      }
    }
    return found;
  }

  /** Returns the numbers of the runs whose boxes touch a box, each once, in no order. */
  within([west, north, east, south]) {
    const found = new Set();
    const [firstColumn, lastColumn] = [this.#column(west), this.#column(east)];
    const [firstRow, lastRow] = [this.#row(north), this.#row(south)];
    const { boxes } = this;
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        for (const run of this.cells[row * CELLS + column]) {
          const at = 4 * run;
          if (boxes[at] <= east && boxes[at + 2] >= west && boxes[at + 1] <= south && boxes[at + 3] >= north) {
            found.add(run);
          }
        }
      }
    }
    return found;
  }

  #measure(rings, run) {
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i += 2) {
        this.#include(4 * run, ring[i], ring[i + 1]);
      }
    }
  }

  #include(at, x, y) {
    const { boxes } = this;
    if (Number.isNaN(boxes[at])) {
      boxes.set([x, y, x, y], at);
      return;
    }
    boxes[at] = Math.min(boxes[at], x);
    boxes[at + 1] = Math.min(boxes[at + 1], y);
    boxes[at + 2] = Math.max(boxes[at + 2], x);
    boxes[at + 3] = Math.max(boxes[at + 3], y);
  }

  #extent() {
    return this.boxOf(this.rings.keys()) ?? [0, 0, 1, 1];
  }

  #boxArea(run) {
    const at = 4 * run;
    return (this.boxes[at + 2] - this.boxes[at]) * (this.boxes[at + 3] - this.boxes[at + 1]);
  }

  #index() {
    this.cells = Array.from({ length: CELLS * CELLS }, () => []);
    for (const run of this.order) {
      const at = 4 * run;
      const lastRow = this.#row(this.boxes[at + 3]);
      const lastColumn = this.#column(this.boxes[at + 2]);
      for (let row = this.#row(this.boxes[at + 1]); row <= lastRow; row++) {
        for (let column = this.#column(this.boxes[at]); column <= lastColumn; column++) {
          this.cells[row * CELLS + column].push(run);
        }
      }
    }
  }

  #column(x) {
    return cell(x, this.bounds[0], this.bounds[2]);
  }

  #row(y) {
    return cell(y, this.bounds[1], this.bounds[3]);
  }

  #isTiny(run, reach) {
    const at = 4 * run;
    return this.boxes[at + 2] - this.boxes[at] < reach && this.boxes[at + 3] - this.boxes[at + 1] < reach;
  }

  /** Holes and islands come out right by counting how many sides lie to one side of the place. */
  #contains(run, x, y) {
    let odd = false;
    for (const ring of this.rings[run]) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        if (ring[i + 1] > y !== ring[j + 1] > y && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) {
          odd = !odd;
        }
      }
    }
    return odd;
  }
}

function projected(ring, project) {
  const points = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    const { x, y } = project(ring[i], ring[i + 1]);
    points[i] = x;
    points[i + 1] = y;
  }
  return points;
}

function cell(value, low, high) {
  const share = high > low ? (value - low) / (high - low) : 0;
  return Math.min(CELLS - 1, Math.max(0, Math.floor(share * CELLS)));
}

package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.sample.web.batch.Outlines;
import java.util.List;

/**
 * The outlines of the watersheds, to be drawn; the number of a run is the place of its shape.
 *
 * @param crs {@code degrees} of longitude and latitude, or {@code plane}
 * @param bounds west, south, east, north of them all; empty if there is nothing to draw
 * @param shapes for each watershed its rings (even-odd); a ring is x and y in turn, its first
 *     position not repeated at the end
 */
record MapView(String crs, List<Double> bounds, List<List<double[]>> shapes) {

  static MapView of(Outlines outlines) {
    return new MapView(
        outlines.degrees() ? "degrees" : "plane", outlines.bounds(), outlines.shapes());
  }
}

package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.watershed.BoundingBox;
import io.github.batchrunner.core.watershed.CoordinateSystem;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The watersheds in few positions, to be drawn.
 *
 * <p>Where it makes the map smaller, western longitudes are taken east of 180°: watersheds on both
 * sides of the antimeridian are next to each other then.
 *
 * @param degrees whether the positions are longitude and latitude; else they are on a plane
 * @param bounds west, south, east and north of them all; empty if there is no position
 * @param shapes for each feature its rings (even-odd): x and y in turn, the first position not
 *     repeated at the end; a point is a ring of one position, a line one that goes there and back
 */
public record Outlines(boolean degrees, List<Double> bounds, List<List<double[]>> shapes) {

  /** Positions of all features together, about. */
  private static final int MOST_POSITIONS = 300_000;

  /** The first tolerance is the extent divided by this: less than a pixel of a large screen. */
  private static final int FINEST = 1 << 14;

  /** How much smaller the map has to become to be shifted. */
  private static final double WORTH_SHIFTING = 0.9;

  /** Positions are rounded to the extent divided by this. */
  private static final int GRID = 1 << 20;

  /** Reads the outlines of all features. */
  static Outlines of(WatershedCollection watersheds) {
    Extent extent = Extent.of(watersheds);
    List<Outline> whole =
        IntStream.range(0, watersheds.count())
            .parallel()
            .mapToObj(feature -> Outline.of(watersheds.geometry(feature)))
            .toList();
    List<Outline> fewer = simplified(whole, extent.size());
    Rounding rounding = new Rounding(extent);
    return new Outlines(
        extent.degrees(),
        extent.bounds(),
        fewer.stream().map(outline -> outline.rings(rounding::x, rounding::y)).toList());
  }

  private static List<Outline> simplified(List<Outline> whole, double size) {
    List<Outline> now = whole;
    for (double tolerance = size / FINEST;
        positions(now) > MOST_POSITIONS && tolerance <= size;
        tolerance *= 2) {
      double allowed = tolerance;
      now = now.parallelStream().map(outline -> outline.simplified(allowed)).toList();
    }
    return now;
  }

  private static long positions(List<Outline> outlines) {
    return outlines.stream().mapToLong(Outline::positions).sum();
  }

  /**
   * Where the map lies.
   *
   * @param shifted whether western longitudes are taken east of 180°
   */
  private record Extent(
      boolean degrees, boolean shifted, double west, double south, double east, double north) {

    static Extent of(WatershedCollection watersheds) {
      double west = Double.POSITIVE_INFINITY;
      double east = Double.NEGATIVE_INFINITY;
      double shiftedWest = Double.POSITIVE_INFINITY;
      double shiftedEast = Double.NEGATIVE_INFINITY;
      double south = Double.POSITIVE_INFINITY;
      double north = Double.NEGATIVE_INFINITY;
      for (int feature = 0; feature < watersheds.count(); feature++) {
        Optional<BoundingBox> found = watersheds.boundingBox(feature);
        if (found.isPresent()) {
          BoundingBox box = found.get();
          west = Math.min(west, box.west());
          east = Math.max(east, box.east());
          south = Math.min(south, box.south());
          north = Math.max(north, box.north());
          shiftedWest = Math.min(shiftedWest, eastward(box.west()));
          shiftedEast = Math.max(shiftedEast, eastward(box.east()));
          if (box.west() < 0 && box.east() >= 0) {
            // Shifted it would reach around the globe.
            shiftedWest = 0;
            shiftedEast = 360;
          }
        }
      }
      // What is declared to be degrees but cannot be is drawn as it is.
      boolean degrees =
          watersheds.coordinateSystem().unit() == CoordinateSystem.Unit.DEGREES
              && west >= -180
              && east <= 180
              && south >= -90
              && north <= 90;
      boolean shift = degrees && shiftedEast - shiftedWest < WORTH_SHIFTING * (east - west);
      return shift
          ? new Extent(degrees, true, shiftedWest, south, shiftedEast, north)
          : new Extent(degrees, false, west, south, east, north);
    }

    static double eastward(double longitude) {
      return longitude < 0 ? longitude + 360 : longitude;
    }

    boolean isEmpty() {
      return west > east;
    }

    double size() {
      return isEmpty() ? 0 : Math.max(east - west, north - south);
    }

    List<Double> bounds() {
      return isEmpty() ? List.of() : List.of(west, south, east, north);
    }
  }

  /** Shifts positions, and rounds them to decimals that are enough to tell them apart. */
  private static final class Rounding {

    private final boolean shifted;
    private final double scale;

    Rounding(Extent extent) {
      shifted = extent.shifted();
      double step = extent.size() / GRID;
      scale = step > 0 ? Math.pow(10, Math.max(0, Math.ceil(-Math.log10(step)))) : 1e6;
    }

    double x(double x) {
      return rounded(shifted ? Extent.eastward(x) : x);
    }

    double y(double y) {
      return rounded(y);
    }

    private double rounded(double value) {
      double large = value * scale;
      // Beyond that a double has no decimals to take away.
      return Math.abs(large) < 1e15 ? Math.rint(large) / scale : value;
    }
  }
}

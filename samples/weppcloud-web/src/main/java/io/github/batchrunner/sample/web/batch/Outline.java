package io.github.batchrunner.sample.web.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateArrays;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

/** The rings of one feature, each closed: its last position is its first. Immutable. */
final class Outline {

  /**
   * Positions that are simplified together: the algorithm of Douglas and Peucker recurses, and
   * takes the square of their number at worst.
   */
  private static final int TOGETHER = 1000;

  /** The positions of the smallest ring that has an area. */
  private static final int TRIANGLE = 4;

  private static final GeometryFactory LINES = new GeometryFactory();

  private final List<Coordinate[]> rings;

  private Outline(List<Coordinate[]> rings) {
    this.rings = rings;
  }

  /** Returns the rings of a geometry. */
  static Outline of(Geometry geometry) {
    List<Coordinate[]> rings = new ArrayList<>();
    collect(geometry, rings);
    return new Outline(rings);
  }

  private static void collect(Geometry geometry, List<Coordinate[]> rings) {
    if (geometry.isEmpty()) {
      return;
    }
    if (geometry instanceof Polygon polygon) {
      rings.add(polygon.getExteriorRing().getCoordinates());
      for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
        rings.add(polygon.getInteriorRingN(hole).getCoordinates());
      }
    } else if (geometry instanceof LinearRing ring) {
      rings.add(ring.getCoordinates());
    } else if (geometry instanceof LineString line) {
      rings.add(thereAndBack(line.getCoordinates()));
    } else if (geometry instanceof Point point) {
      Coordinate position = point.getCoordinate();
      rings.add(new Coordinate[] {position, position});
    } else {
      for (int part = 0; part < geometry.getNumGeometries(); part++) {
        collect(geometry.getGeometryN(part), rings);
      }
    }
  }

  private static Coordinate[] thereAndBack(Coordinate[] line) {
    Coordinate[] ring = Arrays.copyOf(line, 2 * line.length - 1);
    for (int i = 0; i < line.length; i++) {
      ring[ring.length - 1 - i] = line[i];
    }
    return ring;
  }

  int positions() {
    return rings.stream().mapToInt(ring -> ring.length - 1).sum();
  }

  /**
   * Returns the outline without positions that are within a tolerance of the line between others;
   * rings that vanish so are left out, except for the largest one, which becomes its box.
   */
  Outline simplified(double tolerance) {
    List<Coordinate[]> kept = new ArrayList<>(rings.size());
    Coordinate[] largest = new Coordinate[0];
    double largestSize = -1;
    for (Coordinate[] ring : rings) {
      Coordinate[] fewer = simplified(ring, tolerance);
      if (fewer.length >= TRIANGLE) {
        kept.add(fewer);
      }
      Envelope box = CoordinateArrays.envelope(ring);
      double size = Math.hypot(box.getWidth(), box.getHeight());
      if (size > largestSize) {
        largest = ring;
        largestSize = size;
      }
    }
    return kept.isEmpty() && largestSize >= 0
        ? new Outline(List.<Coordinate[]>of(box(largest)))
        : new Outline(kept);
  }

  private static Coordinate[] simplified(Coordinate[] ring, double tolerance) {
    List<Coordinate> fewer = new ArrayList<>();
    for (int from = 0; from < ring.length - 1; from += TOGETHER) {
      int to = Math.min(from + TOGETHER, ring.length - 1);
      Coordinate[] part = thinned(Arrays.copyOfRange(ring, from, to + 1), tolerance);
      // The next part begins where this one ends.
      fewer.addAll(Arrays.asList(part).subList(0, part.length - 1));
    }
    fewer.add(ring[ring.length - 1]);
    return fewer.toArray(Coordinate[]::new);
  }

  private static Coordinate[] thinned(Coordinate[] line, double tolerance) {
    return DouglasPeuckerSimplifier.simplify(LINES.createLineString(line), tolerance)
        .getCoordinates();
  }

  private static Coordinate[] box(Coordinate[] ring) {
    Envelope box = CoordinateArrays.envelope(ring);
    Coordinate corner = new Coordinate(box.getMinX(), box.getMinY());
    return box.getWidth() == 0 && box.getHeight() == 0
        ? new Coordinate[] {corner, corner}
        : new Coordinate[] {
          corner,
          new Coordinate(box.getMaxX(), box.getMinY()),
          new Coordinate(box.getMaxX(), box.getMaxY()),
          new Coordinate(box.getMinX(), box.getMaxY()),
          corner
        };
  }

  /** Returns the rings as x and y in turn, without the position that closes each. */
  List<double[]> rings(DoubleUnaryOperator x, DoubleUnaryOperator y) {
    List<double[]> flat = new ArrayList<>(rings.size());
    for (Coordinate[] ring : rings) {
      double[] numbers = new double[2 * (ring.length - 1)];
      for (int i = 0; i < ring.length - 1; i++) {
        numbers[2 * i] = x.applyAsDouble(ring[i].x);
        numbers[2 * i + 1] = y.applyAsDouble(ring[i].y);
      }
      flat.add(numbers);
    }
    return flat;
  }
}

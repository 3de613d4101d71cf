package io.github.batchrunner.core.report;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/** A geometry as it is drawn on a small map: its parts, in few positions. */
final class Outline {

  /** What a part is. */
  enum Kind {
    /** A ring of a polygon, outer or inner; its first position is not repeated. */
    RING,
    /** A line. */
    LINE,
    /** A point. */
    DOT
  }

  /** One part; immutable as long as nobody keeps the arrays it was made of. */
  static final class Part {
    private final Kind kind;
    private final double[] x;
    private final double[] y;

    Part(Kind kind, double[] x, double[] y) {
      this.kind = kind;
      this.x = x;
      this.y = y;
    }

    /** Returns what it is. */
    Kind kind() {
      return kind;
    }

    /** Returns how many positions it has, at least one. */
    int size() {
      return x.length;
    }

    /** Returns the x of a position. */
    double x(int position) {
      return x[position];
    }

    /** Returns the y of a position. */
    double y(int position) {
      return y[position];
    }
  }

  private Outline() {}

  /**
   * Returns the parts of a geometry.
   *
   * @param mostPositions in how many positions about; at least one part is left
   */
  static List<Part> of(Geometry geometry, int mostPositions) {
    List<Part> parts = new ArrayList<>();
    collect(geometry, parts);
    return Simplification.of(parts, mostPositions);
  }

  private static void collect(Geometry geometry, List<Part> parts) {
    if (geometry.isEmpty()) {
      return;
    }
    if (geometry instanceof Polygon polygon) {
      parts.add(ring(polygon.getExteriorRing()));
      for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
        parts.add(ring(polygon.getInteriorRingN(i)));
      }
    } else if (geometry instanceof LineString line) {
      Coordinate[] positions = line.getCoordinates();
      parts.add(part(Kind.LINE, positions, positions.length));
    } else if (geometry instanceof Point) {
      parts.add(part(Kind.DOT, geometry.getCoordinates(), 1));
    } else {
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        collect(geometry.getGeometryN(i), parts);
      }
    }
  }

  private static Part ring(LineString ring) {
    Coordinate[] positions = ring.getCoordinates();
    return part(Kind.RING, positions, positions.length - 1);
  }

  private static Part part(Kind kind, Coordinate[] positions, int count) {
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = positions[i].x;
      y[i] = positions[i].y;
    }
    return new Part(kind, x, y);
  }
}

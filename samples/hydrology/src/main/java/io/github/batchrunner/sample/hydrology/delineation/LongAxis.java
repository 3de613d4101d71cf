package io.github.batchrunner.sample.hydrology.delineation;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * The line between the two corners of a polygon that are farthest apart, from the narrower end of
 * the polygon, which is taken for the outlet, to the wider one.
 */
final class LongAxis {
  /** How much of the axis counts as an end when the widths of the two are compared. */
  private static final double END_SHARE = 0.2;

  private final Coordinate outlet;
  private final Coordinate head;

  private LongAxis(Coordinate outlet, Coordinate head) {
    this.outlet = outlet;
    this.head = head;
  }

  /** Returns the axis of a polygon that has an area. */
  static LongAxis of(Polygon polygon) {
    Coordinate[] corners = polygon.convexHull().getCoordinates();
    Coordinate from = corners[0];
    Coordinate to = corners[0];
    double farthest = 0;
    for (int i = 0; i < corners.length; i++) {
      for (int j = i + 1; j < corners.length; j++) {
        double distance = corners[i].distance(corners[j]);
        if (distance > farthest) {
          farthest = distance;
          from = corners[i];
          to = corners[j];
        }
      }
    }
    LongAxis axis = new LongAxis(from, to);
    Geometry aligned = axis.aligned(polygon);
    double length = axis.length();
    double atStart = areaBetween(aligned, 0, END_SHARE * length);
    double atEnd = areaBetween(aligned, (1 - END_SHARE) * length, length);
    return atStart <= atEnd ? axis : new LongAxis(to, from);
  }

  private static double areaBetween(Geometry aligned, double from, double to) {
    Envelope all = aligned.getEnvelopeInternal();
    Geometry end =
        aligned
            .getFactory()
            .toGeometry(new Envelope(from, to, all.getMinY() - 1, all.getMaxY() + 1));
    return OverlayNGRobust.overlay(aligned, end, OverlayNG.INTERSECTION).getArea();
  }

  /** Returns the length, m. */
  double length() {
    return outlet.distance(head);
  }

  /** Returns a copy turned and moved so that the outlet is at the origin and the axis along x. */
  Geometry aligned(Geometry geometry) {
    return AffineTransformation.translationInstance(-outlet.x, -outlet.y)
        .rotate(-sine(), cosine())
        .transform(geometry);
  }

  /** Returns a copy turned and moved back from where {@link #aligned} brought it. */
  Geometry restored(Geometry geometry) {
    return AffineTransformation.rotationInstance(sine(), cosine())
        .translate(outlet.x, outlet.y)
        .transform(geometry);
  }

  private double sine() {
    return (head.y - outlet.y) / length();
  }

  private double cosine() {
    return (head.x - outlet.x) / length();
  }
}

package io.github.batchrunner.core.watershed;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.predicate.RectangleIntersects;

/**
 * Tells whether geometries have a point in common with a box.
 *
 * <p>Neither way used here builds a topology, so invalid geometries do no harm.
 */
final class BoxIntersection {

  private final List<Geometry> parts = new ArrayList<>();

  BoxIntersection(BoundingBox box, GeometryFactory factory) {
    if (box.crossesAntimeridian()) {
      parts.add(rectangle(box.westernPart(), factory));
      parts.add(rectangle(box.easternPart(), factory));
    } else {
      parts.add(rectangle(box, factory));
    }
  }

  boolean test(Geometry geometry) {
    for (Geometry part : parts) {
      boolean hit =
          part instanceof Polygon rectangle
              ? RectangleIntersects.intersects(rectangle, geometry)
              : part.distance(geometry) == 0;
      if (hit) {
        return true;
      }
    }
    return false;
  }

  /** A box without width or height becomes a line or a point. */
  private static Geometry rectangle(BoundingBox box, GeometryFactory factory) {
    return factory.toGeometry(new Envelope(box.west(), box.east(), box.south(), box.north()));
  }
}

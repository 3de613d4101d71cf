package io.github.batchrunner.sample.hydrology;

import io.github.batchrunner.sample.hydrology.model.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.locationtech.jts.algorithm.construct.MaximumInscribedCircle;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/**
 * What makes some watersheds unlike the rest, as in real files: one in twelve falls into two parts,
 * as where a reservoir lies between them, and the largest encloses a closed basin.
 */
final class BasinVariety {
  private static final int ONE_IN = 12;
  private static final int FIRST_DIVIDED = 7;
  private static final int CORNERS_OF_CLOSED_BASIN = 24;

  private BasinVariety() {}

  /** Returns the outlines, a few of them changed. */
  static List<Geometry> applyTo(List<Geometry> basins, long seed) {
    List<Geometry> result = new ArrayList<>(basins);
    int largest = largest(basins);
    for (int i = 0; i < result.size(); i++) {
      if (i == largest) {
        result.set(i, withClosedBasin((Polygon) basins.get(i), SeededRandom.of(seed, "closed")));
      } else if (i % ONE_IN == FIRST_DIVIDED) {
        result.set(i, divided(basins.get(i)));
      }
    }
    return result;
  }

  private static int largest(List<Geometry> basins) {
    int largest = 0;
    for (int i = 1; i < basins.size(); i++) {
      if (basins.get(i).getArea() > basins.get(largest).getArea()) {
        largest = i;
      }
    }
    return largest;
  }

  /** Takes a band out of a basin, a quarter of the way from its west or south. */
  private static Geometry divided(Geometry basin) {
    Envelope all = basin.getEnvelopeInternal();
    double half = 0.02 * Math.sqrt(basin.getArea());
    double x = all.getMinX() + all.getWidth() / 4;
    double y = all.getMinY() + all.getHeight() / 4;
    Envelope band =
        all.getWidth() > all.getHeight()
            ? new Envelope(x - half, x + half, all.getMinY(), all.getMaxY())
            : new Envelope(all.getMinX(), all.getMaxX(), y - half, y + half);
    return basin.difference(basin.getFactory().toGeometry(band));
  }

  private static Geometry withClosedBasin(Polygon basin, Random random) {
    LineString radius = MaximumInscribedCircle.getRadiusLine(basin, 10);
    Coordinate middle = radius.getCoordinateN(0);
    Coordinate[] ring = new Coordinate[CORNERS_OF_CLOSED_BASIN + 1];
    for (int i = 0; i < CORNERS_OF_CLOSED_BASIN; i++) {
      double angle = 2 * StrictMath.PI * i / CORNERS_OF_CLOSED_BASIN;
      double reach = radius.getLength() * (0.2 + 0.12 * random.nextDouble());
      ring[i] =
          new Coordinate(
              middle.x + reach * StrictMath.cos(angle), middle.y + reach * StrictMath.sin(angle));
    }
    ring[CORNERS_OF_CLOSED_BASIN] = ring[0].copy();
    return basin.difference(basin.getFactory().createPolygon(ring));
  }
}

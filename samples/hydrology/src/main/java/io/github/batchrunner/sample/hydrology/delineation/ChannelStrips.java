package io.github.batchrunner.sample.hydrology.delineation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.PolygonExtracter;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Strips of equal width across a polygon that lies along the x axis, with a channel through their
 * middle; the outlet is at x = 0.
 *
 * <p>The pieces left and right of the channel tile the plane, so together they are the polygon.
 */
final class ChannelStrips {
  private static final int MOST = 12;
  private static final int FEWEST = 2;

  /** A side with a smaller share of its strip is no hillslope. */
  private static final double LEAST_SHARE = 0.01;

  /** A strip whose hillslopes would be shorter is empty, m. */
  private static final double LEAST_LENGTH = 0.001;

  private final Geometry polygon;
  private final Coordinate[] channel;
  private final double reach;

  private ChannelStrips(Geometry polygon, Coordinate[] channel, double reach) {
    this.polygon = polygon;
    this.channel = channel;
    this.reach = reach;
  }

  /**
   * Cuts a polygon that reaches from x = 0 to x = {@code length}.
   *
   * @param polygon on the plane, m
   * @param length m
   */
  static ChannelStrips cut(Geometry polygon, double length) {
    long wanted = Math.round(1.5 * Math.sqrt(polygon.getArea() / 1e6));
    int count = (int) Math.max(FEWEST, Math.min(MOST, wanted));
    Coordinate[] channel = new Coordinate[count + 1];
    for (int i = 0; i <= count; i++) {
      double x = length * i / count;
      channel[i] = new Coordinate(x, i == 0 || i == count ? 0 : middleOfWidestChord(polygon, x));
    }
    Envelope all = polygon.getEnvelopeInternal();
    double reach = 1 + Math.max(Math.abs(all.getMinY()), Math.abs(all.getMaxY()));
    return new ChannelStrips(polygon, channel, reach);
  }

  private static double middleOfWidestChord(Geometry polygon, double x) {
    double[] crossings = crossings((Polygon) polygon, x);
    double middle = 0;
    double widest = -1;
    for (int i = 0; i + 1 < crossings.length; i += 2) {
      double width = crossings[i + 1] - crossings[i];
      if (width > widest) {
        widest = width;
        middle = (crossings[i] + crossings[i + 1]) / 2;
      }
    }
    return middle;
  }

  /** Where the rings cross the vertical at x, in order: in, out, in, out … */
  private static double[] crossings(Polygon polygon, double x) {
    double[] found = crossings(polygon.getExteriorRing(), x);
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      double[] more = crossings(polygon.getInteriorRingN(i), x);
      int length = found.length;
      found = Arrays.copyOf(found, length + more.length);
      System.arraycopy(more, 0, found, length, more.length);
    }
    Arrays.sort(found);
    return found;
  }

  private static double[] crossings(LineString ring, double x) {
    CoordinateSequence corners = ring.getCoordinateSequence();
    double[] found = new double[corners.size()];
    int count = 0;
    for (int i = 1; i < corners.size(); i++) {
      double fromX = corners.getX(i - 1);
      double toX = corners.getX(i);
      // A corner on the vertical belongs to the segment to its right alone, so it counts once.
      if (fromX <= x != toX <= x) {
        double share = (x - fromX) / (toX - fromX);
        found[count++] = corners.getY(i - 1) + share * (corners.getY(i) - corners.getY(i - 1));
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Returns how many strips there are. */
  int count() {
    return channel.length - 1;
  }

  /** Returns the length of the channel within a strip, m. */
  double channelLength(int strip) {
    return channel[strip].distance(channel[strip + 1]);
  }

  /** Returns where the middle of a strip is, from 0 at the outlet to 1 at the head. */
  double position(int strip) {
    return (strip + 0.5) / count();
  }

  /**
   * Returns what of the polygon is in a strip (left, looking downstream, is towards smaller y): on
   * both sides of the channel, or on one when there is next to nothing on the other; nothing when
   * the strip is empty.
   */
  Map<Side, Geometry> pieces(int strip) {
    Geometry left = piece(strip, -reach, channel[strip].y, channel[strip + 1].y);
    Geometry right = piece(strip, reach, channel[strip].y, channel[strip + 1].y);
    double area = left.getArea() + right.getArea();
    if (!(area > LEAST_LENGTH * channelLength(strip))) {
      return Map.of();
    }
    if (left.getArea() < LEAST_SHARE * area) {
      return Map.of(Side.RIGHT, piece(strip, reach, -reach, -reach));
    }
    if (right.getArea() < LEAST_SHARE * area) {
      return Map.of(Side.LEFT, piece(strip, reach, -reach, -reach));
    }
    Map<Side, Geometry> pieces = new EnumMap<>(Side.class);
    pieces.put(Side.LEFT, left);
    pieces.put(Side.RIGHT, right);
    return pieces;
  }

  /** The part of the polygon in a strip between a line and an edge along x. */
  private Geometry piece(int strip, double edge, double fromY, double toY) {
    // The first and the last strip reach beyond the ends, against the error of the rotation.
    double fromX = strip == 0 ? channel[strip].x - 1 : channel[strip].x;
    double toX = strip == count() - 1 ? channel[strip + 1].x + 1 : channel[strip + 1].x;
    Geometry window =
        polygon
            .getFactory()
            .createPolygon(
                new Coordinate[] {
                  new Coordinate(fromX, fromY),
                  new Coordinate(toX, toY),
                  new Coordinate(toX, edge),
                  new Coordinate(fromX, edge),
                  new Coordinate(fromX, fromY)
                });
    Geometry common = OverlayNGRobust.overlay(polygon, window, OverlayNG.INTERSECTION);
    // Where outline and window only touch, the intersection has points and lines as well.
    return polygon.getFactory().buildGeometry(PolygonExtracter.getPolygons(common));
  }
}

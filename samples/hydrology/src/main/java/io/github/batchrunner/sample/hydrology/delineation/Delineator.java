package io.github.batchrunner.sample.hydrology.delineation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.geom.util.PolygonExtracter;

/**
 * Divides the outline of a watershed into hillslopes on both sides of a channel.
 *
 * <p>There is no elevation model to look at, so the channel is taken to follow the middle of the
 * watershed along its long axis, to the narrower end. Strips across the axis, cut along the
 * channel, are the hillslopes. Each polygon of a MultiPolygon has a channel of its own. Hillslopes
 * get steeper towards the head of the channel, with the given slope as their areal mean.
 */
public final class Delineator {
  /** More separate polygons than these are specks of a raster, not catchments. */
  static final int MOST_PARTS = 50;

  /** Hillslopes at the head are steeper than at the outlet by this share of the mean. */
  private static final double SLOPE_GRADIENT = 0.6;

  /** Relief as a share of what the mean slope would give over the length of the channel. */
  private static final double RELIEF_SHARE = 0.2;

  /** Water flows, %. */
  private static final double LEAST_CHANNEL_SLOPE = 0.1;

  /** Smaller polygons are crumbs of a repair, m². */
  private static final double LEAST_AREA = 1;

  /** How far from the middle the plane shows a hemisphere, m: the Earth's radius times √2. */
  private static final double HALF_THE_EARTH = 9e6;

  private final Terrain terrain;
  private final List<Channel> channels = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();

  private Delineator(Terrain terrain) {
    this.terrain = terrain;
  }

  /** A hillslope before its place in the whole is known; the outline is on the plane. */
  private record Piece(Channel channel, Side side, double position, Geometry outline) {}

  /**
   * Returns the area of a watershed, m², which is 0 for points and lines.
   *
   * @param lonLat longitudes and latitudes, degrees
   */
  public static double area(Geometry lonLat) {
    return lonLat.getDimension() < 2 ? 0 : onPlane(lonLat).getArea();
  }

  private static Geometry onPlane(Geometry lonLat) {
    Geometry plane = EqualAreaPlane.around(lonLat).toPlane(lonLat);
    for (Coordinate corner : plane.getCoordinates()) {
      if (!(Math.hypot(corner.x, corner.y) < HALF_THE_EARTH)) {
        throw new IllegalArgumentException(
            "the outline reaches over more than half of the Earth: are its coordinates longitude"
                + " and latitude, in this order?");
      }
    }
    return plane;
  }

  /**
   * Returns the watershed divided.
   *
   * @param lonLat polygons in longitudes and latitudes, degrees; an invalid one (crossing itself,
   *     for instance) is repaired first; of more than 50 polygons the 50 largest count
   * @param terrain its relief
   * @throws IllegalArgumentException if the geometry has no area or spans half of the Earth
   */
  public static Delineation delineate(Geometry lonLat, Terrain terrain) {
    if (lonLat.isEmpty()) {
      throw new IllegalArgumentException("the geometry has no area: it is empty");
    }
    Geometry outline = onPlane(lonLat);
    if (!outline.isValid()) {
      outline = GeometryFixer.fix(outline);
    }
    List<Polygon> parts = new ArrayList<>();
    for (Object polygon : PolygonExtracter.getPolygons(outline)) {
      parts.add((Polygon) polygon);
    }
    parts.removeIf(part -> !(part.getArea() > LEAST_AREA));
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "the geometry has no area, or less than a square metre: it is a "
              + lonLat.getGeometryType());
    }
    parts.sort(Comparator.comparingDouble(Polygon::getArea).reversed());
    List<Polygon> counting = parts.subList(0, Math.min(MOST_PARTS, parts.size()));
    Delineator delineator = new Delineator(terrain);
    double relief = delineator.relief(LongAxis.of(counting.get(0)).length());
    counting.forEach(part -> delineator.divide(part, relief));
    return new Delineation(
        List.copyOf(delineator.channels),
        delineator.hillslopes(EqualAreaPlane.around(lonLat), relief));
  }

  private double relief(double axisLength) {
    // The outlet cannot lie far below the sea, whatever the slope.
    return Math.min(
        RELIEF_SHARE * terrain.meanSlopePercent() / 100 * axisLength,
        Math.max(1, 1.8 * Math.abs(terrain.meanElevation())));
  }

  private void divide(Polygon part, double relief) {
    LongAxis axis = LongAxis.of(part);
    ChannelStrips strips = ChannelStrips.cut(axis.aligned(part), axis.length());
    double slopePercent = Math.max(LEAST_CHANNEL_SLOPE, 100 * relief / axis.length());
    int downstream = 0;
    for (int i = 0; i < strips.count(); i++) {
      int id = 10 * (channels.size() + 2) + 4;
      Channel channel = new Channel(id, downstream, strips.channelLength(i), slopePercent);
      channels.add(channel);
      downstream = id;
      double position = strips.position(i);
      strips
          .pieces(i)
          .forEach(
              (side, outline) ->
                  pieces.add(new Piece(channel, side, position, axis.restored(outline))));
    }
  }

  private List<Hillslope> hillslopes(EqualAreaPlane plane, double relief) {
    double area = 0;
    double middle = 0;
    for (Piece piece : pieces) {
      area += piece.outline().getArea();
      middle += piece.outline().getArea() * piece.position();
    }
    middle /= area;
    List<Hillslope> result = new ArrayList<>();
    for (Piece piece : pieces) {
      double above = piece.position() - middle;
      double width = piece.channel().length();
      result.add(
          new Hillslope(
              piece.channel().id() - (piece.side() == Side.LEFT ? 2 : 1),
              piece.channel().id(),
              piece.side(),
              piece.outline().getArea(),
              width,
              piece.outline().getArea() / width,
              terrain.meanSlopePercent() * (1 + SLOPE_GRADIENT * above),
              terrain.meanElevation() + relief * above,
              piece.position(),
              plane.toLonLat(piece.outline())));
    }
    return List.copyOf(result);
  }
}

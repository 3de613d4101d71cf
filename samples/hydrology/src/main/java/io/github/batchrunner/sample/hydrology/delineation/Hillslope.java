package io.github.batchrunner.sample.hydrology.delineation;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/**
 * A hillslope: what drains to one side of one piece of channel.
 *
 * @param id TOPAZ's numbering: the channel's id with 2 (left) or 3 (right) as the last digit
 * @param channelId the channel it drains to
 * @param side left or right, looking downstream
 * @param area m²
 * @param width along the channel, m
 * @param length mean way from divide to channel, m: area by width
 * @param slopePercent mean steepness, %
 * @param elevation mean height above sea level, m
 * @param position where along the channel it lies, from 0 at the outlet to 1 at the head
 * @param outline longitudes and latitudes, degrees
 */
public record Hillslope(
    int id,
    int channelId,
    Side side,
    double area,
    double width,
    double length,
    double slopePercent,
    double elevation,
    double position,
    Geometry outline) {

  /** Returns the middle of the outline, degrees. */
  public Coordinate middle() {
    return outline.getCentroid().getCoordinate();
  }
}

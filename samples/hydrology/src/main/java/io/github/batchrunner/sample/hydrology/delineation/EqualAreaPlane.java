package io.github.batchrunner.sample.hydrology.delineation;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;

/**
 * A flat map around a point of the WGS84 ellipsoid, in metres, on which areas are true. Immutable.
 *
 * <p>The ellipsoid is mapped to the sphere of equal area by the authalic latitude, the sphere to
 * the plane by the Lambert azimuthal equal-area projection; both keep areas, and shapes are true to
 * a fraction of a percent within some hundred kilometres. Snyder (1987), "Map Projections - A
 * Working Manual", USGS Professional Paper 1395, equations 3-11 to 3-18 and 24-2 to 24-14.
 * StrictMath, so that every machine gives the same digits.
 */
public final class EqualAreaPlane {
  private static final double SEMI_MAJOR_AXIS = 6_378_137;
  private static final double FLATTENING = 1 / 298.257223563;
  private static final double E2 = FLATTENING * (2 - FLATTENING);
  private static final double E = StrictMath.sqrt(E2);
  private static final double Q_AT_POLE = authalicQ(1);
  private static final double RADIUS = SEMI_MAJOR_AXIS * StrictMath.sqrt(Q_AT_POLE / 2);

  private final double longitude;
  private final double sinLatitude;
  private final double cosLatitude;

  private EqualAreaPlane(double longitude, double latitude) {
    this.longitude = StrictMath.toRadians(longitude);
    double authalic = authalicLatitude(StrictMath.toRadians(latitude));
    this.sinLatitude = StrictMath.sin(authalic);
    this.cosLatitude = StrictMath.cos(authalic);
  }

  /** Returns the map around a point, degrees. */
  public static EqualAreaPlane around(double longitude, double latitude) {
    return new EqualAreaPlane(longitude, latitude);
  }

  /**
   * Returns the map around the middle of a geometry's corners, which may lie on both sides of the
   * 180th meridian.
   *
   * @param lonLat longitudes and latitudes, degrees, not empty
   */
  public static EqualAreaPlane around(Geometry lonLat) {
    double x = 0;
    double y = 0;
    double z = 0;
    for (Coordinate corner : lonLat.getCoordinates()) {
      double lambda = StrictMath.toRadians(corner.x);
      double phi = StrictMath.toRadians(corner.y);
      x += StrictMath.cos(phi) * StrictMath.cos(lambda);
      y += StrictMath.cos(phi) * StrictMath.sin(lambda);
      z += StrictMath.sin(phi);
    }
    return new EqualAreaPlane(
        StrictMath.toDegrees(StrictMath.atan2(y, x)),
        StrictMath.toDegrees(StrictMath.atan2(z, StrictMath.hypot(x, y))));
  }

  /**
   * Returns a copy of a geometry in degrees as metres on the plane, x to the east, y to the north.
   */
  public Geometry toPlane(Geometry lonLat) {
    return transformed(lonLat, this::toPlane);
  }

  /** Returns a copy of a geometry on the plane in degrees. */
  public Geometry toLonLat(Geometry plane) {
    return transformed(plane, this::toLonLat);
  }

  /** Returns a point in degrees as metres on the plane. */
  public Coordinate toPlane(Coordinate lonLat) {
    double beta = authalicLatitude(StrictMath.toRadians(lonLat.y));
    double lambda = StrictMath.toRadians(lonLat.x) - longitude;
    double sin = StrictMath.sin(beta);
    double cos = StrictMath.cos(beta);
    double cosLambda = StrictMath.cos(lambda);
    double scale =
        RADIUS * StrictMath.sqrt(2 / (1 + sinLatitude * sin + cosLatitude * cos * cosLambda));
    return new Coordinate(
        scale * cos * StrictMath.sin(lambda),
        scale * (cosLatitude * sin - sinLatitude * cos * cosLambda));
  }

  /** Returns a point on the plane in degrees. */
  public Coordinate toLonLat(Coordinate plane) {
    double rho = StrictMath.hypot(plane.x, plane.y);
    double c = 2 * StrictMath.asin(StrictMath.min(1, rho / (2 * RADIUS)));
    double sin = StrictMath.sin(c);
    double cos = StrictMath.cos(c);
    double towardsNorth = rho == 0 ? 0 : plane.y * sin / rho;
    double beta = StrictMath.asin(cos * sinLatitude + towardsNorth * cosLatitude);
    double lambda =
        longitude
            + StrictMath.atan2(
                plane.x * sin, rho * cosLatitude * cos - plane.y * sinLatitude * sin);
    return new Coordinate(
        StrictMath.toDegrees(StrictMath.IEEEremainder(lambda, 2 * StrictMath.PI)),
        StrictMath.toDegrees(geodeticLatitude(beta)));
  }

  private static double authalicLatitude(double phi) {
    double share = authalicQ(StrictMath.sin(phi)) / Q_AT_POLE;
    return StrictMath.asin(StrictMath.max(-1, StrictMath.min(1, share)));
  }

  private static double authalicQ(double sine) {
    double es = E * sine;
    return (1 - E2) * (sine / (1 - es * es) - StrictMath.log((1 - es) / (1 + es)) / (2 * E));
  }

  private static double geodeticLatitude(double beta) {
    double e4 = E2 * E2;
    double e6 = e4 * E2;
    return beta
        + (E2 / 3 + 31 * e4 / 180 + 517 * e6 / 5040) * StrictMath.sin(2 * beta)
        + (23 * e4 / 360 + 251 * e6 / 3780) * StrictMath.sin(4 * beta)
        + 761 * e6 / 45360 * StrictMath.sin(6 * beta);
  }

  private interface PointMap {
    Coordinate map(Coordinate point);
  }

  private static Geometry transformed(Geometry geometry, PointMap map) {
    Geometry copy = geometry.copy();
    copy.apply(
        new CoordinateSequenceFilter() {
          @Override
          public void filter(CoordinateSequence sequence, int i) {
            Coordinate mapped = map.map(sequence.getCoordinate(i));
            sequence.setOrdinate(i, CoordinateSequence.X, mapped.x);
            sequence.setOrdinate(i, CoordinateSequence.Y, mapped.y);
          }

          @Override
          public boolean isDone() {
            return false;
          }

          @Override
          public boolean isGeometryChanged() {
            return true;
          }
        });
    return copy;
  }
}

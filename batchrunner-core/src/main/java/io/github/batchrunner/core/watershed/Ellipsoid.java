package io.github.batchrunner.core.watershed;

/**
 * Areas on the WGS 84 ellipsoid.
 *
 * <p>A ring of longitudes and latitudes encloses the area ∮ Q(φ) dλ, where Q(φ) is the area, for
 * each radian of longitude, between the equator and the latitude φ: with e the eccentricity and a
 * the equatorial radius, a²(1−e²)/2 · [sin φ/(1−e² sin² φ) + artanh(e sin φ)/e] (Snyder, Map
 * Projections: A Working Manual, USGS 1987, equation 3-12). An edge is the straight line in
 * longitude and latitude, as RFC 7946 §3.1.1 has it, not a geodesic. Along an edge the mean of Q is
 * taken by the trapezoidal rule with its first correction, in steps of at most half a degree of
 * latitude; the relative error of an area is below 1e-9. The ellipsoids of NAD83, ETRS89 and GDA
 * differ from WGS 84 by less than that; NAD27's makes 0.01 %.
 */
final class Ellipsoid {

  /** a²(1−e²) in m², with a = 6 378 137 m and f = 1/298.257223563. */
  private static final double SCALE;

  private static final double E2;

  static {
    double flattening = 1 / 298.257223563;
    E2 = flattening * (2 - flattening);
    SCALE = 6_378_137.0 * 6_378_137.0 * (1 - E2);
  }

  private static final double LONGEST_STEP = 0.5;

  private Ellipsoid() {}

  /**
   * Returns the area in m² within a ring of degrees, negative if it runs clockwise.
   *
   * @param xy longitude and latitude of the positions in turn; the last position is the first again
   */
  static double ringArea(double[] xy, int firstPosition, int endPosition) {
    double longitude = xy[2 * firstPosition];
    double latitude = xy[2 * firstPosition + 1];
    double sine = Math.sin(Math.toRadians(latitude));
    double q = q(sine);
    double slope = slope(sine);
    double reference = q; // cancels in the sum round the ring; taking it away saves digits
    double sum = 0;
    for (int i = firstPosition + 1; i < endPosition; i++) {
      double nextLongitude = xy[2 * i];
      double nextLatitude = xy[2 * i + 1];
      sine = Math.sin(Math.toRadians(nextLatitude));
      double nextQ = q(sine);
      double nextSlope = slope(sine);
      double rise = nextLatitude - latitude;
      double mean =
          Math.abs(rise) <= LONGEST_STEP
              ? step(q, slope, nextQ, nextSlope, rise)
              : longEdge(latitude, rise);
      sum += (nextLongitude - longitude) * (mean - reference);
      longitude = nextLongitude;
      latitude = nextLatitude;
      q = nextQ;
      slope = nextSlope;
    }
    return -Math.toRadians(sum);
  }

  private static double longEdge(double latitude, double rise) {
    int steps = (int) Math.min(1_000, Math.ceil(Math.abs(rise) / LONGEST_STEP));
    double sum = 0;
    double sine = Math.sin(Math.toRadians(latitude));
    for (int i = 1; i <= steps; i++) {
      double nextSine = Math.sin(Math.toRadians(latitude + rise * i / steps));
      sum += step(q(sine), slope(sine), q(nextSine), slope(nextSine), rise / steps);
      sine = nextSine;
    }
    return sum / steps;
  }

  /** The mean of Q over a step of latitude in degrees (Euler-Maclaurin with one correction). */
  private static double step(double q, double slope, double nextQ, double nextSlope, double rise) {
    return (q + nextQ) / 2 + Math.toRadians(rise) / 12 * (slope - nextSlope);
  }

  /** Q as the series in e² sin² φ of the formula above; the terms left out are below 1e-15. */
  private static double q(double sine) {
    double u = E2 * sine * sine;
    double series =
        1
            + u
                * (2 / 3.0
                    + u
                        * (3 / 5.0
                            + u * (4 / 7.0 + u * (5 / 9.0 + u * (6 / 11.0 + u * 7 / 13.0)))));
    return SCALE * sine * series;
  }

  /** The derivative of Q by latitude in radians. */
  private static double slope(double sine) {
    double d = 1 - E2 * sine * sine;
    return SCALE * Math.sqrt(Math.max(0, 1 - sine * sine)) / (d * d);
  }
}

package io.github.batchrunner.core.watershed;

/**
 * Measures the geometry of one feature: box, area and centroid.
 *
 * <p>Both areas are computed, since the member that says what the coordinates are may stand at the
 * end of the file. The centroid is the planar one of the coordinates, as in JTS: that of the
 * polygons; if these have no area, of the lines; if these have no length, of the points.
 */
final class GeometryMeasure implements GeometrySink {

  private static final double HALF_GLOBE = 180;

  private double minX;
  private double minY;
  private double maxX;
  private double maxY;
  private double ellipsoidArea;
  private double planarArea;
  private boolean jump;

  // The sums for the centroid are taken relative to the first position, to save digits.
  private double baseX;
  private double baseY;
  private final WeightedMean ofAreas = new WeightedMean();
  private final WeightedMean ofLengths = new WeightedMean();
  private final WeightedMean ofPoints = new WeightedMean();

  /** Forgets the feature before. */
  void clear() {
    minX = Double.POSITIVE_INFINITY;
    minY = Double.POSITIVE_INFINITY;
    maxX = Double.NEGATIVE_INFINITY;
    maxY = Double.NEGATIVE_INFINITY;
    ellipsoidArea = 0;
    planarArea = 0;
    jump = false;
    ofAreas.clear();
    ofLengths.clear();
    ofPoints.clear();
  }

  /** Tells whether there is no position. */
  boolean isEmpty() {
    return minX > maxX;
  }

  double minX() {
    return minX;
  }

  double minY() {
    return minY;
  }

  double maxX() {
    return maxX;
  }

  double maxY() {
    return maxY;
  }

  /** Returns the area in m² if the coordinates are degrees. */
  double ellipsoidArea() {
    return ellipsoidArea;
  }

  /** Returns the area in the square of the coordinates' unit. */
  double planarArea() {
    return planarArea;
  }

  /** Tells whether two neighbouring positions are more than 180 units of x apart. */
  boolean jumps() {
    return jump;
  }

  /** Returns the x of the centroid, NaN if there is no position. */
  double centroidX() {
    return baseX + centroid().x();
  }

  /** Returns the y of the centroid, NaN if there is no position. */
  double centroidY() {
    return baseY + centroid().y();
  }

  @Override
  public void geometry(GeometryKind kind, Coordinates coordinates) {
    if (coordinates.positions() == 0) {
      return;
    }
    if (isEmpty()) {
      baseX = coordinates.x(0);
      baseY = coordinates.y(0);
    }
    growBox(coordinates);
    switch (kind) {
      case POINT, MULTI_POINT -> points(coordinates);
      case LINE_STRING, MULTI_LINE_STRING -> lines(kind, coordinates);
      default -> polygons(kind, coordinates);
    }
  }

  @Override
  public void beginCollection() {}

  @Override
  public void endCollection() {}

  private WeightedMean centroid() {
    if (ofAreas.weight() > 0) {
      return ofAreas;
    }
    return ofLengths.weight() > 0 ? ofLengths : ofPoints;
  }

  private void growBox(Coordinates coordinates) {
    double[] xy = coordinates.xy();
    for (int i = 0; i < 2 * coordinates.positions(); i += 2) {
      double x = xy[i];
      double y = xy[i + 1];
      if (x < minX) {
        minX = x;
      }
      if (x > maxX) {
        maxX = x;
      }
      if (y < minY) {
        minY = y;
      }
      if (y > maxY) {
        maxY = y;
      }
    }
  }

  private void points(Coordinates coordinates) {
    for (int i = 0; i < coordinates.positions(); i++) {
      ofPoints.add(1, coordinates.x(i) - baseX, coordinates.y(i) - baseY);
    }
  }

  private void lines(GeometryKind kind, Coordinates coordinates) {
    for (int line = 0; line < coordinates.lines(kind); line++) {
      line(coordinates, coordinates.lineStart(kind, line), coordinates.lineEnd(kind, line));
    }
  }

  private void line(Coordinates coordinates, int start, int end) {
    if (start == end) {
      return;
    }
    double length = 0;
    for (int i = start + 1; i < end; i++) {
      double fromX = coordinates.x(i - 1);
      double fromY = coordinates.y(i - 1);
      double toX = coordinates.x(i);
      double toY = coordinates.y(i);
      double step = Math.hypot(toX - fromX, toY - fromY);
      ofLengths.add(step, (fromX + toX) / 2 - baseX, (fromY + toY) / 2 - baseY);
      length += step;
      jump |= Math.abs(toX - fromX) > HALF_GLOBE;
    }
    if (length == 0) {
      ofPoints.add(1, coordinates.x(start) - baseX, coordinates.y(start) - baseY);
    }
  }

  private void polygons(GeometryKind kind, Coordinates coordinates) {
    for (int polygon = 0; polygon < coordinates.polygons(kind); polygon++) {
      int firstRing = coordinates.polygonStart(kind, polygon);
      double planar = 0;
      double onEllipsoid = 0;
      for (int ring = firstRing; ring < coordinates.polygonEnd(kind, polygon); ring++) {
        int start = coordinates.lineStart(kind, ring);
        int end = coordinates.lineEnd(kind, ring);
        if (start == end) {
          continue;
        }
        int sign = ring == firstRing ? 1 : -1;
        planar += sign * planarRing(coordinates, start, end, sign);
        onEllipsoid += sign * Math.abs(Ellipsoid.ringArea(coordinates.xy(), start, end));
      }
      // A hole that is larger than what it is in makes a polygon invalid, not smaller than nothing.
      planarArea += Math.max(0, planar);
      ellipsoidArea += Math.max(0, onEllipsoid);
      if (planar <= 0) {
        linesOfRings(kind, coordinates, polygon);
      }
    }
  }

  /** Adds a ring to the centroid and returns its area, whichever way it runs. */
  private double planarRing(Coordinates coordinates, int start, int end, int sign) {
    double[] xy = coordinates.xy();
    double twiceArea = 0;
    double momentX = 0;
    double momentY = 0;
    double fromX = xy[2 * start] - baseX;
    double fromY = xy[2 * start + 1] - baseY;
    for (int i = start + 1; i < end; i++) {
      double toX = xy[2 * i] - baseX;
      double toY = xy[2 * i + 1] - baseY;
      double cross = fromX * toY - toX * fromY;
      twiceArea += cross;
      momentX += (fromX + toX) * cross;
      momentY += (fromY + toY) * cross;
      jump |= Math.abs(toX - fromX) > HALF_GLOBE;
      fromX = toX;
      fromY = toY;
    }
    if (twiceArea != 0) {
      ofAreas.add(
          sign * Math.abs(twiceArea) / 2, momentX / (3 * twiceArea), momentY / (3 * twiceArea));
    }
    return Math.abs(twiceArea) / 2;
  }

  private void linesOfRings(GeometryKind kind, Coordinates coordinates, int polygon) {
    int end = coordinates.polygonEnd(kind, polygon);
    for (int ring = coordinates.polygonStart(kind, polygon); ring < end; ring++) {
      line(coordinates, coordinates.lineStart(kind, ring), coordinates.lineEnd(kind, ring));
    }
  }

  /** A mean of positions, each with its weight. */
  private static final class WeightedMean {

    private double sum;
    private double sumX;
    private double sumY;

    void clear() {
      sum = 0;
      sumX = 0;
      sumY = 0;
    }

    void add(double weight, double x, double y) {
      sum += weight;
      sumX += weight * x;
      sumY += weight * y;
    }

    double weight() {
      return sum;
    }

    double x() {
      return sumX / sum;
    }

    double y() {
      return sumY / sum;
    }
  }
}

package io.github.batchrunner.core.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EllipsoidTest {

  private static final double A = 6_378_137.0;
  private static final double F = 1 / 298.257223563;
  private static final double E2 = F * (2 - F);

  /** The surface of WGS 84: 2πa² (1 + (1−e²)/e · artanh e). */
  private static final double SURFACE = 510_065_621_724_088.44;

  private static double area(double... xy) {
    return Math.abs(Ellipsoid.ringArea(xy, 0, xy.length / 2));
  }

  private static double box(double west, double south, double east, double north) {
    return area(west, south, east, south, east, north, west, north, west, south);
  }

  @Test
  void theWholeEarthHasTheSurfaceOfTheEllipsoid() {
    assertThat(box(-180, -90, 180, 90)).isCloseTo(SURFACE, within(SURFACE * 1e-12));
    double halves = box(-180, -90, 180, 0) + box(-180, 0, 180, 90);
    assertThat(halves).isCloseTo(SURFACE, within(SURFACE * 1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "44,46", "45,46", "-46,-45", "89,90", "-90,90", "30,30.0001"})
  void aCellBetweenParallelsAgreesWithTheIntegralOfTheSurfaceElement(double south, double north) {
    double expected = Math.toRadians(1) * integralOfSurfaceElement(south, north);
    assertThat(box(10, south, 11, north)).isCloseTo(expected, within(expected * 1e-9));
  }

  @Test
  void aDegreeCellAtTheEquatorIsNearlyThatOfGeodesics() {
    // GeographicLib's own example; its northern edge is a geodesic, which bulges to the north.
    double ofGeodesics = 12_308_778_361.469;
    assertThat(box(0, 0, 1, 1)).isBetween(ofGeodesics * (1 - 3e-5), ofGeodesics);
  }

  @Test
  void aSlantedEdgeIsStraightInLongitudeAndLatitude() {
    // A triangle is half of its box where the scale is even: the two halves of a cell differ, but
    // both together are the cell.
    double lower = area(0, 40, 10, 40, 10, 50, 0, 40);
    double upper = area(0, 40, 10, 50, 0, 50, 0, 40);
    assertThat(lower + upper).isCloseTo(box(0, 40, 10, 50), within(1.0));
    assertThat(lower).isGreaterThan(upper);
    // One long edge is as good as many short ones.
    double[] fine = new double[2 * 10_003];
    for (int i = 0; i <= 10_000; i++) {
      fine[2 * i] = i / 1000.0;
      fine[2 * i + 1] = 40 + i / 1000.0;
    }
    fine[20_002] = 10;
    fine[20_003] = 40;
    fine[20_005] = 40;
    assertThat(area(fine)).isCloseTo(lower, within(lower * 1e-9));
  }

  @Test
  void aSmallPolygonAgreesWithThePlane() {
    double latitude = 46.7;
    double sine = Math.sin(Math.toRadians(latitude));
    double w = Math.sqrt(1 - E2 * sine * sine);
    double metresEast = Math.toRadians(1) * A / w * Math.cos(Math.toRadians(latitude));
    double metresNorth = Math.toRadians(1) * A * (1 - E2) / (w * w * w);
    double size = 1e-4; // some ten metres
    double expected = size * metresEast * size * metresNorth / 2;
    double actual =
        area(-116.9, latitude, -116.9 + size, latitude, -116.9, latitude + size, -116.9, latitude);
    assertThat(actual).isCloseTo(expected, within(expected * 1e-5));
  }

  @Test
  void theWayRoundMakesTheSign() {
    double[] counterclockwise = {0, 0, 1, 0, 1, 1, 0, 0};
    double[] clockwise = {0, 0, 1, 1, 1, 0, 0, 0};
    assertThat(Ellipsoid.ringArea(counterclockwise, 0, 4)).isPositive();
    assertThat(Ellipsoid.ringArea(clockwise, 0, 4))
        .isCloseTo(-Ellipsoid.ringArea(counterclockwise, 0, 4), within(1e-3));
  }

  /** Simpson's rule on the product of the radii of curvature and the cosine. */
  private static double integralOfSurfaceElement(double south, double north) {
    int steps = 2000;
    double h = Math.toRadians(north - south) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double latitude = Math.toRadians(south) + i * h;
      double d = 1 - E2 * Math.sin(latitude) * Math.sin(latitude);
      double element = A * A * (1 - E2) * Math.cos(latitude) / (d * d);
      sum += element * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
    }
    return sum * h / 3;
  }
}

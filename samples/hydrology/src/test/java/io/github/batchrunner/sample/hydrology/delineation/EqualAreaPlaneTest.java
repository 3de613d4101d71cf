package io.github.batchrunner.sample.hydrology.delineation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.densify.Densifier;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class EqualAreaPlaneTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  @Property
  void thereAndBackAgainIsTheSamePoint(
      @ForAll @DoubleRange(min = -180, max = 180) double longitude,
      @ForAll @DoubleRange(min = -80, max = 80) double latitude,
      @ForAll @DoubleRange(min = -5, max = 5) double east,
      @ForAll @DoubleRange(min = -5, max = 5) double north) {
    EqualAreaPlane plane = EqualAreaPlane.around(longitude, latitude);
    Coordinate point = new Coordinate(longitude + east, latitude + north);

    Coordinate back = plane.toLonLat(plane.toPlane(point));

    double turn = Math.IEEEremainder(back.x - point.x, 360);
    assertThat(turn).isCloseTo(0, within(1e-7));
    assertThat(back.y).isCloseTo(point.y, within(1e-7));
  }

  @Test
  void theMiddleIsTheOriginAndNorthIsUp() {
    EqualAreaPlane plane = EqualAreaPlane.around(-116.9, 46.7);

    assertThat(plane.toPlane(new Coordinate(-116.9, 46.7)).distance(new Coordinate(0, 0)))
        .isLessThan(1e-6);
    assertThat(plane.toPlane(new Coordinate(-116.9, 46.8)).y).isCloseTo(11_118, within(20.0));
    assertThat(plane.toPlane(new Coordinate(-116.8, 46.7)).x).isCloseTo(7_645, within(20.0));
    assertThat(plane.toLonLat(new Coordinate(0, 0)).x).isCloseTo(-116.9, within(1e-9));
  }

  @Test
  void areasAreThoseOfTheEllipsoid() {
    Geometry cell = GEOMETRIES.toGeometry(new Envelope(-120, -119, 45, 46));
    Geometry fine = Densifier.densify(cell, 0.002);

    double area = EqualAreaPlane.around(cell).toPlane(fine).getArea();

    assertThat(area).isCloseTo(ellipsoidalArea(45, 46, 1), within(area * 1e-8));
  }

  /** By numerical integration of the radii of curvature, which the projection does not use. */
  private static double ellipsoidalArea(double south, double north, double width) {
    double a = 6_378_137;
    double f = 1 / 298.257223563;
    double e2 = f * (2 - f);
    int steps = 20_000;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double phi = Math.toRadians(south + (north - south) * (i + 0.5) / steps);
      double w = 1 - e2 * Math.sin(phi) * Math.sin(phi);
      double meridian = a * (1 - e2) / Math.pow(w, 1.5);
      double normal = a / Math.sqrt(w);
      sum += meridian * normal * Math.cos(phi);
    }
    return sum * Math.toRadians(north - south) / steps * Math.toRadians(width);
  }

  @Test
  void aWatershedMayLieOnBothSidesOfTheDateLine() {
    Geometry west = GEOMETRIES.toGeometry(new Envelope(179.9, 180, 65, 65.1));
    Geometry east = GEOMETRIES.toGeometry(new Envelope(-180, -179.9, 65, 65.1));
    Geometry both = GEOMETRIES.buildGeometry(java.util.List.of(west, east));

    Geometry plane = EqualAreaPlane.around(both).toPlane(both);

    assertThat(plane.getEnvelopeInternal().getWidth()).isLessThan(10_000);
  }
}

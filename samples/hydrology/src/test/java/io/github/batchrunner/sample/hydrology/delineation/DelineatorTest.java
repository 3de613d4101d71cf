package io.github.batchrunner.sample.hydrology.delineation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.operation.union.UnaryUnionOp;

class DelineatorTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final EqualAreaPlane PLANE = EqualAreaPlane.around(-116.9, 46.7);
  private static final Terrain TERRAIN = new Terrain(900, 25);

  /** A geometry given in metres around a point in Idaho. */
  private static Geometry metres(String wkt) {
    try {
      return PLANE.toLonLat(new WKTReader().read(wkt));
    } catch (ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void assertThatItIsAllThere(Delineation delineation, Geometry lonLat) {
    double area = Delineator.area(lonLat);
    assertThat(delineation.area()).isCloseTo(area, within(area * 1e-6));
    List<Geometry> outlines =
        delineation.hillslopes().stream().map(h -> PLANE.toPlane(h.outline())).toList();
    assertThat(UnaryUnionOp.union(outlines).getArea())
        .as("hillslopes do not overlap")
        .isCloseTo(area, within(area * 1e-6));
    assertThat(outlines).allMatch(Geometry::isValid);
    Set<Integer> ids = new HashSet<>();
    assertThat(delineation.hillslopes()).allMatch(h -> ids.add(h.id()));
  }

  @Test
  void aLongRectangleIsCutIntoStripsOnBothSidesOfItsMiddle() {
    Geometry rectangle = metres("POLYGON ((0 0, 9000 0, 9000 2000, 0 2000, 0 0))");

    Delineation delineation = Delineator.delineate(rectangle, TERRAIN);

    assertThatItIsAllThere(delineation, rectangle);
    assertThat(delineation.channels()).hasSize(6);
    assertThat(delineation.hillslopes()).hasSize(12);
    assertThat(delineation.hillslopes().stream().mapToDouble(Hillslope::length).average())
        .hasValueCloseTo(1000.0, within(150.0));
  }

  @Test
  void channelsFlowDownToTheOutlet() {
    Geometry rectangle = metres("POLYGON ((0 0, 9000 0, 9000 2000, 0 2000, 0 0))");

    List<Channel> channels = Delineator.delineate(rectangle, TERRAIN).channels();

    assertThat(channels).extracting(Channel::id).containsExactly(24, 34, 44, 54, 64, 74);
    assertThat(channels).extracting(Channel::downstreamId).containsExactly(0, 24, 34, 44, 54, 64);
    assertThat(channels).allMatch(c -> c.length() > 0 && c.slopePercent() > 0);
  }

  @Test
  void theOutletIsAtTheNarrowerEnd() {
    Geometry pear = metres("POLYGON ((0 0, 10000 -3000, 11000 0, 10000 3000, 0 0))");

    Delineation delineation = Delineator.delineate(pear, TERRAIN);

    Hillslope first = delineation.hillslopes().get(0);
    assertThat(first.channelId()).isEqualTo(24);
    assertThat(PLANE.toPlane(first.middle()).x).isLessThan(2500);
    assertThat(first.position()).isLessThan(0.2);
  }

  @Test
  void leftIsLeftLookingDownstream() {
    // The outlet is in the west, so looking downstream left is south.
    Geometry pear = metres("POLYGON ((0 0, 10000 -3000, 11000 0, 10000 3000, 0 0))");

    for (Hillslope hillslope : Delineator.delineate(pear, TERRAIN).hillslopes()) {
      double north = PLANE.toPlane(hillslope.middle()).y;
      assertThat(hillslope.side()).isEqualTo(north < 0 ? Side.LEFT : Side.RIGHT);
      assertThat(hillslope.id() % 10).isEqualTo(hillslope.side() == Side.LEFT ? 2 : 3);
    }
  }

  @Test
  void theMeanSlopeIsTheGivenOneAndTheHeadIsSteeper() {
    Geometry pear = metres("POLYGON ((0 0, 10000 -3000, 11000 0, 10000 3000, 0 0))");

    List<Hillslope> hillslopes = Delineator.delineate(pear, TERRAIN).hillslopes();

    double area = hillslopes.stream().mapToDouble(Hillslope::area).sum();
    double slope = hillslopes.stream().mapToDouble(h -> h.area() * h.slopePercent()).sum() / area;
    double height = hillslopes.stream().mapToDouble(h -> h.area() * h.elevation()).sum() / area;
    Hillslope lowest = hillslopes.get(0);
    Hillslope highest = hillslopes.get(hillslopes.size() - 1);
    assertThat(slope).isCloseTo(25, within(1e-6));
    assertThat(height).isCloseTo(900, within(1e-6));
    assertThat(highest.slopePercent()).isGreaterThan(lowest.slopePercent());
    assertThat(highest.elevation()).isGreaterThan(lowest.elevation());
    assertThat(lowest.elevation()).isPositive();
  }

  @Test
  void aCrescentIsCutAlongItsMiddle() {
    Geometry crescent =
        metres(
            "POLYGON ((0 0, 2000 4000, 6000 6000, 10000 4000, 12000 0,"
                + " 9500 2500, 6000 4000, 2500 2500, 0 0))");

    Delineation delineation = Delineator.delineate(crescent, TERRAIN);

    assertThatItIsAllThere(delineation, crescent);
    double left = area(delineation, Side.LEFT);
    assertThat(left / delineation.area()).isBetween(0.35, 0.65);
  }

  private static double area(Delineation delineation, Side side) {
    return delineation.hillslopes().stream()
        .filter(h -> h.side() == side)
        .mapToDouble(Hillslope::area)
        .sum();
  }

  @Test
  void eachPartOfAMultiPolygonHasItsOwnOutlet() {
    Geometry parts =
        metres(
            "MULTIPOLYGON (((0 0, 4000 0, 4000 1500, 0 1500, 0 0)),"
                + " ((6000 0, 8000 0, 8000 500, 6000 500, 6000 0)))");

    Delineation delineation = Delineator.delineate(parts, TERRAIN);

    assertThatItIsAllThere(delineation, parts);
    assertThat(delineation.channels().stream().filter(c -> c.downstreamId() == 0)).hasSize(2);
  }

  @Test
  void aHoleIsNobodysHillslope() {
    Geometry holed =
        metres(
            "POLYGON ((0 0, 9000 0, 9000 4000, 0 4000, 0 0),"
                + " (3000 1000, 3000 3000, 6000 3000, 6000 1000, 3000 1000))");

    assertThatItIsAllThere(Delineator.delineate(holed, TERRAIN), holed);
  }

  @Test
  void aPolygonThatCrossesItselfIsRepaired() {
    Geometry bow = metres("POLYGON ((0 0, 4000 3000, 4000 0, 0 3000, 0 0))");

    Delineation delineation = Delineator.delineate(bow, TERRAIN);

    assertThat(delineation.area()).isCloseTo(6e6, within(1e4));
  }

  @Test
  void ofVeryManyPartsTheLargestCount() {
    StringBuilder wkt = new StringBuilder("MULTIPOLYGON (");
    for (int i = 0; i < 400; i++) {
      int x = 100 * i;
      int size = 20 + i % 60;
      wkt.append(i == 0 ? "" : ", ")
          .append(
              String.format(
                  java.util.Locale.ROOT,
                  "((%d 0, %d 0, %d %d, %d %d, %d 0))",
                  x,
                  x + size,
                  x + size,
                  size,
                  x,
                  size,
                  x));
    }

    Delineation delineation = Delineator.delineate(metres(wkt + ")"), TERRAIN);

    assertThat(delineation.channels().stream().filter(c -> c.downstreamId() == 0))
        .hasSize(Delineator.MOST_PARTS);
  }

  @Test
  void aSliverOnOneSideIsNoHillslopeOfItsOwn() {
    // The channel runs from corner to corner, so both end strips have next to nothing on one side.
    Geometry triangle = metres("POLYGON ((0 0, 9000 0, 4500 2000, 0 0))");

    Delineation delineation = Delineator.delineate(triangle, TERRAIN);

    assertThatItIsAllThere(delineation, triangle);
    assertThat(delineation.hillslopes()).allMatch(h -> h.length() > 1);
  }

  @Test
  void anOutlineAroundTheEarthIsRefused() throws ParseException {
    Geometry world =
        new WKTReader().read("POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))");

    assertThatThrownBy(() -> Delineator.delineate(world, TERRAIN))
        .hasMessageContaining("half of the Earth");
    assertThatThrownBy(() -> Delineator.area(world)).hasMessageContaining("half of the Earth");
  }

  @Test
  void aGardenIsAWatershedToo() {
    Geometry garden = metres("POLYGON ((0 0, 20 0, 20 10, 0 10, 0 0))");

    assertThatItIsAllThere(Delineator.delineate(garden, TERRAIN), garden);
  }

  @Test
  void whatHasNoAreaIsRefused() {
    assertThatThrownBy(() -> Delineator.delineate(metres("POINT (1 1)"), TERRAIN))
        .hasMessageContaining("no area")
        .hasMessageContaining("Point");
    assertThatThrownBy(() -> Delineator.delineate(metres("POLYGON EMPTY"), TERRAIN))
        .hasMessageContaining("empty");
    assertThatThrownBy(
            () -> Delineator.delineate(metres("POLYGON ((0 0, 100 0, 0 0, 0 0))"), TERRAIN))
        .hasMessageContaining("no area");
    assertThat(Delineator.area(metres("POINT (1 1)"))).isZero();
  }

  @Property(tries = 200)
  void anyShapeIsDividedWithoutRest(
      @ForAll @IntRange(min = 3, max = 200) int corners, @ForAll long seed) {
    Geometry shape = star(corners, new Random(seed));

    assertThatItIsAllThere(Delineator.delineate(shape, TERRAIN), shape);
  }

  /** A shape with arms, of 0.05 to some 100 km². */
  private static Polygon star(int corners, Random random) {
    double size = 200 * Math.pow(25, random.nextDouble());
    double stretch = 1 + 3 * random.nextDouble();
    Coordinate[] ring = new Coordinate[corners + 1];
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      double reach = size * (0.2 + random.nextDouble());
      ring[i] = new Coordinate(stretch * reach * Math.cos(angle), reach * Math.sin(angle));
    }
    ring[corners] = ring[0].copy();
    return (Polygon) PLANE.toLonLat(GEOMETRIES.createPolygon(ring));
  }
}

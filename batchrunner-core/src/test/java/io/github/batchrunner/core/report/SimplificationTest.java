package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.report.Outline.Part;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.util.GeometricShapeFactory;

class SimplificationTest {

  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  @Property
  void fewPositionsOfTheGeometryAreLeftInTheirOrder(
      @ForAll("geometries") Geometry geometry, @ForAll @IntRange(min = 3, max = 60) int most) {
    List<Part> whole = Outline.of(geometry, Integer.MAX_VALUE);
    List<Part> parts = Outline.of(geometry, most);
    assertThat(parts).isNotEmpty();
    assertThat(parts.stream().mapToInt(Part::size).sum()).isLessThanOrEqualTo(most);
    for (Part part : parts) {
      assertThat(part.size())
          .isGreaterThanOrEqualTo(
              switch (part.kind()) {
                case RING -> 3;
                case LINE -> 2;
                case DOT -> 1;
              });
      assertThat(whole)
          .anySatisfy(
              original -> assertThat(positions(original)).containsSubsequence(positions(part)));
    }
  }

  @Provide
  Arbitrary<Geometry> geometries() {
    Arbitrary<Geometry> rings =
        coordinates(3, 40)
            .map(
                list -> {
                  list.add(list.get(0));
                  LinearRing ring = GEOMETRIES.createLinearRing(list.toArray(Coordinate[]::new));
                  return (Geometry) GEOMETRIES.createPolygon(ring);
                });
    Arbitrary<Geometry> lines =
        coordinates(2, 40)
            .map(list -> GEOMETRIES.createLineString(list.toArray(Coordinate[]::new)));
    Arbitrary<Geometry> points = coordinates(1, 1).map(list -> GEOMETRIES.createPoint(list.get(0)));
    return Arbitraries.oneOf(rings, lines, points)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(list -> GEOMETRIES.createGeometryCollection(list.toArray(Geometry[]::new)));
  }

  private static Arbitrary<List<Coordinate>> coordinates(int least, int most) {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(-9, 9);
    return numbers
        .flatMap(x -> numbers.map(y -> new Coordinate(x, y)))
        .list()
        .ofMinSize(least)
        .ofMaxSize(most);
  }

  private static List<String> positions(Part part) {
    return IntStream.range(0, part.size()).mapToObj(i -> part.x(i) + " " + part.y(i)).toList();
  }

  @Example
  void aCircleOfManyPositionsStaysACircle() {
    GeometricShapeFactory shapes = new GeometricShapeFactory();
    shapes.setNumPoints(100_000);
    shapes.setSize(200);
    Part ring = Outline.of(shapes.createCircle(), 64).get(0);
    assertThat(ring.size()).isEqualTo(64);
    double area = 0;
    for (int i = 0; i < ring.size(); i++) {
      int next = (i + 1) % ring.size();
      area += ring.x(i) * ring.y(next) - ring.x(next) * ring.y(i);
    }
    assertThat(Math.abs(area) / 2).isGreaterThan(0.99 * Math.PI * 100 * 100);
  }

  @Example
  void smallIslandsGoBeforeTheMainlandLosesItsForm() {
    Geometry mainland = GEOMETRIES.createPoint(new Coordinate(0, 0)).buffer(100);
    Geometry island = GEOMETRIES.createPoint(new Coordinate(500, 0)).buffer(0.1);
    List<Part> parts = Outline.of(mainland.union(island), 20);
    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).x(0)).isLessThan(101);
  }

  @Example
  void anEmptyGeometryHasNoParts() {
    assertThat(Outline.of(GEOMETRIES.createGeometryCollection(), 10)).isEmpty();
    assertThat(Outline.of(GEOMETRIES.createPolygon(), 10)).isEmpty();
  }
}

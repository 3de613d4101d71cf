package io.github.batchrunner.core.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Boxes, planar areas and centroids are those of JTS. */
class GeometryMeasureTest {

  private static WatershedCollection metres(String geometry) {
    String text = GeoJson.collection(GeoJson.feature(geometry));
    return GeoJson.load("{\"crs\":{\"name\":\"EPSG:32611\"}," + text.substring(1));
  }

  @Property(tries = 500)
  void aStarShapedPolygonIsMeasuredAsByJts(@ForAll("stars") List<double[]> star)
      throws ParseException {
    assertAgreement("Polygon", "[[" + positions(star) + "]]", "POLYGON ((" + wkt(star) + "))");
    assertAgreement("LineString", "[" + positions(star) + "]", "LINESTRING (" + wkt(star) + ")");
    assertAgreement("MultiPoint", "[" + positions(star) + "]", "MULTIPOINT (" + wkt(star) + ")");
  }

  @Provide
  Arbitrary<List<double[]>> stars() {
    return Arbitraries.doubles()
        .between(0.1, 1)
        .list()
        .ofMinSize(3)
        .ofMaxSize(40)
        .map(GeometryMeasureTest::star);
  }

  private static List<double[]> star(List<Double> radii) {
    List<double[]> ring = new ArrayList<>();
    for (int i = 0; i < radii.size(); i++) {
      double angle = 2 * Math.PI * i / radii.size();
      double radius = 1000 * radii.get(i);
      ring.add(
          new double[] {500_000 + radius * Math.cos(angle), 5_000_000 + radius * Math.sin(angle)});
    }
    ring.add(ring.get(0));
    return ring;
  }

  @Test
  void holesAreTakenOffWhicheverWayTheyRun() throws ParseException {
    String shell = "[[0,0],[10,0],[10,10],[0,10],[0,0]]";
    String clockwise = "[[1,1],[1,3],[3,3],[3,1],[1,1]]";
    String counterclockwise = "[[5,5],[7,5],[7,7],[5,7],[5,5]]";
    String wkt = "POLYGON ((0 0,10 0,10 10,0 10,0 0),(1 1,1 3,3 3,3 1,1 1),(5 5,7 5,7 7,5 7,5 5))";
    assertAgreement("Polygon", "[" + shell + "," + clockwise + "," + counterclockwise + "]", wkt);
  }

  @Test
  void partsAreAddedUp() throws ParseException {
    assertAgreement(
        "MultiPolygon",
        "[[[[0,0],[4,0],[4,4],[0,0]],[[2,1],[3,1],[3,2],[2,1]]],[],[[[10,0],[10,5],[15,5],[10,0]]]]",
        "MULTIPOLYGON (((0 0,4 0,4 4,0 0),(2 1,3 1,3 2,2 1)),((10 0,10 5,15 5,10 0)))");
    assertAgreement(
        "MultiLineString",
        "[[[0,0],[4,0]],[[7,7],[8,9],[1,1]]]",
        "MULTILINESTRING ((0 0,4 0),(7 7,8 9,1 1))");
  }

  @Test
  void theCentroidIsThatOfTheHighestDimensionThatHasAnExtent() throws ParseException {
    assertAgreement("Polygon", "[[[0,0],[4,4],[8,8],[0,0]]]", "POLYGON ((0 0,4 4,8 8,0 0))");
    assertAgreement("Polygon", "[[[3,4],[3,4],[3,4],[3,4]]]", "POLYGON ((3 4,3 4,3 4,3 4))");
    assertAgreement("LineString", "[[5,6],[5,6]]", "LINESTRING (5 6,5 6)");
    assertAgreement("Point", "[5,6,7]", "POINT (5 6)");
    WatershedCollection mixed =
        metres(
            "{\"type\":\"GeometryCollection\",\"geometries\":["
                + GeoJson.geometry("Point", "[900,900]")
                + ","
                + GeoJson.geometry("LineString", "[[900,0],[900,900]]")
                + ","
                + GeoJson.SQUARE
                + "]}");
    assertThat(mixed.centroid(0)).hasValue(new Position(0.5, 0.5));
    assertThat(mixed.areaSquareMetres(0)).isEqualTo(1);
    assertThat(mixed.boundingBox(0)).hasValue(new BoundingBox(0, 0, 900, 900));
  }

  @Test
  void anAreaInDegreesTakesHolesOffAndAddsPartsUp() {
    String hole = "[[0.25,0.25],[0.75,0.25],[0.75,0.75],[0.25,0.75],[0.25,0.25]]";
    double whole = degrees(GeoJson.SQUARE);
    double inner = degrees(GeoJson.geometry("Polygon", "[" + hole + "]"));
    String holed = GeoJson.geometry("Polygon", "[[[0,0],[1,0],[1,1],[0,1],[0,0]]," + hole + "]");
    assertThat(degrees(holed)).isCloseTo(whole - inner, within(1e-3));
    String twice =
        GeoJson.geometry("MultiPolygon", "[[[[0,0],[1,0],[1,1],[0,1],[0,0]]],[" + hole + "]]");
    assertThat(degrees(twice)).isCloseTo(whole + inner, within(1e-3));
  }

  private static double degrees(String geometry) {
    return GeoJson.load(GeoJson.collection(GeoJson.feature(geometry))).areaSquareMetres(0);
  }

  private static void assertAgreement(String type, String coordinates, String wkt)
      throws ParseException {
    WatershedCollection ours = metres(GeoJson.geometry(type, coordinates));
    Geometry theirs = new WKTReader().read(wkt);
    assertThat(ours.areaSquareMetres(0)).isCloseTo(theirs.getArea(), within(1e-6));
    Position centroid = ours.centroid(0).orElseThrow();
    assertThat(centroid.x()).isCloseTo(theirs.getCentroid().getX(), within(1e-6));
    assertThat(centroid.y()).isCloseTo(theirs.getCentroid().getY(), within(1e-6));
    BoundingBox box = ours.boundingBox(0).orElseThrow();
    assertThat(new double[] {box.west(), box.east(), box.south(), box.north()})
        .containsExactly(
            theirs.getEnvelopeInternal().getMinX(),
            theirs.getEnvelopeInternal().getMaxX(),
            theirs.getEnvelopeInternal().getMinY(),
            theirs.getEnvelopeInternal().getMaxY());
  }

  private static String positions(List<double[]> ring) {
    return ring.stream().map(p -> "[" + p[0] + "," + p[1] + "]").collect(Collectors.joining(","));
  }

  private static String wkt(List<double[]> ring) {
    return ring.stream().map(p -> p[0] + " " + p[1]).collect(Collectors.joining(","));
  }
}

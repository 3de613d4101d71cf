package io.github.batchrunner.core.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.batchrunner.core.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

class WatershedCollectionTest {

  @TempDir private Path directory;

  private WatershedCollection load(String... features) {
    return WatershedCollection.load(GeoJson.write(directory, GeoJson.collection(features)));
  }

  @Test
  void aVisitorIsGivenFeaturesWithPlainJavaValues() {
    Path file =
        GeoJson.write(
            directory,
            GeoJson.collection(
                "{\"type\":\"Feature\",\"id\":\"A\",\"geometry\":null,\"properties\":{\"s\":\"x\",\"i\":7,\"big\":12345678901234567890,"
                    + "\"d\":1.50,\"b\":true,\"n\":null,\"l\":[1,\"a\",null],\"m\":{\"z\":1,\"a\":{}}}}",
                "{\"type\":\"Feature\",\"id\":12,\"geometry\":null,\"properties\":null}",
                "{\"type\":\"Feature\"}"));
    List<WatershedFeature> features = new ArrayList<>();
    WatershedCollection.load(file, LoadOptions.defaults(), PropertySelection.all(), features::add);
    assertThat(features).extracting(WatershedFeature::index).containsExactly(0, 1, 2);
    assertThat(features).extracting(WatershedFeature::id).containsExactly("A", 12L, null);
    Map<String, Object> properties = features.get(0).properties();
    assertThat(properties.keySet()).containsExactly("s", "i", "big", "d", "b", "n", "l", "m");
    assertThat(properties)
        .containsEntry("s", "x")
        .containsEntry("i", 7L)
        .containsEntry("big", new BigInteger("12345678901234567890"))
        .containsEntry("d", 1.5)
        .containsEntry("b", true)
        .containsEntry("n", null)
        .containsEntry("l", Arrays.asList(1L, "a", null))
        .containsEntry("m", Map.of("z", 1L, "a", Map.of()));
    assertThat(features.get(1).properties()).isEmpty();
    assertThat(features.get(2).properties()).isEmpty();
  }

  @Test
  void onlySelectedPropertiesAreGivenAlsoOfTheFeaturesThatAreKeptAsSamples() {
    String[] features = new String[8];
    Arrays.setAll(features, i -> GeoJson.feature("null", "{\"a\":" + i + ",\"b\":2,\"c\":3}"));
    WatershedCollection watersheds = load(features);
    List<Map<String, ?>> seen = new ArrayList<>();
    watersheds.visit(
        PropertySelection.of(Set.of("c", "a")), feature -> seen.add(feature.properties()));
    assertThat(seen).hasSize(8).element(0).isEqualTo(Map.of("a", 0L, "c", 3L));
    assertThat(seen).element(7).isEqualTo(Map.of("a", 7L, "c", 3L));
    seen.clear();
    watersheds.visit(PropertySelection.none(), feature -> seen.add(feature.properties()));
    assertThat(seen).hasSize(8).containsOnly(Map.of());
  }

  @Test
  void whatAVisitorThrowsReachesTheCaller() {
    WatershedCollection watersheds = load(GeoJson.feature("null"));
    IllegalStateException thrown = new IllegalStateException("enough");
    assertThatThrownBy(
            () ->
                watersheds.visit(
                    PropertySelection.all(),
                    feature -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
  }

  @Test
  void everyFeatureOfARealFileIsFoundAgain() throws IOException {
    Path file = SharedData.file("oregon-drinking-watersheds.geojson");
    List<WatershedFeature> seen = new ArrayList<>();
    WatershedCollection watersheds =
        WatershedCollection.load(file, LoadOptions.defaults(), PropertySelection.all(), seen::add);
    assertThat(watersheds.count()).isEqualTo(192);
    byte[] bytes = Files.readAllBytes(file);
    int polygons = 0;
    for (int i = 0; i < watersheds.count(); i++) {
      String text =
          new String(
              bytes,
              (int) watersheds.byteOffset(i),
              watersheds.byteLength(i),
              StandardCharsets.UTF_8);
      assertThat(text).startsWith("{\"type\":\"Feature\"").endsWith("}");
      assertThat(watersheds.feature(i)).isEqualTo(seen.get(i));
      assertThat(watersheds.document(i).get("properties")).isEqualTo(seen.get(i).properties());
      Geometry geometry = watersheds.geometry(i);
      BoundingBox box = watersheds.boundingBox(i).orElseThrow();
      assertThat(geometry.getEnvelopeInternal().getMinX()).isEqualTo(box.west());
      assertThat(geometry.getEnvelopeInternal().getMaxY()).isEqualTo(box.north());
      Position centroid = watersheds.centroid(i).orElseThrow();
      assertThat(centroid.x()).isCloseTo(geometry.getCentroid().getX(), within(1e-9));
      assertThat(centroid.y()).isCloseTo(geometry.getCentroid().getY(), within(1e-9));
      double planar =
          geometry.getArea() * Math.cos(Math.toRadians(centroid.y())) * 111_320 * 111_132;
      assertThat(watersheds.areaSquareMetres(i)).isCloseTo(planar, within(planar * 0.01));
      polygons += watersheds.geometryKind(i) == GeometryKind.POLYGON ? 1 : 0;
    }
    assertThat(polygons).isEqualTo(188);
  }

  @Test
  void aFeatureIsFoundAgainBehindAByteOrderMark() {
    WatershedCollection watersheds =
        WatershedCollection.load(
            GeoJson.write(
                directory,
                "\ufeff" + GeoJson.collection(GeoJson.feature(GeoJson.SQUARE, "{\"a\":1}"))));
    assertThat(watersheds.feature(0).properties()).isEqualTo(Map.of("a", 1L));
    assertThat(watersheds.geometry(0).getArea()).isEqualTo(1);
  }

  @Test
  void aChangedFileIsNoticed() throws IOException {
    WatershedCollection watersheds =
        load(GeoJson.feature("null", "{\"a\":1}"), GeoJson.feature("null", "{\"a\":2}"));
    Path file = watersheds.file();
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"a\":2", "\"a\":3"));
    assertThat(watersheds.feature(0).properties()).isEqualTo(Map.of("a", 1L));
    String changed =
        "Feature 1 of \""
            + file
            + "\" is not what it was when the file was read; the file has changed, so attach it again.";
    assertThatThrownBy(() -> watersheds.feature(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(changed);
    assertThatThrownBy(() -> watersheds.document(1)).hasMessage(changed);
    assertThatThrownBy(() -> watersheds.geometry(1)).hasMessage(changed);
    Files.writeString(file, text.substring(0, 90));
    assertThatThrownBy(() -> watersheds.feature(1)).hasMessage(changed);
    Files.writeString(
        file,
        text.replace("{\"type\":\"Feature\",\"properties\":{\"a\":2},\"geometry\":null}", " ")
            .replace(", ]", "]"));
    assertThatThrownBy(() -> watersheds.visit(PropertySelection.all(), feature -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("had 2 features when it was read and has 1 now");
    Files.delete(file);
    assertThatThrownBy(() -> watersheds.feature(0)).hasMessageContaining("there is no such file");
  }

  @Test
  void theHashDependsOnWhatAFeatureSaysAlone() {
    WatershedCollection watersheds =
        load(
            "{\"type\":\"Feature\",\"properties\":{\"a\":1.0,\"b\":\"ü\"},\"geometry\":null}",
            "{ \"geometry\": null, \"properties\":{\"b\":\"\\u00fc\", \"a\":1.00}, \"type\":\"Feature\"}",
            "{\"type\":\"Feature\",\"properties\":{\"a\":1,\"b\":\"ü\"},\"geometry\":null}");
    assertThat(watersheds.contentHash(1)).isEqualTo(watersheds.contentHash(0));
    assertThat(watersheds.contentHash(2)).isNotEqualTo(watersheds.contentHash(0));
    assertThat(watersheds.contentHash(0).toString()).matches("[0-9a-f]{32}");
  }

  @Test
  void nullEmptyAndMissingGeometriesAreAccepted() {
    WatershedCollection watersheds =
        load(
            GeoJson.feature("null"),
            "{\"type\":\"Feature\"}",
            GeoJson.feature(GeoJson.geometry("Polygon", "[]")),
            GeoJson.feature(GeoJson.geometry("Polygon", "[[]]")),
            GeoJson.feature(GeoJson.geometry("MultiPolygon", "[[]]")),
            GeoJson.feature("{\"type\":\"GeometryCollection\",\"geometries\":[]}"));
    for (int i = 0; i < watersheds.count(); i++) {
      assertThat(watersheds.boundingBox(i)).isEmpty();
      assertThat(watersheds.centroid(i)).isEmpty();
      assertThat(watersheds.areaSquareMetres(i)).isZero();
      assertThat(watersheds.geometry(i).isEmpty()).isTrue();
    }
    assertThat(watersheds.issues())
        .extracting(InputIssue::code)
        .containsExactly(
            "no-geometry",
            "no-geometry",
            "empty-geometry",
            "empty-geometry",
            "empty-geometry",
            "empty-geometry",
            "no-positions");
    assertThat(watersheds.near(new BoundingBox(-180, -90, 180, 90)).isEmpty()).isTrue();
  }

  @Test
  void geometriesOfEveryKindAreBuilt() {
    String point = GeoJson.geometry("Point", "[1,2,3]");
    WatershedCollection watersheds =
        load(
            GeoJson.feature(point),
            GeoJson.feature(GeoJson.geometry("MultiPoint", "[[1,2],[3,4]]")),
            GeoJson.feature(GeoJson.geometry("LineString", "[[1,2],[3,4,5]]")),
            GeoJson.feature(GeoJson.geometry("MultiLineString", "[[[1,2],[3,4]],[[5,6],[7,8]]]")),
            GeoJson.feature(
                GeoJson.geometry(
                    "Polygon", "[[[0,0],[9,0],[9,9],[0,0]],[[2,1],[8,1],[8,7],[2,1]]]")),
            GeoJson.feature(
                GeoJson.geometry(
                    "MultiPolygon", "[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]")),
            GeoJson.feature(
                "{\"geometries\":["
                    + point
                    + ",{\"type\":\"GeometryCollection\",\"geometries\":["
                    + GeoJson.SQUARE
                    + "]}],\"type\":\"GeometryCollection\"}"));
    List<String> built = new ArrayList<>();
    for (int i = 0; i < watersheds.count(); i++) {
      built.add(watersheds.geometryKind(i) + " " + watersheds.geometry(i));
    }
    assertThat(built)
        .containsExactly(
            "POINT POINT (1 2)",
            "MULTI_POINT MULTIPOINT ((1 2), (3 4))",
            "LINE_STRING LINESTRING (1 2, 3 4)",
            "MULTI_LINE_STRING MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
            "POLYGON POLYGON ((0 0, 9 0, 9 9, 0 0), (2 1, 8 1, 8 7, 2 1))",
            "MULTI_POLYGON MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
            "GEOMETRY_COLLECTION GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))))");
    assertThat(watersheds.geometry(0).getCoordinate().getZ()).isEqualTo(3);
    assertThat(watersheds.geometry(2).getCoordinates()[0].getZ()).isNaN();
    assertThat(watersheds.geometry(2).getCoordinates()[1].getZ()).isEqualTo(5);
    assertThat(watersheds.geometry(1).getCoordinate().getZ()).isNaN();
    assertThat(((Polygon) watersheds.geometry(4)).getNumInteriorRing()).isEqualTo(1);
  }

  @Test
  void invalidGeometriesAreWarnedOfWithReasonAndPlaceWhenAsked() {
    String bowTie =
        GeoJson.feature(GeoJson.geometry("Polygon", "[[[0,0],[2,2],[2,0],[0,2],[0,0]]]"));
    String text = GeoJson.collection(GeoJson.feature(GeoJson.SQUARE), bowTie);
    WatershedCollection watersheds =
        GeoJson.load(text, LoadOptions.builder().checkValidity(true).build());
    assertThat(watersheds.issues()).hasSize(1);
    InputIssue issue = watersheds.issues().get(0);
    assertThat(issue.severity()).isEqualTo(InputIssue.Severity.WARNING);
    assertThat(issue.code()).isEqualTo("invalid-geometry");
    assertThat(issue.message())
        .isEqualTo("the geometry is not valid: Self-intersection at 1.0, 1.0");
    assertThat(issue.featureIndex()).hasValue(1);
    assertThat(issue.location())
        .hasValue(new TextLocation(1, text.indexOf(bowTie) + 1, text.indexOf(bowTie)));
    assertThat(GeoJson.load(text).issues()).isEmpty();
  }

  @Test
  void oddThingsAreWarnedOf() {
    assertThat(codes(GeoJson.collection(GeoJson.feature(GeoJson.geometry("Point", "[1,2,3,4]")))))
        .containsExactly("position");
    assertThat(
            codes(
                GeoJson.collection(
                    "{\"type\":\"Feature\",\"id\":[1],\"geometry\":" + GeoJson.SQUARE + "}")))
        .containsExactly("id");
    assertThat(
            codes(
                GeoJson.collection(
                    GeoJson.feature(GeoJson.geometry("LineString", "[[179,1],[-179,1]]")))))
        .containsExactly("antimeridian");
    assertThat(
            codes(
                GeoJson.collection(
                    GeoJson.feature(GeoJson.geometry("Point", "[520000.5,4650000]")))))
        .containsExactly("not-degrees");
    assertThat(codes(withCrs("urn:ogc:def:crs:EPSG::26911"))).containsExactly("crs-form");
    assertThat(codes(withCrs("EPSG:26911"))).isEmpty();
    assertThat(codes(withCrs("EPSG:999999"))).containsExactly("crs-unknown");
    assertThat(codes(withCrs("urn:ogc:def:crs:OGC:1.3:CRS84"))).containsExactly("not-degrees");
  }

  @Test
  void issuesOfOneSortAreCountedBeyondTheFirstHundred() {
    String[] features = new String[250];
    Arrays.fill(features, GeoJson.feature("null"));
    List<InputIssue> issues = load(features).issues();
    assertThat(issues).hasSize(102);
    assertThat(issues.get(101).message())
        .isEqualTo("150 more features have the issue \"no-geometry\"");
  }

  @Test
  void declaredMetresGiveTheAreaOnTheMap() {
    WatershedCollection metres = GeoJson.load(withCrs("EPSG:32611"));
    assertThat(metres.coordinateSystem())
        .isEqualTo(
            new CoordinateSystem(
                "EPSG:32611", "declared", "EPSG:32611", CoordinateSystem.Unit.METRES));
    assertThat(metres.areaSquareMetres(0)).isEqualTo(1_000_000);
    assertThat(
            GeoJson.load(withCrs("http://www.opengis.net/def/crs/EPSG/0/25832"))
                .areaSquareMetres(0))
        .isEqualTo(1_000_000);
    // The declaration counts wherever it stands.
    String late = withCrs("EPSG:32611");
    String crs = late.substring(late.indexOf("\"crs\""), late.indexOf("\"features\""));
    String moved = late.replace(crs, "").replaceFirst("}$", "," + crs.replaceFirst(",$", "") + "}");
    assertThat(GeoJson.load(moved).areaSquareMetres(0)).isEqualTo(1_000_000);
    assertThat(GeoJson.load(moved).analysis().checksum()).isEqualTo(metres.analysis().checksum());
  }

  @Test
  void featuresAreSelectedByBoxAndExactly() {
    String triangle =
        GeoJson.feature(GeoJson.geometry("Polygon", "[[[10,10],[20,10],[10,20],[10,10]]]"));
    String hole =
        GeoJson.feature(
            GeoJson.geometry(
                "Polygon",
                "[[[0,0],[30,0],[30,30],[0,30],[0,0]],[[1,1],[29,1],[29,29],[1,29],[1,1]]]"));
    String bowTie =
        GeoJson.feature(GeoJson.geometry("Polygon", "[[[14,14],[21,21],[21,14],[14,21],[14,14]]]"));
    String fiji =
        GeoJson.feature(
            GeoJson.geometry("Polygon", "[[[-179,-17],[-178,-17],[-178,-16],[-179,-17]]]"));
    WatershedCollection watersheds = load(triangle, hole, bowTie, fiji, GeoJson.feature("null"));
    BoundingBox corner = BoundingBox.parse("18, 18,22,22");
    assertThat(watersheds.near(corner)).isEqualTo(bits(0, 1, 2));
    assertThat(watersheds.intersecting(corner)).isEqualTo(bits(2));
    assertThat(watersheds.intersecting(BoundingBox.parse("9,9,21,21"))).isEqualTo(bits(0, 2));
    assertThat(watersheds.intersecting(BoundingBox.parse("0,0,0,0"))).isEqualTo(bits(1));
    assertThat(watersheds.intersecting(BoundingBox.parse("5,10,12,10"))).isEqualTo(bits(0));
    assertThat(watersheds.intersecting(BoundingBox.parse("170,-20,-170,-10"))).isEqualTo(bits(3));
    assertThat(watersheds.intersecting(BoundingBox.parse("170,-20,-178.9,-10"))).isEqualTo(bits(3));
    assertThat(watersheds.intersecting(BoundingBox.parse("170,-16.1,-178.9,-10")))
        .isEqualTo(bits());
    assertThat(watersheds.intersecting(BoundingBox.parse("-180,-90,180,90")))
        .isEqualTo(bits(0, 1, 2, 3));
    WatershedCollection metres = GeoJson.load(withCrs("EPSG:32611"));
    assertThatThrownBy(() -> metres.near(BoundingBox.parse("10,0,5,1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("only has a meaning in degrees");
  }

  @Test
  void aSourceThatGivesFewBytesAtATimeIsReadTheSame() {
    String text =
        "\ufeff"
            + GeoJson.collection(
                GeoJson.feature(GeoJson.SQUARE, "{\"a\\\"\":\"{ü}\\\\\"}"),
                GeoJson.feature("null", "{\"}\":[\"]\"]}"));
    String expected = GeoJson.load(text).analysis().checksum();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int step = 1; step < 20; step++) {
      int atOnce = step;
      Source slow =
          () ->
              new InputStream() {
                private final AtomicInteger at = new AtomicInteger();

                @Override
                public int read() {
                  return at.get() < bytes.length ? bytes[at.getAndIncrement()] & 0xff : -1;
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                  int n = Math.min(Math.min(atOnce, length), bytes.length - at.get());
                  System.arraycopy(bytes, at.getAndAdd(n), target, offset, n);
                  return n == 0 ? -1 : n;
                }
              };
      WatershedCollection watersheds =
          WatershedCollection.load(
              new GeoJsonFile(Path.of("slow"), "slow", slow), LoadOptions.defaults());
      assertThat(watersheds.analysis().checksum()).isEqualTo(expected);
    }
  }

  @Test
  void aFeatureLargerThanAnyBufferIsRead() {
    String large = "x".repeat(5 << 20);
    WatershedCollection watersheds =
        load(
            GeoJson.feature("null", "{\"a\":\"" + large + "\"}"),
            GeoJson.feature("null", "{\"a\":\"y\"}"));
    assertThat(watersheds.feature(0).properties()).isEqualTo(Map.of("a", large));
    assertThat(watersheds.feature(1).properties()).isEqualTo(Map.of("a", "y"));
  }

  @Test
  void noThreadIsLeftBehindWhenAFileIsRefusedFarDown() {
    StringBuilder text = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[");
    for (int i = 0; i < 60_000; i++) {
      text.append(GeoJson.feature(GeoJson.SQUARE, i == 40_000 ? "{\"a\":oops}" : "{}")).append(',');
    }
    assertThatThrownBy(() -> GeoJson.load(text + "{}]}"))
        .isInstanceOfSatisfying(
            InvalidGeoJsonException.class,
            refusal -> assertThat(refusal.issue().featureIndex()).hasValue(40_000));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("batchrunner-geojson"));
  }

  @Test
  void anIndexOutOfRangeIsAMistakeOfTheCaller() {
    WatershedCollection watersheds = load(GeoJson.feature("null"));
    assertThatThrownBy(() -> watersheds.areaSquareMetres(1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> watersheds.feature(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static String withCrs(String name) {
    return "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\""
        + name
        + "\"}},\"features\":["
        + GeoJson.feature(
            GeoJson.geometry("Polygon", "[[[10,10],[1010,10],[1010,1010],[10,1010],[10,10]]]"))
        + "]}";
  }

  private static List<String> codes(String text) {
    return GeoJson.load(text).issues().stream().map(InputIssue::code).toList();
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }
}

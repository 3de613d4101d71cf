package io.github.batchrunner.sample.web.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.watershed.WatershedCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutlinesTest {

  @TempDir private Path directory;

  @Test
  void ringsAreNotClosedAndHolesAreRings() throws IOException {
    Outlines outlines =
        outlines(
            "",
            polygon("[[0,0],[4,0],[4,4],[0,0]],[[1,0.5],[2,0.5],[2,1],[1,0.5]]"),
            "{\"type\":\"Point\",\"coordinates\":[1,2]}",
            "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1],[2,0]]}",
            "null");

    assertThat(outlines.degrees()).isTrue();
    assertThat(outlines.bounds()).containsExactly(0.0, 0.0, 4.0, 4.0);
    assertThat(outlines.shapes().get(0))
        .containsExactly(new double[] {0, 0, 4, 0, 4, 4}, new double[] {1, 0.5, 2, 0.5, 2, 1});
    assertThat(outlines.shapes().get(1)).containsExactly(new double[] {1, 2});
    assertThat(outlines.shapes().get(2)).containsExactly(new double[] {0, 0, 1, 1, 2, 0, 1, 1});
    assertThat(outlines.shapes().get(3)).isEmpty();
  }

  @Test
  void bothSidesOfTheAntimeridianAreNextToEachOther() throws IOException {
    Outlines outlines = outlines("", square(178, -17), square(-179, -17));

    assertThat(outlines.bounds()).containsExactly(178.0, -17.0, 182.0, -16.0);
    assertThat(outlines.shapes().get(1).get(0)[0]).isEqualTo(181.0);
  }

  @Test
  void aBatchOnBothSidesOfGreenwichStaysWhereItIs() throws IOException {
    Outlines outlines = outlines("", square(-2, 50), square(3, 50), square(-0.5, 51));

    assertThat(outlines.bounds()).containsExactly(-2.0, 50.0, 4.0, 52.0);
  }

  @Test
  void whatIsNotInDegreesIsAPlane() throws IOException {
    String utm = "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:26911\"}},";
    Outlines metres = outlines(utm, square(500_000, 5_000_000));
    Outlines undeclared = outlines("", square(500_000, 5_000_000));

    assertThat(metres.degrees()).isFalse();
    assertThat(undeclared.degrees()).isFalse();
    assertThat(metres.bounds()).containsExactly(500_000.0, 5_000_000.0, 500_001.0, 5_000_001.0);
  }

  @Test
  void nothingIsDrawnOfFeaturesWithoutGeometry() throws IOException {
    Outlines outlines = outlines("", "null", "null");

    assertThat(outlines.bounds()).isEmpty();
    assertThat(outlines.shapes()).hasSize(2).allSatisfy(shape -> assertThat(shape).isEmpty());
  }

  @Test
  void manyPositionsBecomeFewAndNoWatershedVanishes() throws IOException {
    // A ring of 400,000 positions beside one that is far smaller than a pixel.
    String round =
        IntStream.rangeClosed(0, 400_000)
            .mapToObj(i -> i % 400_000)
            .map(
                i ->
                    "["
                        + Math.cos(i * Math.PI / 200_000)
                        + ","
                        + Math.sin(i * Math.PI / 200_000)
                        + "]")
            .collect(Collectors.joining(","));
    Outlines outlines =
        outlines("", polygon("[" + round + "]"), polygon("[[0,0],[1e-7,0],[1e-7,1e-7],[0,0]]"));

    assertThat(outlines.shapes().get(0).get(0).length / 2).isBetween(100, 300_000);
    assertThat(outlines.shapes().get(1)).hasSize(1);
  }

  @Test
  void aSpiralIsSimplifiedWithoutEndlessRecursion() throws IOException {
    String spiral =
        IntStream.range(0, 350_000)
            .mapToObj(
                i -> {
                  double angle = i / 50.0;
                  double radius = i / 350_000.0;
                  return "[" + radius * Math.cos(angle) + "," + radius * Math.sin(angle) + "]";
                })
            .collect(Collectors.joining(","));

    Outlines outlines = outlines("", "{\"type\":\"LineString\",\"coordinates\":[" + spiral + "]}");

    assertThat(outlines.shapes().get(0).get(0).length / 2).isBetween(4, 300_000);
  }

  private static String square(double west, double south) {
    return polygon(
        "[[%1$s,%2$s],[%3$s,%2$s],[%3$s,%4$s],[%1$s,%4$s],[%1$s,%2$s]]"
            .formatted(west, south, west + 1, south + 1));
  }

  private static String polygon(String rings) {
    return "{\"type\":\"Polygon\",\"coordinates\":[" + rings + "]}";
  }

  private Outlines outlines(String members, String... geometries) throws IOException {
    Path file = Files.createTempFile(directory, "w", ".geojson");
    Files.writeString(
        file,
        Stream.of(geometries)
            .map(
                geometry ->
                    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":" + geometry + "}")
            .collect(
                Collectors.joining(
                    ",", "{\"type\":\"FeatureCollection\"," + members + "\"features\":[", "]}")));
    return Outlines.of(WatershedCollection.load(file));
  }
}

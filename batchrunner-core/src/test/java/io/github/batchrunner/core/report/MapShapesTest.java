package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.watershed.WatershedCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapShapesTest {

  private static final int GRID = (1 << 18) - 1;

  @TempDir Path directory;

  private MapShapes shapes(String... geometries) throws IOException {
    List<String> features = new ArrayList<>();
    for (String geometry : geometries) {
      features.add("{\"type\":\"Feature\",\"properties\":null,\"geometry\":" + geometry + "}");
    }
    Path file =
        Files.writeString(
            directory.resolve("w.geojson"),
            "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}");
    return MapShapes.of(
        WatershedCollection.load(file), IntStream.range(0, geometries.length).toArray());
  }

  private static String polygon(double west, double south, double east, double north) {
    return "{\"type\":\"Polygon\",\"coordinates\":[[[%s,%s],[%s,%s],[%s,%s],[%s,%s],[%s,%s]]]}"
        .formatted(west, south, east, south, east, north, west, north, west, south);
  }

  /** Reads a part as report.js does. */
  private static List<Long> positions(String part) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    List<Long> positions = new ArrayList<>();
    long[] last = new long[2];
    long value = 0;
    int shift = 0;
    for (int i = 1; i < part.length(); i++) {
      int digit = alphabet.indexOf(part.charAt(i));
      value |= (long) (digit & 31) << shift;
      shift += 5;
      if ((digit & 32) == 0) {
        int axis = positions.size() % 2;
        last[axis] += value % 2 == 1 ? -(value + 1) / 2 : value / 2;
        positions.add(last[axis]);
        value = 0;
        shift = 0;
      }
    }
    return positions;
  }

  @Test
  void aSquareOnTheEquatorFillsTheGrid() throws IOException {
    MapShapes shapes = shapes(polygon(10, -1, 12, 1));
    assertThat(shapes.width()).isEqualTo(GRID);
    assertThat(shapes.height()).isEqualTo(GRID);
    assertThat(shapes.shape(0)).startsWith("p");
    long grid = GRID;
    assertThat(positions(shapes.shape(0))).containsExactly(0L, grid, grid, grid, grid, 0L, 0L, 0L);
  }

  @Test
  void awayFromTheEquatorDegreesOfLongitudeAreShorter() throws IOException {
    MapShapes shapes = shapes(polygon(10, 59, 12, 61));
    assertThat(shapes.height()).isEqualTo(GRID);
    assertThat(shapes.width()).isEqualTo((int) Math.ceil(GRID * Math.cos(Math.toRadians(60))));
  }

  @Test
  void twoSidesOfTheAntimeridianAreNeighbours() throws IOException {
    MapShapes shapes = shapes(polygon(179, -1, 180, 1), polygon(-180, -1, -179, 1));
    assertThat(positions(shapes.shape(0)).get(0)).isZero();
    assertThat(positions(shapes.shape(1)).get(0)).isEqualTo((GRID + 1) / 2);
  }

  @Test
  void pointsLinesAndNothing() throws IOException {
    MapShapes shapes =
        shapes(
            "{\"type\":\"Point\",\"coordinates\":[0,0]}",
            "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,0],[1,1]]}",
            "null",
            "{\"type\":\"MultiPolygon\",\"coordinates\":[]}");
    assertThat(shapes.shape(0)).startsWith("d");
    assertThat(shapes.shape(1)).startsWith("l");
    assertThat(positions(shapes.shape(1))).hasSize(6);
    assertThat(shapes.shape(2)).isEmpty();
    assertThat(shapes.shape(3)).isEmpty();
  }

  @Test
  void aSinglePointIsAMapWithoutSize() throws IOException {
    MapShapes shapes = shapes("{\"type\":\"Point\",\"coordinates\":[-117.5,46.25]}");
    assertThat(shapes.width()).isZero();
    assertThat(positions(shapes.shape(0))).containsExactly(0L, 0L);
  }

  @Test
  void coordinatesThatCannotBeDegreesAreDrawnAsTheyAre() throws IOException {
    MapShapes shapes = shapes(polygon(500_000, 5_000_000, 500_100, 5_000_050));
    assertThat(shapes.width()).isEqualTo(GRID);
    assertThat(shapes.height()).isEqualTo((GRID + 1) / 2);
  }

  @Test
  void coordinatesBeyondAllBoundsDoNoHarm() throws IOException {
    MapShapes shapes = shapes(polygon(-1e308, -1e308, 1e308, 1e308), polygon(0, 0, 1, 1));
    assertThat(positions(shapes.shape(1))).hasSizeGreaterThanOrEqualTo(2);
  }
}

package io.github.batchrunner.sample.hydrology.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.sample.hydrology.model.LandCover;
import io.github.batchrunner.sample.hydrology.model.SoilTexture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Polygon;

class WatershedFeatureTest {
  private static final String SQUARE = "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]";

  @TempDir Path directory;

  private WatershedFeature read(String geometry, String properties) throws IOException {
    Path file = directory.resolve("feature.geojson");
    Files.writeString(
        file,
        "{\"type\":\"Feature\",\"geometry\":" + geometry + ",\"properties\":" + properties + "}");
    return WatershedFeature.read(file);
  }

  private WatershedAttributes attributes(String properties) throws IOException {
    return read(polygon(SQUARE), properties).attributes();
  }

  private static String polygon(String coordinates) {
    return "{\"type\":\"Polygon\",\"coordinates\":" + coordinates + "}";
  }

  @Test
  void polygonsAreReadWithAndWithoutHeights() throws IOException {
    String high = "[[[0,0,7],[3,0,7],[3,3,7],[0,0,7]],[[1,0.5],[2,0.5],[2,1],[1,0.5]]]";

    WatershedFeature feature = read(polygon(high), "{}");

    assertThat(feature.outline().getGeometryType()).isEqualTo("Polygon");
    assertThat(((Polygon) feature.outline()).getNumInteriorRing()).isEqualTo(1);
    String two = "{\"type\":\"MultiPolygon\",\"coordinates\":[" + SQUARE + "]}";
    assertThat(read(two, "null").outline().getGeometryType()).isEqualTo("MultiPolygon");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | its geometry is null",
        "{\"type\":\"Point\",\"coordinates\":[1,2]} | its geometry is a Point",
        "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]} | its geometry is a LineString",
        "{\"type\":\"Polygon\",\"coordinates\":[]} | its geometry is an empty Polygon",
        "{\"type\":\"Polygon\",\"coordinates\":[[]]} | its geometry is an empty Polygon",
        "{\"type\":\"MultiPolygon\",\"coordinates\":[]} | its geometry is an empty MultiPolygon"
      })
  void whatIsNoPolygonHasNoArea(String geometry, String reason) {
    assertThatThrownBy(() -> read(geometry, "{}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no area")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[[500000,4600000],[500100,4600000],[500100,4600100],[500000,4600000]]] | EPSG:4326",
        "[[[0,0],[1,0],[1,1],[0,1]]] | not closed",
        "[[[0,0],[1,0],[0,0]]] | fewer than four",
        "[[[0,0],[\"a\",0],[1,1],[0,0]]] | not a longitude",
        "[[[0,0],[1],[1,1],[0,0]]] | not a longitude",
        "[[1,2,3,4]] | not a longitude"
      })
  void brokenCoordinatesAreRefused(String coordinates, String reason) {
    assertThatThrownBy(() -> read(polygon(coordinates), "{}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("feature.geojson")
        .hasMessageContaining(reason);
  }

  @Test
  void whatIsNoFeatureIsRefused() throws IOException {
    Path file = directory.resolve("other.geojson");
    assertThatThrownBy(() -> WatershedFeature.read(file)).hasMessageContaining("is not there");
    Files.writeString(file, "{\"type\":\"FeatureCollection\",\"features\":[]}");
    assertThatThrownBy(() -> WatershedFeature.read(file))
        .hasMessageContaining("not a GeoJSON Feature");
    Files.writeString(file, "{\"type\":");
    assertThatThrownBy(() -> WatershedFeature.readAttributes(file))
        .hasMessageContaining("not JSON");
    Files.writeString(file, "");
    assertThatThrownBy(() -> WatershedFeature.read(file))
        .hasMessageContaining("not a GeoJSON Feature");
    Files.write(file, new byte[] {'"', (byte) 0xff, '"'});
    assertThatThrownBy(() -> WatershedFeature.read(file)).hasMessageContaining("not UTF-8");
    Files.writeString(file, "[".repeat(100_000));
    assertThatThrownBy(() -> WatershedFeature.read(file)).hasMessageContaining("not JSON");
  }

  @Test
  void silentPropertiesHaveDefaults() throws IOException {
    for (String properties : new String[] {"null", "{}", "{\"Burned\":null,\"other\":1}"}) {
      WatershedAttributes attributes = attributes(properties);

      assertThat(attributes.elevation()).isEqualTo(600);
      assertThat(attributes.burned()).isZero();
      assertThat(attributes.cover()).isEqualTo(LandCover.EVERGREEN_FOREST);
      assertThat(attributes.texture()).isEqualTo(SoilTexture.LOAM);
      assertThat(attributes.precipitation()).isEmpty();
      assertThat(attributes.slopePercent(1e6)).isEqualTo(35);
      assertThat(attributes.slopePercent(1e12)).isBetween(5.0, 10.0);
      assertThat(attributes.slopePercent(1)).isEqualTo(45);
    }
  }

  @Test
  void propertiesAreRead() throws IOException {
    WatershedAttributes attributes =
        attributes(
            "{\"MeanElevM\":1200,\"MeanSlopePct\":\"31.5\",\"Burned\":0.25,"
                + "\"DominantCover\":\"mixed forest\",\"SoilTexture\":\"Clay Loam\","
                + "\"AnnualPrecipMm\":810}");

    assertThat(attributes.elevation()).isEqualTo(1200);
    assertThat(attributes.slopePercent(1e6)).isEqualTo(31.5);
    assertThat(attributes.burned()).isEqualTo(0.25);
    assertThat(attributes.cover()).isEqualTo(LandCover.MIXED_FOREST);
    assertThat(attributes.texture()).isEqualTo(SoilTexture.CLAY_LOAM);
    assertThat(attributes.precipitation()).hasValue(810);
  }

  @ParameterizedTest
  @CsvSource({
    "MeanSlopePct, \"steep\"", "MeanSlopePct, 0", "Burned, 55", "AnnualPrecipMm, -1",
    "MeanElevM, 1e9", "DominantCover, \"moss\"", "SoilTexture, \"mud\"", "SoilTexture, 4"
  })
  void propertiesThatCannotBeAreRefused(String name, String value) {
    assertThatThrownBy(() -> attributes("{\"" + name + "\":" + value + "}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("\"" + name + "\" is ")
        .hasMessageContaining("must be");
  }
}

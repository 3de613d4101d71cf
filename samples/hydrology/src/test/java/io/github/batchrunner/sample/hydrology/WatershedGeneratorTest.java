package io.github.batchrunner.sample.hydrology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.sample.hydrology.delineation.Delineator;
import io.github.batchrunner.sample.hydrology.files.WatershedFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;

class WatershedGeneratorTest {
  @TempDir Path directory;

  private List<Geometry> outlines(WatershedGenerator generator) throws IOException {
    List<Geometry> outlines = new ArrayList<>();
    Path file = directory.resolve("feature.geojson");
    for (String feature : SampleRun.features(generator.toGeoJson())) {
      Files.writeString(file, feature);
      outlines.add(WatershedFeature.read(file).outline());
    }
    return outlines;
  }

  @Test
  void theSameSeedGivesTheSameBytesOnEveryMachine() throws Exception {
    String text = WatershedGenerator.of(42, 60).toGeoJson();

    assertThat(WatershedGenerator.of(42, 60).toGeoJson()).isEqualTo(text);
    assertThat(WatershedGenerator.of(43, 60).toGeoJson()).isNotEqualTo(text);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(digest))
        .as("what it gave when this was written")
        .isEqualTo("c29e18aac08e938472022e03cf973b8327406605605d647f7b3af639e7e8f7c8");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 12, 250})
  void outlinesAreValidAndThereAreAsManyAsAskedFor(int count) throws IOException {
    List<Geometry> outlines = outlines(WatershedGenerator.of(5, count));

    assertThat(outlines).hasSize(count).allMatch(Geometry::isValid);
  }

  @Test
  void outlinesDoNotOverlap() throws IOException {
    STRtree index = new STRtree();
    List<Geometry> outlines = outlines(WatershedGenerator.of(11, 200));
    outlines.forEach(outline -> index.insert(outline.getEnvelopeInternal(), outline));
    for (Geometry outline : outlines) {
      for (Object other : index.query(outline.getEnvelopeInternal())) {
        if (other != outline) {
          double common = outline.intersection((Geometry) other).getArea();
          assertThat(common).isLessThan(1e-4 * outline.getArea());
        }
      }
    }
  }

  @Test
  void areasAreThoseOfWatershedsForDrinkingWater() throws IOException {
    double[] areas =
        outlines(WatershedGenerator.of(8, 400)).stream()
            .mapToDouble(outline -> Delineator.area(outline) / 1e6)
            .sorted()
            .toArray();

    assertThat(areas[0]).isBetween(1.0, 8.0);
    assertThat(areas[200]).isBetween(15.0, 35.0);
    assertThat(areas[399]).isBetween(100.0, 300.0);
  }

  @Test
  void someHaveTwoPartsAndOneHasAHole() throws IOException {
    List<Geometry> outlines = outlines(WatershedGenerator.of(3, 60));

    assertThat(outlines.stream().filter(MultiPolygon.class::isInstance)).hasSizeBetween(3, 6);
    assertThat(outlines.stream().filter(o -> o instanceof Polygon p && p.getNumInteriorRing() > 0))
        .hasSize(1);
  }

  @Test
  void namesAreUniqueEvenWithoutAccentsAndCase() throws IOException {
    Set<String> folded = new HashSet<>();
    Set<String> codes = new HashSet<>();
    boolean accents = false;
    boolean apostrophes = false;
    String text = WatershedGenerator.of(1, 2000).toGeoJson();
    for (JsonNode feature : new JsonMapper().readTree(text).path("features")) {
      String name = feature.path("properties").path("HucName").asText();
      assertThat(name).hasSizeBetween(5, 40);
      accents |= !Normalizer.isNormalized(name, Normalizer.Form.NFD);
      apostrophes |= name.contains("'");
      String letters = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("[^A-Za-z]", "");
      assertThat(folded.add(letters.toLowerCase(Locale.ROOT))).as(name).isTrue();
      assertThat(codes.add(feature.path("properties").path("HUC12").asText())).isTrue();
    }

    assertThat(accents).isTrue();
    assertThat(apostrophes).isTrue();
    assertThat(codes).allMatch(code -> code.matches("[0-9]{12}"));
  }

  @Test
  void watershedsLieAroundTheGivenPoint() throws IOException {
    Envelope all = new Envelope();
    outlines(WatershedGenerator.of(2, 50).around(149, -35.3))
        .forEach(outline -> all.expandToInclude(outline.getEnvelopeInternal()));

    assertThat(all.contains(149, -35.3)).isTrue();
    assertThat(all.getHeight()).isLessThan(1);
  }

  @Test
  void theFileIsWrittenWhole() throws IOException {
    Path file = directory.resolve("deep").resolve("watersheds.geojson");

    WatershedGenerator.of(2, 3).writeTo(file);

    assertThat(file).hasContent(WatershedGenerator.of(2, 3).toGeoJson());
    assertThat(file.getParent()).isDirectoryContaining(file::equals).isNotEmptyDirectory();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> WatershedGenerator.of(1, 0)).hasMessageContaining("count");
    assertThatThrownBy(() -> WatershedGenerator.of(1, 20_001)).hasMessageContaining("20001");
    assertThatThrownBy(() -> WatershedGenerator.of(1, 5).around(0, 80))
        .hasMessageContaining("latitude");
    assertThatThrownBy(() -> WatershedGenerator.of(1, 5).around(Double.NaN, 0))
        .hasMessageContaining("longitude");
  }
}

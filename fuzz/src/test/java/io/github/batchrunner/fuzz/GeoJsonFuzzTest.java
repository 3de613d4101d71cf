package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.watershed.BoundingBox;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.io.IOException;

@OnlyWhereJazzerLoads
class GeoJsonFuzzTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InputFile FILE = new InputFile(".geojson");

  /** What is accepted is JSON for others too, with as many features, each of which can be read. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/geojson.dict")
  void aFileIsReadAsAWholeOrRefused(byte[] input) throws IOException {
    WatershedCollection watersheds;
    try {
      watersheds = WatershedCollection.load(FILE.holding(input));
    } catch (InvalidInputException e) {
      return;
    }
    JsonNode root = JSON.readTree(input);
    int expected = root.path("type").asText().equals("Feature") ? 1 : root.path("features").size();
    if (watersheds.count() != expected) {
      throw new IllegalStateException(watersheds.count() + " features instead of " + expected);
    }
    for (int feature = 0; feature < watersheds.count(); feature++) {
      watersheds.document(feature);
      watersheds.contentHash(feature);
      double area = watersheds.areaSquareMetres(feature);
      if (!(area >= 0) || Double.isInfinite(area)) {
        throw new IllegalStateException("area " + area);
      }
      watersheds.geometry(feature);
    }
    watersheds.intersecting(BoundingBox.parse("-180,-90,180,90"));
  }
}

package io.github.batchrunner.core.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.batchrunner.core.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every file that cannot be used is refused with the reason and the place. */
class GeoJsonRefusalTest {

  private static final String POINT = GeoJson.feature(GeoJson.geometry("Point", "[1,2]"));

  private static InputIssue refusal(String text) {
    return refusal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static InputIssue refusal(byte[] text) {
    InvalidGeoJsonException refusal =
        catchThrowableOfType(
            InvalidGeoJsonException.class, () -> GeoJson.load(text, LoadOptions.defaults()));
    assertThat(refusal).as("refusal of %s", new String(text, StandardCharsets.UTF_8)).isNotNull();
    assertThat(refusal)
        .hasMessageStartingWith("Watersheds cannot be read from \"memory.geojson\": ")
        .hasMessageContaining(refusal.issue().toString());
    assertThat(refusal.issue().severity()).isEqualTo(InputIssue.Severity.ERROR);
    assertThat(refusal.issue().location()).isPresent();
    return refusal.issue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                        | the file is empty",
        "`  \n `                                   | the file is empty",
        "hello                                     | is not a JSON object",
        "[1, 2]                                    | the file is a list; watersheds have to be a GeoJSON FeatureCollection",
        "{                                         | truncated",
        "{}                                        | has no \"type\"",
        "{\"type\": \"FeatureCollection\"}         | has no \"features\"",
        "{\"features\": []}                        | has no features",
        "{\"type\": \"FeatureCollection\", \"features\": []}   | the FeatureCollection has no features",
        "{\"type\": \"FeatureCollection\", \"features\": {}}   | \"features\" has to be a list",
        "{\"type\": \"FeatureCollection\", \"features\": null} | \"features\" has to be a list",
        "{\"type\": \"FeatureCollection\", \"features\": [     | truncated",
        "{\"type\": 7, \"features\": [1]}          | the \"type\" of the file is not a string",
        "{\"type\": \"Topology\", \"objects\": {}} | the file is a \"Topology\"",
        "{\"type\": \"Polygon\", \"coordinates\": []} | make it the \"geometry\" of a Feature and wrap that",
        "{\"type\" \"FeatureCollection\"}          | a colon is expected but there is \"\"\"",
        "{\"type\": \"FeatureCollection\" \"features\": []} | a comma or \"}\" is expected",
        "{\"type\": \"FeatureCollection\",}        | a name in quotes is expected but there is \"}\"",
        "{type: 1}                                 | a name in quotes is expected but there is \"t\"",
        "{\"type\": }                              | a value is missing",
        "{\"a\": 1, \"a\": 2}                      | the key \"a\" stands twice",
        "{\"name\": {\"a\": 1, \"a\": 2}}          | the key \"a\" stands twice",
        "{\"name\": tru}                           | the file is not JSON",
        "{\"type\": \"FeatureCollection\", \"features\": [1]}       | is not an object; it has to be a Feature",
        "{\"type\": \"FeatureCollection\", \"features\": [null]}    | is not an object; it has to be a Feature",
        "{\"type\": \"FeatureCollection\", \"features\": [{}]}      | has no \"type\"; it has to be \"Feature\"",
        "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Point\"}]} | has the type \"Point\"; it has to be \"Feature\"",
        "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": null}]} | is not a string; it has to be \"Feature\"",
      })
  void aFileThatIsNoFeatureCollectionIsRefused(String text, String reason) {
    assertThat(refusal(text).message()).contains(reason);
  }

  @Test
  void aSingleFeatureIsToldToBeWrapped() {
    InputIssue issue = refusal(POINT);
    assertThat(issue.message())
        .isEqualTo(
            "the file is a single Feature; wrap it in a FeatureCollection:"
                + " {\"type\": \"FeatureCollection\", \"features\": [ … ]}");
    assertThat(issue.location().orElseThrow().byteOffset()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7                                                   | a geometry has to be an object or null",
        "{}                                                  | a geometry has no \"type\"",
        "{\"type\": \"Circle\"}                              | \"Circle\" is not a type of geometry",
        "{\"type\": 3}                                       | the \"type\" of a geometry is not a string",
        "{\"type\": \"Point\"}                               | a Point has no \"coordinates\"",
        "{\"type\": \"GeometryCollection\"}                  | has no \"geometries\"",
        "{\"type\": \"GeometryCollection\", \"geometries\": {}}     | \"geometries\" has to be a list",
        "{\"type\": \"GeometryCollection\", \"geometries\": [null]} | a geometry has to be an object",
        "{\"coordinates\": [1,2], \"geometries\": [], \"type\": \"Point\"} | not both",
        "{\"type\": \"Point\", \"coordinates\": null}        | \"coordinates\" has to be a list",
        "{\"type\": \"Point\", \"coordinates\": [1]}         | at least two numbers",
        "{\"type\": \"Point\", \"coordinates\": [\"1\", 2]}  | a coordinate has to be a number",
        "{\"type\": \"Point\", \"coordinates\": [1, null]}   | at least two numbers",
        "{\"type\": \"Point\", \"coordinates\": [1, 2, true]} | a coordinate has to be a number",
        "{\"type\": \"Point\", \"coordinates\": [NaN, 2]}    | the coordinate \"NaN\" is not a finite number",
        "{\"type\": \"Point\", \"coordinates\": [1, -Infinity]} | \"-Infinity\" is not a finite number",
        "{\"type\": \"Point\", \"coordinates\": [1e400, 2]}  | \"1e400\" is not a finite number",
        "{\"type\": \"Point\", \"coordinates\": [[1, 2]]}    | not nested as those of a Point",
        "{\"type\": \"LineString\", \"coordinates\": [1, 2]} | not nested as those of a LineString",
        "{\"type\": \"LineString\", \"coordinates\": [[1, 2]]} | line 0 of a LineString has one position",
        "{\"type\": \"LineString\", \"coordinates\": [[1, 2], []]} | not nested as those of a LineString",
        "{\"type\": \"LineString\", \"coordinates\": [[1, 2], 3]} | a position has to be a list of numbers",
        "{\"type\": \"MultiLineString\", \"coordinates\": [[[1, 2], [3, 4]], [[5, 6]]]} | line 1 of a MultiLineString has one",
        "{\"type\": \"Polygon\", \"coordinates\": [[1, 2], [[3, 4]]]} | different levels of nesting",
        "{\"type\": \"Polygon\", \"coordinates\": [[[0,0],[1,0],[0,0]]]} | ring 0 of a Polygon has 3 positions; a ring needs at least four",
        "{\"type\": \"Polygon\", \"coordinates\": [[[0,0],[1,0],[1,1],[0,1]]]} | ring 0 of a Polygon is not closed",
        "{\"type\": \"Polygon\", \"coordinates\": [[], [[0,0],[1,0],[1,1],[0,0]]]} | a hole in an empty ring",
        "{\"type\": \"Polygon\", \"coordinates\": [[[0,0],[9,0],[9,9],[0,0]], []]} | an empty hole",
        "{\"type\": \"MultiPolygon\", \"coordinates\": [[], [[[0,0],[1,0],[1,1],[0,1]]]]} | ring 0 of polygon 1 of a MultiPolygon is not closed",
        "{\"type\": \"Polygon\", \"coordinates\": [[[[[1,2]]]]]} | nested more deeply than those of a MultiPolygon",
      })
  void aGeometryThatCannotBeBuiltIsRefusedWithItsFeature(String geometry, String reason) {
    InputIssue issue = refusal(GeoJson.collection(POINT, GeoJson.feature(geometry), POINT));
    assertThat(issue.message()).contains(reason);
    assertThat(issue.featureIndex()).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\": \"Feature\", \"properties\": [], \"geometry\": null} | \"properties\" has to be an object or null",
        "{\"type\": \"Feature\", \"properties\": {\"a\": 1, \"b\": 2, \"a\": 3}} | the key \"a\" stands twice",
        "{\"type\": \"Feature\", \"properties\": {\"a\": 01}} | not JSON",
        "{\"type\": \"Feature\", \"properties\": {\"a\": -INF}} | \"-INF\" is not a number",
        "{\"type\": \"Feature\", \"properties\": {\"a\": 'x'}} | not JSON",
        "{\"type\": \"Feature\", \"properties\": {\"a\": 1,}} | not JSON",
        "{\"type\": \"Feature\", \"properties\": {\"a\": \"\\x\"}} | not JSON",
        "{\"type\": \"Feature\", \"properties\": {\"a\": [1, 2}} | not JSON",
        "{\"type\": \"Feature\", \"type\": \"Feature\"} | the key \"type\" stands twice",
        "{\"type\": \"Feature\" \"id\": 1} | not JSON",
        "{\"type\": \"Feature\", /* no */ \"id\": 1} | not JSON",
      })
  void aFeatureThatIsNotJsonIsRefusedWithItsIndex(String feature, String reason) {
    InputIssue issue = refusal(GeoJson.collection(POINT, POINT, feature));
    assertThat(issue.message()).contains(reason);
    assertThat(issue.featureIndex()).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",    | an element of \"features\" is not an object",
        "x    | a comma or \"]\" is expected but there is \"x\"",
        "}    | a comma or \"]\" is expected but there is \"}\"",
      })
  void rubbishBetweenFeaturesIsRefused(String between, String reason) {
    String text = "{\"type\": \"FeatureCollection\", \"features\": [" + POINT + between + "]}";
    assertThat(refusal(text).message()).contains(reason);
  }

  @Test
  void aCommaBehindTheLastFeatureIsRefused() {
    String text = "{\"type\": \"FeatureCollection\", \"features\": [" + POINT + ", ]}";
    assertThat(refusal(text).message()).contains("is not an object");
  }

  @Test
  void everyBeginningOfAFileIsRefusedAsTruncatedOrUnfinished() {
    String text = GeoJson.collection(POINT, GeoJson.feature(GeoJson.SQUARE, "{\"a\":\"b\\\"ü\"}"));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int length = 2; length < bytes.length; length++) {
      InputIssue issue = refusal(Arrays.copyOf(bytes, length));
      assertThat(issue.code()).as("%d bytes: %s", length, issue).isEqualTo("truncated");
      assertThat(issue.location().orElseThrow().byteOffset()).isEqualTo(length);
    }
  }

  @Test
  void whatFollowsTheDocumentIsRefused() {
    assertThat(refusal(GeoJson.collection(POINT) + "\n{}").message())
        .contains("something follows the end of the JSON text");
  }

  @Test
  void aPlaceIsGivenByLineCharacterAndByte() {
    String text =
        "{\"type\":\"FeatureCollection\",\n\"features\":[\n"
            + POINT
            + ",\n{\"type\":\"Feature\",\"properties\":{\"näme\":\"ä\",\"x\":nope}}]}";
    InputIssue issue = refusal(text);
    TextLocation location = issue.location().orElseThrow();
    String upTo = text.substring(0, text.indexOf("nope"));
    assertThat(location.line()).isEqualTo(4);
    assertThat(location.column())
        .isBetween((long) upTo.length() - upTo.lastIndexOf('\n'), (long) text.length());
    assertThat(location.byteOffset())
        .isGreaterThanOrEqualTo(upTo.getBytes(StandardCharsets.UTF_8).length);
    assertThat(issue).hasToString(issue.message() + ", in feature 1, at " + location);
  }

  @Test
  void aDuplicateKeyIsPointedAt() {
    String text = GeoJson.collection(POINT, GeoJson.feature("null", "{\"a\":1,\"bb\":2,\"a\":3}"));
    TextLocation location = refusal(text).location().orElseThrow();
    assertThat(location)
        .isEqualTo(new TextLocation(1, text.indexOf("\"a\":3") + 1, text.indexOf("\"a\":3")));
  }

  @Test
  void duplicateKeysAreFoundInLargeObjectsToo() {
    StringBuilder properties = new StringBuilder("{");
    for (int i = 0; i < 5000; i++) {
      properties.append("\"key").append(i).append("\":").append(i).append(',');
    }
    assertThat(
            refusal(GeoJson.collection(GeoJson.feature("null", properties + "\"key4321\":0}")))
                .message())
        .contains("the key \"key4321\" stands twice");
  }

  @Test
  void theFirstOfSeveralMistakesIsReported() {
    String bad = GeoJson.feature("{\"type\":\"Circle\"}");
    assertThat(refusal(GeoJson.collection(POINT, bad, POINT) + " rubbish").featureIndex())
        .hasValue(1);
    assertThat(
            refusal("{\"type\":\"FeatureCollection\",\"features\":[" + bad + "," + bad + ", 7")
                .featureIndex())
        .hasValue(0);
  }

  @Test
  void deepNestingIsRefused() {
    String bomb = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(
            refusal(GeoJson.collection(GeoJson.feature("null", "{\"a\":" + bomb + "}"))).message())
        .contains("nesting depth");
    assertThat(refusal("{\"a\":" + "{\"a\":".repeat(200_000)).message()).contains("truncated");
    assertThat(refusal("{\"a\":" + bomb + "}").message()).contains("nesting depth");
    String collection = "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(100);
    assertThat(
            refusal(GeoJson.collection(GeoJson.feature(collection + "]}".repeat(100)))).message())
        .contains("nesting depth");
  }

  @Test
  void aLimitIsExceededInAFeatureAtAPlace() {
    String bomb = "[".repeat(1000) + "]".repeat(1000);
    String text = GeoJson.collection(POINT, POINT, GeoJson.feature("null", "{\"a\":" + bomb + "}"));
    InputIssue issue = refusal(text);
    assertThat(issue.featureIndex()).hasValue(2);
    assertThat(issue.location().orElseThrow().byteOffset())
        .isBetween((long) text.indexOf(bomb), text.indexOf(bomb) + 101L);
  }

  @Test
  void aFeatureOfExactlyTheLimitIsRead() {
    String padded = GeoJson.feature("null", "{\"a\":\"" + "x".repeat(5000) + "\"}");
    String text = GeoJson.collection(POINT, padded, POINT);
    assertThat(
            GeoJson.load(text, LoadOptions.builder().largestFeature(padded.length()).build())
                .count())
        .isEqualTo(3);
    assertThatThrownBy(
            () ->
                GeoJson.load(
                    text, LoadOptions.builder().largestFeature(padded.length() - 1).build()))
        .isInstanceOf(InvalidGeoJsonException.class)
        .hasMessageContaining("in feature 1");
  }

  @Test
  void anAbsurdlyLongNumberIsRefused() {
    String number = "1".repeat(5000);
    assertThat(
            refusal(GeoJson.collection(GeoJson.feature("null", "{\"a\":" + number + "}")))
                .message())
        .contains("length (5000) exceeds the maximum");
    assertThat(
            refusal(
                    GeoJson.collection(
                        GeoJson.feature(GeoJson.geometry("Point", "[0." + number + ",1]"))))
                .message())
        .contains("exceeds the maximum");
  }

  @ParameterizedTest
  @CsvSource({"c080", "e08080", "eda080", "f4908080", "ff", "80", "c3", "e2 82", "f8888080"})
  void bytesThatAreNotUtf8AreRefused(String hex) {
    byte[] before =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"a\":\"ä"
            .getBytes(StandardCharsets.UTF_8);
    byte[] bad = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] after = "\"}}]}".getBytes(StandardCharsets.UTF_8);
    InputIssue issue = refusal(concat(before, bad, after));
    assertThat(issue.message()).isEqualTo("the file is not UTF-8; save it in that encoding");
    assertThat(issue.location().orElseThrow().byteOffset()).isEqualTo(before.length);
    assertThat(issue.featureIndex()).hasValue(0);
    byte[] member = concat("{\"name\":\"".getBytes(StandardCharsets.UTF_8), bad, after);
    assertThat(refusal(member).location().orElseThrow().byteOffset()).isEqualTo(9);
  }

  @Test
  void utf16AndUtf32AreNamed() {
    String text = GeoJson.collection(POINT);
    for (String encoding :
        new String[] {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
      assertThat(refusal(text.getBytes(Charset.forName(encoding))).message())
          .as(encoding)
          .isEqualTo("the file is UTF-16 or UTF-32; GeoJSON is UTF-8, so save it in that encoding");
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void aSparseFileOfTwoGibibytesInOneLineIsRefusedInLittleMemory(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("sparse.geojson");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(
          "{\"type\":\"FeatureCollection\",\"features\":[{\"a\":\""
              .getBytes(StandardCharsets.US_ASCII));
      sparse.setLength(2L << 30);
    }
    assertThatThrownBy(() -> WatershedCollection.load(file))
        .isInstanceOf(InvalidGeoJsonException.class)
        .hasMessageContaining(
            "one value is longer than 67108864 bytes; simplify it, or raise the limit for one feature, in feature 0");
  }

  @Test
  void anEndlessStringIsRefusedAtTheLimit() {
    for (String beginning :
        new String[] {
          "{\"name\":\"", "{\"features\":[{\"a\":\"", "{\"name\": 1", "{\"features\": [{\"a\":["
        }) {
      GeoJsonFile file =
          new GeoJsonFile(
              Path.of("endless"),
              "endless",
              () ->
                  new SequenceInputStream(
                      new ByteArrayInputStream(beginning.getBytes(StandardCharsets.US_ASCII)),
                      new Endless()));
      assertThatThrownBy(
              () ->
                  WatershedCollection.load(
                      file, LoadOptions.builder().largestFeature(1 << 20).build()))
          .isInstanceOf(InvalidGeoJsonException.class)
          .hasMessageContaining("one value is longer than 1048576 bytes");
    }
  }

  @Test
  void whatIsNotAFileIsRefused(@TempDir Path directory) throws IOException {
    assertThatThrownBy(() -> WatershedCollection.load(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Watersheds cannot be read from \"%s\": it is not a file. Give a GeoJSON file.",
            directory);
    Path missing = directory.resolve("missing.geojson");
    assertThatThrownBy(() -> WatershedCollection.load(missing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Watersheds cannot be read from \"%s\": there is no such file.", missing);
    assertThat(Files.exists(missing)).isFalse();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Ones without end. */
  private static final class Endless extends InputStream {

    @Override
    public int read() {
      return '1';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Arrays.fill(target, offset, offset + length, (byte) '1');
      return length;
    }
  }
}

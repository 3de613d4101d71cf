package io.github.batchrunner.core.watershed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.internal.json.PythonChild;
import io.github.batchrunner.core.internal.json.PythonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The analysis is the one that WEPPcloud would make. */
class WeppcloudAgreementTest {

  /** The rules of WEPPcloud's analysis, written down once more in its own language. */
  private static final String ANALYSIS =
      """
      import hashlib, json, re
      def positions(node):
          if isinstance(node, list):
              if node and isinstance(node[0], list):
                  for child in node: yield from positions(child)
              elif len(node) >= 2: yield float(node[0]), float(node[1])
      def kind(value):
          if value is None: return 'null'
          names = ((bool, 'boolean'), (int, 'integer'), (float, 'number'), (str, 'string'),
                   (list, 'array'), (dict, 'object'))
          return next(name for type_, name in names if isinstance(value, type_))
      def answer(path):
          data = json.load(open(path, encoding='utf-8'))
          all_ = [p for f in data['features']
                  for p in positions((f.get('geometry') or {}).get('coordinates'))]
          xs, ys = [p[0] for p in all_], [p[1] for p in all_]
          crs = data.get('crs') or {}
          name = crs.get('name') or (crs.get('properties') or {}).get('name') or ''
          found = re.search(r'EPSG[:/](\\d+)', name, re.IGNORECASE)
          schema = {}
          for f in data['features']:
              for k, v in (f.get('properties') or {}).items():
                  schema[k] = kind(v) if schema.get(k, kind(v)) == kind(v) else 'mixed'
          return json.dumps({
              '_geojson_filepath': path,
              'feature_count': len(data['features']),
              'bbox': [min(xs), min(ys), max(xs), max(ys)] if all_ else None,
              'epsg': 'EPSG:' + found.group(1) if found else 'EPSG:4326',
              'epsg_source': 'declared' if found else 'default',
              'properties': sorted(schema),
              'attribute_schema': schema,
              'sample_properties': [{'index': i, 'properties': f.get('properties') or {}}
                                    for i, f in enumerate(data['features'][:5])],
              'checksum': hashlib.sha256(
                  json.dumps(data, sort_keys=True).encode('utf-8')).hexdigest(),
              'size_bytes': len(json.dumps(data).encode('utf-8'))})
      """;

  @TempDir private Path directory;

  @Test
  void theChecksumsOfTheRealFilesAreThoseOfPython() throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(SharedData.file("geojson-checksums.json").toFile());
    assertThat(expected).hasSize(2);
    for (JsonNode file : expected) {
      GeoJsonAnalysis analysis =
          WatershedCollection.load(SharedData.file(file.get("file").textValue())).analysis();
      assertThat(analysis.checksum()).isEqualTo(file.get("checksum").textValue());
      assertThat(analysis.sizeBytes()).isEqualTo(file.get("size_bytes").longValue());
      assertThat(analysis.toState(Path.of("/x")))
          .containsEntry("feature_count", file.get("features").longValue());
    }
  }

  @Test
  void theStateOfTheRealFilesIsThatOfPython() {
    assertAgreement(
        List.of(
            SharedData.file("simple.geojson"),
            SharedData.file("oregon-drinking-watersheds.geojson")));
  }

  @Test
  void theStateOfOddFilesIsThatOfPython() {
    String square = GeoJson.SQUARE;
    assertAgreement(
        Stream.of(
                // every type of value, types that differ, properties that are missing
                GeoJson.collection(
                    GeoJson.feature(
                        square,
                        "{\"n\":null,\"b\":true,\"i\":1,\"d\":1.0,\"s\":\"ü\\u0000\",\"a\":[1,{}],\"o\":{\"z\":1,\"a\":2}}"),
                    GeoJson.feature(
                        square,
                        "{\"n\":1,\"b\":false,\"i\":12345678901234567890,\"d\":1e-7,\"new\":NaN}"),
                    GeoJson.feature(square, "null"),
                    GeoJson.feature(
                        square,
                        "{\"s\":\"\\ud800 and \\ud83d\\ude00\",\"😀\":1,\"\uff5e\":2,\"\":0}"),
                    GeoJson.feature(square, "{\"i\":-0,\"d\":-0.0}"),
                    GeoJson.feature(square, "{\"i\":1.5,\"late\":[]}")),
                // members in any order, some that sort before and behind the features come after
                // them
                "{\"features\":["
                    + GeoJson.feature(square)
                    + "],\"bbox\":[0,0,1,1],\"name\":\"x\",\"zz\":{\"b\":1,\"a\":[]},\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG:6.6:26911\"}}}",
                "{\"\":1,\"crs\":{\"name\":\"epsg/3857\"},\"😀\":1,\"\uff5e\":2,\"type\":\"FeatureCollection\",\"features\":["
                    + GeoJson.feature(square)
                    + "]}",
                // features with their members in any order, and members of their own
                GeoJson.collection(
                    "{\"geometry\":{\"coordinates\":[[0,1.50],[2,3e0]],\"type\":\"LineString\",\"bbox\":[1]},\"id\":7,\"type\":\"Feature\",\"z\":{},\"properties\":{\"b\":1,\"a\":2},\"bbox\":[0.10,0]}",
                    "{\"type\":\"Feature\"}",
                    "{\"type\":\"Feature\",\"id\":\"x\",\"geometry\":null,\"properties\":{}}"),
                // heights, every kind of geometry, empty ones
                GeoJson.collection(
                    GeoJson.feature(GeoJson.geometry("Point", "[1,2,3.50]")),
                    GeoJson.feature(GeoJson.geometry("Point", "[]")),
                    GeoJson.feature(GeoJson.geometry("MultiPoint", "[[-9,2],[3,4]]")),
                    GeoJson.feature(GeoJson.geometry("MultiLineString", "[[[1,2],[3,4]],[]]")),
                    GeoJson.feature(GeoJson.geometry("Polygon", "[]")),
                    GeoJson.feature(
                        GeoJson.geometry("MultiPolygon", "[[[[0,0],[1,0],[1,1],[0,0]]],[]]")),
                    GeoJson.feature(
                        "{\"type\":\"GeometryCollection\",\"geometries\":["
                            + GeoJson.geometry("Point", "[99,9]")
                            + "]}")),
                GeoJson.collection(GeoJson.feature("null")))
            .map(text -> GeoJson.write(directory, text))
            .toList());
  }

  @Test
  void manyBatchesReadByManyThreadsGiveTheSameState() throws IOException {
    StringBuilder text = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[");
    for (int i = 0; i < 20_000; i++) {
      double x = -120 + i * 0.000123456789;
      text.append(i == 0 ? "" : ",\n")
          .append(
              GeoJson.feature(
                  GeoJson.geometry(
                      "LineString", "[[%s,45.25],[%s,46.123456]]".formatted(x, x + 0.1)),
                  i % 3 == 0
                      ? "{\"i\":" + i + "}"
                      : "{\"name\":\"Creek " + i + "\",\"i\":" + i + ".5}"));
    }
    Path file = GeoJson.write(directory, text + "]}");
    assertThat(Files.size(file)).isGreaterThan(2 << 20);
    assertAgreement(List.of(file));
    WatershedCollection one =
        WatershedCollection.load(file, LoadOptions.builder().threads(1).build());
    WatershedCollection many =
        WatershedCollection.load(file, LoadOptions.builder().threads(7).build());
    assertThat(many.analysis().toState(file)).isEqualTo(one.analysis().toState(file));
    for (int i = 0; i < one.count(); i += 997) {
      assertThat(many.contentHash(i)).isEqualTo(one.contentHash(i));
      assertThat(many.byteOffset(i)).isEqualTo(one.byteOffset(i));
    }
  }

  private static void assertAgreement(List<Path> files) {
    try (PythonChild python = PythonChild.start(ANALYSIS)) {
      for (Path file : files) {
        Map<String, @Nullable Object> state =
            WatershedCollection.load(file).analysis().toState(file);
        assertThat(PythonJson.dumps(state))
            .as("%s", file)
            .isEqualTo(python.ask(file.toAbsolutePath().normalize().toString()));
      }
    }
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    String text = GeoJson.collection(GeoJson.feature(GeoJson.SQUARE));
    WatershedCollection marked = GeoJson.load("\ufeff" + text);
    assertThat(marked.analysis().checksum()).isEqualTo(GeoJson.load(text).analysis().checksum());
    assertThat(marked.byteOffset(0))
        .isEqualTo(
            "\ufeff".getBytes(StandardCharsets.UTF_8).length
                + text.indexOf("{\"type\":\"Feature\","));
    assertThat(marked.issues()).extracting(InputIssue::code).contains("byte-order-mark");
  }
}

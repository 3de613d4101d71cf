package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.watershed.SharedData;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Envelope;

/** What others read from the files of a report: GDAL, and with it QGIS, and Python. */
class OtherReadersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String LONG = "ü".repeat(70_000);

  /** Every kind of geometry and of property, and names that meet when case is folded. */
  private static final String MIXED =
      """
      {"type":"FeatureCollection","features":[
       {"type":"Feature","id":"x-1","geometry":{"type":"Polygon","coordinates":
         [[[0,0],[0,1],[1,1],[0,0]],[[0.1,0.2],[0.2,0.4],[0.1,0.4],[0.1,0.2]]]},
         "properties":{"name":"clockwise","State":"OR","state":1,"source_state":null,"fid":7,"list":[1,"zwei"]}},
       {"type":"Feature","id":"x-1","geometry":{"type":"Point","coordinates":[-117.5,46.25,1200]},
         "properties":{"name":"it's; commas, and more","State":2,"deep":{"a":{"b":[null]}}}},
       {"type":"Feature","geometry":null,"properties":{"name":"nowhere","nothing":null,"long":"%s"}},
       {"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[5,5],[6,5],[6,6],[5,5]]],[[[7,7],[8,7],[8,8],[7,7]]]]},
         "properties":{"name":"分水嶺 שלום 🌊","big":123456789012345678901234567890,"real":1e300}},
       {"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[
         {"type":"LineString","coordinates":[[2,2],[3,3]]},{"type":"MultiPoint","coordinates":[[5,5]]}]},
         "properties":{"name":"=1+1"}},
       {"type":"Feature","geometry":{"type":"LineString","coordinates":[[170,2],[-170,3]]},"properties":{"name":"line","state":true}}]}
      """
          .formatted(LONG);

  @TempDir Path directory;

  private ReportFiles mixed() throws IOException {
    ReportBatch batch = ReportBatch.create(directory, MIXED);
    batch.execution(
        execution -> {
          execution.succeeds("clockwise", "delineation", 0, 1.5);
          execution.fails(
              "nowhere",
              "delineation",
              0,
              1,
              Failure.of(FailureKind.EXCEPTION, "two\r\nlines, \"quoted\"\n" + "é".repeat(9_000)));
        });
    return BatchReport.write(batch.batch(), directory.resolve("report"));
  }

  private ReportFiles oregon() throws IOException {
    String watersheds = Files.readString(SharedData.file("oregon-drinking-watersheds.geojson"));
    ReportBatch batch =
        ReportBatch.create(
            directory, watersheds, "{slug(properties['WATER_PROV'])}-{one_based_index:03d}");
    batch.execution(
        execution ->
            execution.fails(
                "City-of-Bandon-041",
                "delineation",
                0,
                4,
                Failure.of(FailureKind.TIMEOUT, "late")));
    return BatchReport.write(batch.batch(), directory.resolve("report"));
  }

  @Test
  void gdalReadsTheWatershedsOfOregon() throws Exception {
    ReportFiles files = oregon();
    String layer = run("ogrinfo", "-al", "-so", files.geoJson());
    assertThat(layer)
        .contains("Feature Count: 192", "ID[\"EPSG\",4326]")
        .containsPattern("run_id: String")
        .containsPattern("state: String")
        .containsPattern("duration_s: Real")
        .containsPattern("attempts: Integer")
        .containsPattern("began: DateTime")
        .containsPattern("failure_message: String")
        .containsPattern("WATER_PROV: String");
    Envelope extent = extent(layer);
    Envelope expected = new Envelope();
    positions(JSON.readTree(files.geoJson().toFile()).get("features"), expected);
    assertThat(extent.getMinX()).isCloseTo(expected.getMinX(), within(1e-5));
    assertThat(extent.getMaxX()).isCloseTo(expected.getMaxX(), within(1e-5));
    assertThat(extent.getMinY()).isCloseTo(expected.getMinY(), within(1e-5));
    assertThat(extent.getMaxY()).isCloseTo(expected.getMaxY(), within(1e-5));
    assertThat(run("ogrinfo", "-al", "-so", "-where", "state = 'waiting'", files.geoJson()))
        .contains("Feature Count: 191");
    assertThat(run("ogrinfo", "-al", "-so", files.runs())).contains("Feature Count: 192");
    assertThat(run("ogrinfo", "-al", "-so", files.tasks())).contains("Feature Count: 768");
  }

  @Test
  void gdalReadsWhateverCanBeInAFile() throws Exception {
    ReportFiles files = mixed();
    String layer = run("ogrinfo", "-al", files.geoJson());
    assertThat(layer)
        .contains("Feature Count: 6", "source_State", "source_source_state", "分水嶺 שלום 🌊")
        .contains(LONG)
        .doesNotContain("ERROR");
    assertThat((Object) extent(layer)).isEqualTo(new Envelope(-170, 170, 0, 46.25));
    assertThat(run("ogrinfo", "-al", "-so", files.runs())).contains("Feature Count: 6");
  }

  @Test
  void gdalWritesItIntoAGeoPackage() throws Exception {
    ReportFiles files = mixed();
    Path geoPackage = directory.resolve("runs.gpkg");
    run("ogr2ogr", "-f", "GPKG", geoPackage, files.geoJson(), "-nln", "runs");
    assertThat(run("ogrinfo", "-al", "-so", geoPackage, "runs")).contains("Feature Count: 6");
    assertThat(run("ogrinfo", "-al", "-where", "run_id = 'clockwise'", geoPackage, "runs"))
        .contains("state (String) = waiting", "duration_s (Real) = 1.5");
  }

  @Test
  void ringsHaveTheDirectionOfTheStandard() throws Exception {
    JsonNode layer = JSON.readTree(mixed().geoJson().toFile());
    assertThat(layer.at("/features/0/geometry/coordinates").toString())
        .isEqualTo("[[[0,0],[1,1],[0,1],[0,0]],[[0.1,0.2],[0.1,0.4],[0.2,0.4],[0.1,0.2]]]");
  }

  @Test
  void pythonReadsTheTables() throws Exception {
    ReportFiles files = mixed();
    String read =
        run(
            "python3",
            "-c",
            """
            import csv, json, sys
            csv.field_size_limit(10 ** 9)
            with open(sys.argv[1], newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file, strict=True))
            with open(sys.argv[2], newline="", encoding="utf-8") as file:
                tasks = list(csv.DictReader(file, strict=True))
            assert all(None not in row and None not in row.values() for row in rows + tasks)
            print(json.dumps({"runs": rows, "tasks": len(tasks)}))
            """,
            files.runs(),
            files.tasks());
    JsonNode tables = JSON.readTree(read);
    assertThat(tables.get("tasks").asInt()).isEqualTo(24);
    List<String> ids = new ArrayList<>();
    tables.get("runs").forEach(row -> ids.add(Csv.unguarded(row.get("run_id").asText())));
    List<String> expected = new ArrayList<>();
    JSON.readTree(files.geoJson().toFile())
        .get("features")
        .forEach(feature -> expected.add(feature.at("/properties/run_id").asText()));
    assertThat(ids).isEqualTo(expected);
    assertThat(tables.at("/runs/2/failure_message").asText())
        .startsWith("two lines, \"quoted\" éé");
  }

  private static Envelope extent(String layer) {
    Matcher extent =
        Pattern.compile("Extent: \\((\\S+), (\\S+)\\) - \\((\\S+), (\\S+)\\)").matcher(layer);
    assertThat(extent.find()).isTrue();
    return new Envelope(
        Double.parseDouble(extent.group(1)),
        Double.parseDouble(extent.group(3)),
        Double.parseDouble(extent.group(2)),
        Double.parseDouble(extent.group(4)));
  }

  private static void positions(JsonNode node, Envelope envelope) {
    if (node.isArray() && node.size() >= 2 && node.get(0).isNumber()) {
      envelope.expandToInclude(node.get(0).asDouble(), node.get(1).asDouble());
    } else if (node.has("geometry")) {
      positions(node.at("/geometry/coordinates"), envelope);
    } else {
      node.forEach(each -> positions(each, envelope));
    }
  }

  /** Runs a program to its end and returns what it wrote; skips the test where there is none. */
  private String run(String program, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program(program).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path output = Files.createTempFile(directory, program, ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = process.waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(exitCode).as(text).isZero();
    return text;
  }

  private static Path program(String name) {
    for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (!place.isEmpty() && Files.isExecutable(Path.of(place, name))) {
        return Path.of(place, name);
      }
    }
    String reason = "there is no \"%s\" on the PATH (gdal-bin, python3)".formatted(name);
    if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
      return Assertions.fail(reason);
    }
    return Assumptions.abort(reason);
  }
}

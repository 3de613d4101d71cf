package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchReportTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Half of a surrogate pair in the middle, as the cut end of a log has it. */
  private static final String HOSTILE_MESSAGE =
      "=cmd|'/c calc'!A1 </script><script>alert(1)</script> \"quoted\", \u202egnp \ud83d \u2028 & so on";

  private static final String FOUR =
      """
      {"type":"FeatureCollection","features":[
       {"type":"Feature","id":7,"bbox":[0,0,1,1],"geometry":{"type":"Polygon","coordinates":
         [[[0,0],[1,0],[1,1.0000000000000002,12.5],[0,1],[0,0]]]},
         "properties":{"name":"a","State":"OR","state":1,"source_state":null,"big":123456789012345678901234567890,
         "nan":NaN,"deep":{"list":[1,2.50,true]}}},
       {"type":"Feature","geometry":{"type":"Point","coordinates":[-117.5,46.25]},"properties":{"name":"b"}},
       {"type":"Feature","geometry":null,"properties":{"name":"c","html":"</script>"}},
       {"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[
         {"type":"LineString","coordinates":[[2,2],[3,3],[4,2]]},{"type":"MultiPoint","coordinates":[[5,5]]}]},
         "properties":{"name":"d"}}]}
      """;

  @TempDir Path directory;

  private ReportBatch four() throws IOException {
    return ReportBatch.create(directory, FOUR);
  }

  private ReportFiles report(ReportBatch batch) {
    return BatchReport.write(batch.batch(), directory.resolve("report"));
  }

  private static void all(ReportBatch.Execution execution, String runId) {
    execution.succeeds(runId, "delineation", 0, 10);
    execution.succeeds(runId, "soils", 10, 30);
    execution.succeeds(runId, "climate", 15, 25.5);
    execution.succeeds(runId, "wepp", 40, 41.25);
  }

  private static List<Map<String, String>> table(Path csv) throws IOException {
    List<List<String>> rows = Csv.rows(Files.readString(csv));
    List<String> names = rows.get(0);
    return rows.stream()
        .skip(1)
        .map(
            row -> {
              assertThat(row).hasSameSizeAs(names);
              return IntStream.range(0, row.size())
                  .boxed()
                  .collect(Collectors.toMap(names::get, row::get));
            })
        .toList();
  }

  private static JsonNode pageData(Path html) throws IOException {
    Matcher data =
        Pattern.compile(
                "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
            .matcher(Files.readString(html));
    assertThat(data.find()).isTrue();
    return JSON.readTree(data.group(1));
  }

  @Test
  void aBatchThatHasNotRunIsAllMissing() throws IOException {
    ReportFiles files = report(four());
    assertThat(files.missing()).hasContent("a\nb\nc\nd\n");
    assertThat(files.all()).hasContent("a\nb\nc\nd\n");
    assertThat(files.succeeded()).isEmptyFile();
    assertThat(files.failed()).isEmptyFile();
    JsonNode summary = JSON.readTree(files.summary().toFile());
    assertThat(summary.at("/state").asText()).isEqualTo("new");
    assertThat(summary.at("/as_of").isNull()).isTrue();
    assertThat(summary.at("/runs").toString())
        .isEqualTo("{\"total\":4,\"succeeded\":0,\"failed\":0,\"running\":0,\"waiting\":4}");
    assertThat(summary.at("/task_durations/0/median_s").isNull()).isTrue();
    assertThat(table(files.runs())).extracting("state").containsOnly("waiting");
    assertThat(pageData(files.html()).at("/rows")).hasSize(4);
  }

  @Test
  void runsAndTasksAreTold() throws IOException {
    Failure failure =
        Failure.of(FailureKind.EXIT_CODE, HOSTILE_MESSAGE).withExitCode(3).withDetail("the log");
    ReportFiles files =
        report(
            four()
                .execution(
                    execution -> {
                      all(execution, "a");
                      execution.succeeds("b", "delineation", 0, 2);
                      execution.fails("b", "soils", 2, 4.125, failure);
                      execution.submits("c", "delineation");
                    }));

    Map<String, Map<String, String>> runs =
        table(files.runs()).stream()
            .collect(Collectors.toMap(row -> row.get("run_id"), row -> row));
    assertThat(runs.get("a"))
        .containsEntry("state", "succeeded")
        .containsEntry("attempts", "4")
        .containsEntry("began", "2026-03-01T08:00:00Z")
        .containsEntry("ended", "2026-03-01T08:00:41.250Z")
        .containsEntry("duration_s", "31.250")
        .containsEntry("tasks_succeeded", "4")
        .containsEntry("failure_message", "");
    assertThat(runs.get("b"))
        .containsEntry("state", "failed")
        .containsEntry("area_m2", "0.0")
        .containsEntry("tasks_skipped", "1")
        .containsEntry("tasks_waiting", "1")
        .containsEntry("failed_task", "soils")
        .containsEntry("failure_kind", "EXIT_CODE")
        .containsEntry("failure_message", "'" + HOSTILE_MESSAGE.replace('\ud83d', '?'));
    assertThat(runs.get("c"))
        .containsEntry("state", "waiting")
        .containsEntry("attempts", "1")
        .containsEntry("duration_s", "");

    Map<String, String> soilsOfB =
        table(files.tasks()).stream()
            .filter(row -> row.get("run_id").equals("b") && row.get("task").equals("soils"))
            .collect(Collectors.toList())
            .get(0);
    assertThat(soilsOfB)
        .containsEntry("state", "failed")
        .containsEntry("duration_s", "2.125")
        .containsEntry("exit_code", "3")
        .containsEntry("signal", "")
        .containsEntry("failure_signature", runs.get("b").get("failure_signature"));
    assertThat(table(files.tasks())).hasSize(16);

    JsonNode summary = JSON.readTree(files.summary().toFile());
    assertThat(summary.at("/as_of").asText()).isEqualTo("2026-03-01T09:00:00Z");
    assertThat(summary.at("/failures/0/example_run").asText()).isEqualTo("b");
    assertThat(summary.at("/failures/0/count").asInt()).isEqualTo(1);
    assertThat(summary.at("/executions/0/executor").asText()).isEqualTo("local");
    assertThat(summary.at("/task_durations/0/max_s").asDouble()).isEqualTo(10);
    assertThat(summary.at("/task_durations/1/failed").asInt()).isEqualTo(1);
  }

  @Test
  void aRunThatFailedAndThenSucceededHasSucceeded() throws IOException {
    ReportBatch batch =
        four()
            .execution(
                execution ->
                    execution.fails(
                        "a", "delineation", 0, 1, Failure.of(FailureKind.NODE_LOST, "gone")));
    assertThat(report(batch).failed()).hasContent("a\n");
    batch.execution(execution -> all(execution, "a"));
    ReportFiles files = report(batch);
    assertThat(files.succeeded()).hasContent("a\n");
    assertThat(files.failed()).isEmptyFile();
    assertThat(JSON.readTree(files.summary().toFile()).at("/failures")).isEmpty();
    assertThat(table(files.runs()).get(0)).containsEntry("attempts", "5");
  }

  @Test
  void anAttemptThatWasCancelledWithoutAWordHasFailed() throws IOException {
    ReportFiles files =
        report(
            four()
                .execution(
                    execution ->
                        execution.end(
                            "a", "delineation", TaskStatus.CANCELLED, 1, 2, Optional.empty())));
    assertThat(files.failed()).hasContent("a\n");
    assertThat(table(files.runs()).get(0)).containsEntry("failure_kind", "CANCELLED");
  }

  @Test
  void aRunningBatchIsReportedAsItStands() throws IOException {
    ReportBatch batch =
        four()
            .execution(
                execution -> {
                  all(execution, "a");
                  execution.submits("b", "delineation");
                },
                false);
    ReportFiles files = batch.reportWhileRunning(directory.resolve("report"));
    JsonNode summary = JSON.readTree(files.summary().toFile());
    assertThat(summary.at("/state").asText()).isEqualTo("running");
    assertThat(summary.at("/executions/0/ended_at").isNull()).isTrue();
    assertThat(table(files.runs()))
        .extracting("state")
        .containsExactly("succeeded", "running", "waiting", "waiting");
    assertThat(files.missing()).hasContent("b\nc\nd\n");
  }

  @Test
  void tasksThatAreSwitchedOffAreLeftAside() throws IOException {
    ReportBatch batch = four();
    batch.batch().select(TaskSelection.of(Map.of("wepp", false, "soils", false)));
    batch.execution(
        execution -> {
          execution.succeeds("a", "delineation", 0, 1);
          execution.succeeds("a", "climate", 1, 2);
        });
    ReportFiles files = report(batch);
    assertThat(files.succeeded()).hasContent("a\n");
    assertThat(table(files.tasks())).extracting("state").contains("disabled");
    assertThat(pageData(files.html()).at("/tasks/3/enabled").asBoolean()).isFalse();
  }

  @Test
  void theMapLayerHasEveryFeatureAsItWasAndWhatBecameOfIt() throws IOException {
    ReportBatch batch = four().execution(execution -> all(execution, "a"));
    ReportFiles files = report(batch);
    WatershedCollection source = batch.batch().watersheds();
    WatershedCollection read = WatershedCollection.load(files.geoJson());
    assertThat(read.count()).isEqualTo(4);
    assertThat(read.issues()).hasSameSizeAs(source.issues());
    for (int feature = 0; feature < 4; feature++) {
      assertThat(read.geometryKind(feature)).isEqualTo(source.geometryKind(feature));
      assertThat(read.document(feature).get("geometry"))
          .isEqualTo(source.document(feature).get("geometry"));
      assertThat(read.geometry(feature).equalsExact(source.geometry(feature))).isTrue();
    }

    JsonNode layer = JSON.readTree(files.geoJson().toFile());
    assertThat(layer.has("crs")).isFalse();
    JsonNode first = layer.at("/features/0");
    assertThat(first.at("/id").asInt()).isEqualTo(7);
    assertThat(first.at("/bbox")).hasSize(4);
    JsonNode properties = first.at("/properties");
    assertThat(properties.at("/run_id").asText()).isEqualTo("a");
    assertThat(properties.at("/state").asText()).isEqualTo("succeeded");
    assertThat(properties.at("/duration_s").asDouble()).isEqualTo(31.25);
    assertThat(properties.at("/attempts").asInt()).isEqualTo(4);
    assertThat(properties.at("/failure_message").isNull()).isTrue();
    assertThat(properties.at("/source_State").asText()).isEqualTo("OR");
    assertThat(properties.at("/source_state").asInt()).isEqualTo(1);
    assertThat(properties.at("/source_source_state").isNull()).isTrue();
    assertThat(properties.at("/big").bigIntegerValue()).isEqualTo("123456789012345678901234567890");
    assertThat(properties.at("/nan").isNull()).isTrue();
    assertThat(properties.at("/deep").toString()).isEqualTo("{\"list\":[1,2.5,true]}");
    assertThat(layer.at("/features/2/geometry").isNull()).isTrue();
  }

  @Test
  void otherCoordinatesAreDeclared() throws IOException {
    String utm =
        """
        {"type":"FeatureCollection",
         "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::26911"}},
         "features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[500000.5,5000000]},
         "properties":{"name":"a"}}]}
        """;
    ReportFiles files = report(ReportBatch.create(directory, utm));
    JsonNode layer = JSON.readTree(files.geoJson().toFile());
    assertThat(layer.at("/crs/properties/name").asText()).isEqualTo("urn:ogc:def:crs:EPSG::26911");
    assertThat(layer.at("/features/0/geometry/coordinates/0").asDouble()).isEqualTo(500000.5);
    assertThat(JSON.readTree(files.summary().toFile()).at("/watersheds/declared_crs").asText())
        .isEqualTo("urn:ogc:def:crs:EPSG::26911");
    assertThat(pageData(files.html()).at("/map/coordinates").asText()).contains("26911");
  }

  @Test
  void hostileNamesStayText() throws IOException {
    List<String> names =
        List.of("=cmd!A1", "-1+1", "'quoted'", "a, b", "\u202egnp", "&amp;", "שלום");
    String features =
        names.stream()
            .map(
                name ->
                    "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{\"name\":\"%s\",\"</script>\":\"<!--<script>\"}}"
                        .formatted(name))
            .collect(Collectors.joining(","));
    ReportBatch batch =
        ReportBatch.create(
            directory, "{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}");
    batch.execution(
        execution ->
            names.forEach(
                name ->
                    execution.fails(
                        name,
                        "delineation",
                        0,
                        1,
                        Failure.of(FailureKind.EXCEPTION, HOSTILE_MESSAGE)
                            .withDetail("<!--<script>\u0000"))));
    ReportFiles files = report(batch);

    assertThat(table(files.runs()))
        .extracting(row -> Csv.unguarded(row.get("run_id")))
        .containsExactlyElementsOf(names);
    assertThat(table(files.runs())).extracting("run_id").contains("'=cmd!A1", "'-1+1", "''quoted'");
    assertThat(Files.readAllLines(files.failed())).containsExactlyInAnyOrderElementsOf(names);
    String page = Files.readString(files.html());
    assertThat(Pattern.compile("(?i)<script").matcher(page).results()).hasSize(2);
    assertThat(Pattern.compile("(?i)</script").matcher(page).results()).hasSize(2);
    assertThat(page).doesNotContain("<!--");
    JsonNode data = pageData(files.html());
    assertThat(data.at("/rows/6/0").asText()).isEqualTo("שלום");
    assertThat(data.at("/groups/0/message").asText())
        .isEqualTo(HOSTILE_MESSAGE.replace('\ud83d', '?'));
  }

  @Test
  void thePageAllowsItsOwnStyleAndScriptAlone() throws IOException {
    String page = Files.readString(report(four()).html());
    String style = between(page, "<style>", "</style>");
    String script = page.substring(page.lastIndexOf("<script>") + 8, page.lastIndexOf("</script>"));
    assertThat(between(page, "Content-Security-Policy\" content=\"", "\""))
        .isEqualTo(
            "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
                .formatted(hash(style), hash(script)));
    assertThat(page.replace(style, "").replace(script, ""))
        .doesNotContain("{{")
        .doesNotContainPattern("(?i)\\s(src|on[a-z]+|style)\\s*=");
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("://");
    assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(");
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static String hash(String text) {
    return "sha256-"
        + Base64.getEncoder()
            .encodeToString(Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes());
  }

  @Test
  void aSecondReportReplacesTheFirstAndLeavesNothingElse() throws IOException {
    ReportBatch batch = four();
    report(batch);
    batch.execution(execution -> all(execution, "a"));
    ReportFiles files = report(batch);
    try (Stream<Path> found = Files.list(files.directory())) {
      assertThat(found)
          .containsExactlyInAnyOrder(
              files.html(),
              files.summary(),
              files.runs(),
              files.tasks(),
              files.geoJson(),
              files.succeeded(),
              files.failed(),
              files.missing(),
              files.all());
    }
    assertThat(files.missing()).hasContent("b\nc\nd\n");
  }

  @Test
  void theDirectoryOfARunIsRefused() throws IOException {
    BatchRunner batch = four().batch();
    assertThatThrownBy(() -> BatchReport.write(batch, batch.runDirectory("a").resolve("report")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("where the run \"a\" works");
    assertThat(batch.runDirectory("a")).doesNotExist();
  }

  @Test
  void theBaseProjectIsRefused() throws IOException {
    BatchRunner batch = four().batch();
    assertThatThrownBy(() -> BatchReport.write(batch, batch.baseDirectory().resolve("report")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in the base project");
  }

  @Test
  void aBatchWithoutRunIdsHasNoReport() {
    BatchRunner batch =
        BatchRunner.create(directory, BatchName.of("bare"), BaseConfig.named("base"));
    assertThatThrownBy(() -> BatchReport.write(batch, directory.resolve("report")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no run ids yet");
    assertThat(directory.resolve("report")).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    BatchRunner batch = four().batch();
    assertThatThrownBy(() -> BatchReport.write(batch, file.resolve("report")))
        .hasMessageContaining("cannot make the directory")
        .hasMessageContaining(file.toString());
  }
}

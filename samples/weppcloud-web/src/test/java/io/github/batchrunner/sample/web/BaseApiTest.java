package io.github.batchrunner.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.web.Client.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BaseApiTest {

  private static final byte[] TIFF = "II*\0 a raster".getBytes(StandardCharsets.US_ASCII);

  @TempDir static Path data;
  private static Service service;
  private static Client admin;
  private static Client viewer;
  private static int batches;
  private String batch = "";

  @BeforeAll
  static void start() {
    service = Service.start(data);
    admin = service.admin();
    viewer = service.viewer();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void create() {
    batch = "demo-" + batches++;
    assertThat(
            admin
                .post(
                    "/api/batches",
                    "{\"name\": \"%s\", \"config\": \"disturbed9002_wbt\"}".formatted(batch))
                .status())
        .isEqualTo(201);
  }

  private String path() {
    return "/api/batches/" + batch + "/base";
  }

  private Path file(String name) {
    return data.resolve("batch").resolve(batch).resolve("_base").resolve(name);
  }

  private static JsonNode field(JsonNode view, String control, String name) {
    for (JsonNode each : view.path("controls")) {
      if (each.path("id").asString().equals(control)) {
        for (JsonNode field : each.path("fields")) {
          if (field.path("name").asString().equals(name)) {
            return field;
          }
        }
      }
    }
    throw new AssertionError("there is no " + control + "." + name);
  }

  @Test
  void theControlsComeInTheOrderOfThePage() {
    Response response = viewer.get(path());

    assertThat(response.status()).isEqualTo(200);
    List<String> ids =
        response.json().path("controls").valueStream().map(c -> c.path("id").asString()).toList();
    assertThat(ids)
        .containsExactly(
            "sbs", "channels", "subcatchments", "landuse", "soils", "climate", "wepp", "omni");
    assertThat(response.json().path("controls").valueStream())
        .allMatch(control -> control.path("available").asBoolean());
    JsonNode years = field(response.json(), "climate", "input_years");
    assertThat(years.path("type").asString()).isEqualTo("integer");
    assertThat(years.path("value").asInt()).isEqualTo(100);
    assertThat(years.path("min").asInt()).isEqualTo(1);
    assertThat(years.path("max").asInt()).isEqualTo(1000);
    assertThat(years.path("shown_when").path("field").asString()).isEqualTo("mode");
    JsonNode severity = field(response.json(), "sbs", "uniform_severity");
    assertThat(severity.has("value")).isTrue();
    assertThat(severity.path("choices").path(0).has("value")).isTrue();
  }

  @Test
  void anEditIsWrittenAndToldOf() throws IOException {
    String before = Files.readString(file("climate.nodb"));

    Response response =
        admin.put(path(), "{\"controls\": {\"climate\": {\"input_years\": 30, \"mode\": 5}}}");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.json().path("edits").valueStream().map(e -> e.path("attribute").asString()))
        .containsExactly("_input_years", "_climate_mode");
    assertThat(field(response.json(), "climate", "input_years").path("value").asInt())
        .isEqualTo(30);
    assertThat(Files.readString(file("climate.nodb")))
        .isEqualTo(
            before
                .replace("\"_input_years\": 100", "\"_input_years\": 30")
                .replace(
                    "ClimateMode\"}, {\"py/tuple\": [-1]}", "ClimateMode\"}, {\"py/tuple\": [5]}"));
    assertThat(file("climate.nodb.lock")).doesNotExist();
  }

  @Test
  void allThatIsWrongIsSaidAtOnceAndNothingIsChanged() throws IOException {
    String before = Files.readString(file("wepp.nodb"));

    Response response =
        admin.put(
            path(),
            """
            {"controls": {"wepp": {"channel_critical_shear": 20.5, "kslast": "<script>alert(1)</script>"},
              "climate": {"input_years": 0, "inputyears": 4}, "climat": {}}}
            """);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.header("Content-Type")).startsWith("application/problem+json");
    assertThat(response.json().path("errors").valueStream().map(e -> e.path("field").asString()))
        .containsExactly("climat", "climate.input_years", "climate.inputyears", "wepp.kslast");
    assertThat(response.body())
        .contains("did you mean \\\"climate\\\"?", "did you mean \\\"input_years\\\"?");
    assertThat(Files.readString(file("wepp.nodb"))).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"controls\": {\"climate\": {\"input_years\": 1e999}}}",
        "{\"controls\": {\"climate\": {\"input_years\": NaN}}}",
        "{\"controls\": {\"climate\": {\"input_years\": \"30\"}}}",
        "{\"controls\": {\"climate\": {\"input_years\": [30]}}}",
        "{\"controls\": {\"climate\": {\"input_years\": 30.5}}}",
        "{\"controls\": {\"climate\": {\"input_years\": 99999999999999999999}}}",
        "{\"controls\": {\"climate\": {\"station\": \"../../etc/passwd\"}}}",
        "{\"controls\": {\"climate\": {\"station\": 5}}}",
        "{\"controls\": {\"climate\": {\"mode\": 4}}}",
        "{\"controls\": {\"climate\": {\"mode\": null}}}",
        "{\"controls\": {\"climate\": 5}}",
        "{\"controls\": []}",
        "{\"controls\": null}",
        "{}",
        "[]",
        "{\"controls\"",
        "{\"controls\": {\"omni\": {\"scenarios\": {\"type\": \"thinning\"}}}}",
        "{\"controls\": {\"omni\": {\"scenarios\": [{\"type\": \"sbs_map\", \"sbs_file_path\": \"/etc/passwd\"}]}}}",
        "{\"controls\": {\"sbs\": {\"file\": \"../../wepp.nodb\"}}}"
      })
  void whatCannotBeIsRefused(String body) throws IOException {
    String before = Files.readString(file("climate.nodb"));

    Response response = admin.put(path(), body);

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.header("Content-Type")).startsWith("application/problem+json");
    assertThat(response.json().path("detail").asString()).isNotBlank();
    assertThat(Files.readString(file("climate.nodb"))).isEqualTo(before);
  }

  @Test
  void aViewerLooksAndDoesNotTouch() {
    assertThat(viewer.get(path()).status()).isEqualTo(200);
    assertThat(viewer.put(path(), "{\"controls\": {}}").status()).isEqualTo(403);
    assertThat(viewer.upload(path() + "/sbs", "a.tif", TIFF).status()).isEqualTo(403);
    assertThat(viewer.delete(path() + "/sbs").status()).isEqualTo(403);
    assertThat(service.anonymous().get(path()).status()).isEqualTo(401);
  }

  @Test
  void aBatchThatIsNotThereHasNoBase() {
    assertThat(admin.get("/api/batches/nobody/base").status()).isEqualTo(404);
    assertThat(admin.put("/api/batches/nobody/base", "{\"controls\": {}}").status()).isEqualTo(404);
    assertThat(admin.upload("/api/batches/nobody/base/sbs", "a.tif", TIFF).status()).isEqualTo(404);
  }

  @Test
  void aFileThatSomebodyHasLockedIsRefusedAndSaidSo() throws IOException {
    Files.writeString(file("climate.nodb.lock"), "1.5");

    Response response = admin.put(path(), "{\"controls\": {\"climate\": {\"input_years\": 30}}}");

    assertThat(response.status()).isEqualTo(409);
    assertThat(response.json().path("detail").asString())
        .contains("climate.nodb")
        .doesNotContain(data.toString());
    assertThat(file("climate.nodb.lock")).hasContent("1.5");
    assertThat(admin.put(path(), "{\"controls\": {\"climate\": {\"input_years\": 100}}}").status())
        .as("nothing to write needs no lock")
        .isEqualTo(200);
  }

  @Test
  void aMapOfBurnSeveritiesIsKeptReplacedAndRemoved() throws IOException {
    Response first = admin.upload(path() + "/sbs", "../../Holiday Farm <b>.TIFF", TIFF);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    String name = field(first.json(), "sbs", "file").path("value").asString();
    assertThat(name).matches("sbs-holiday-farm-b-[0-9a-f]{12}\\.tif");
    assertThat(file("disturbed").resolve(name)).hasBinaryContent(TIFF);
    assertThat(Files.readString(file("disturbed.nodb")))
        .contains("\"_disturbed_fn\": \"" + name + "\"");

    byte[] image = "EHFA_HEADER_TAG and more".getBytes(StandardCharsets.US_ASCII);
    Response second = admin.upload(path() + "/sbs", "b.img", image);
    assertThat(second.status()).as(second.body()).isEqualTo(200);
    assertThat(rasters()).singleElement().asString().matches("sbs-b-[0-9a-f]{12}\\.img");

    Response gone = admin.delete(path() + "/sbs");
    assertThat(gone.status()).isEqualTo(200);
    assertThat(field(gone.json(), "sbs", "file").path("value").isNull()).isTrue();
    assertThat(rasters()).isEmpty();
    assertThat(admin.delete(path() + "/sbs").json().path("edits")).isEmpty();
    assertThat(file("disturbed.nodb.lock")).doesNotExist();
  }

  private List<String> rasters() throws IOException {
    try (Stream<Path> files = Files.list(file("disturbed"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"a.tif,not a tiff", "a.img,II*", "a.vrt,<VRTDataset>", "'',II*", "a.tif,''"})
  void whatIsNoRasterIsRefused(String name, String content) throws IOException {
    Response response =
        admin.upload(path() + "/sbs", name, content.getBytes(StandardCharsets.US_ASCII));

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(rasters()).isEmpty();
  }

  @Test
  void aProjectWithoutTheModuleTakesNoMap() {
    admin.post("/api/batches", "{\"name\": \"plain\", \"config\": \"general\"}");

    Response view = admin.get("/api/batches/plain/base");
    assertThat(view.json().path("controls").path(0).path("available").asBoolean()).isFalse();
    assertThat(view.json().path("controls").path(0).path("reason").asString())
        .contains("disturbed");
    assertThat(admin.upload("/api/batches/plain/base/sbs", "a.tif", TIFF).status()).isEqualTo(400);
  }
}

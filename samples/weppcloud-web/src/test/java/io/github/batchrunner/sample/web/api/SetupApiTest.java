package io.github.batchrunner.sample.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.SharedData;
import io.github.batchrunner.sample.web.Client.Response;
import io.github.batchrunner.sample.web.Service;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Batches are created and configured over HTTP, and what cannot be is refused with a sentence. */
class SetupApiTest {

  private static final String SQUARE =
      """
      {"type": "Feature", "id": "%1$s", "properties": {"name": "%1$s", "n": %2$d}, "geometry":
       {"type": "Polygon", "coordinates": [[[%2$d, 0], [%2$d.5, 0], [%2$d.5, 1], [%2$d, 0]]]}}""";

  @TempDir private static Path data;
  private static Service service;
  private static Described admin;

  @BeforeAll
  static void start() {
    service = Service.start(data);
    admin = new Described(service.admin());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aBatchIsCreatedUnderANameThatIsFreeAndListed() {
    assertThat(admin.get("/api/batch-names?name=palouse").json().path("usable").asBoolean())
        .isTrue();

    Response created = create("palouse");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/api/batches/palouse");
    JsonNode batch = created.json();
    assertThat(batch.path("config").asString()).isEqualTo("disturbed9002_wbt");
    assertThat(batch.path("state").asString()).isEqualTo("new");
    assertThat(batch.path("watersheds").isNull()).isTrue();
    assertThat(batch.path("template").path("status").asString()).isEqualTo("none");
    assertThat(texts(batch.path("tasks"), "label"))
        .containsExactly(
            "Watershed Delineation and Abstraction",
            "Landuse",
            "Soils",
            "Climate",
            "WEPP",
            "WATAR",
            "Omni Scenarios");
    assertThat(batch.path("ready").path("reasons").toString())
        .contains("Upload a watershed GeoJSON");
    assertThat(admin.get("/api/batches/palouse").json()).isEqualTo(batch);
    assertThat(texts(admin.get("/api/batches").json().path("batches"), "name")).contains("palouse");
    JsonNode name = admin.get("/api/batch-names?name=palouse").json();
    assertThat(name.path("usable").asBoolean()).isFalse();
    assertThat(name.path("reason").asString()).contains("\"palouse\" already");
    Response again = create("palouse");
    assertThat(again.status()).isEqualTo(409);
    assertThat(field(again)).isEqualTo("name");
  }

  @Test
  void oneBrokenBatchDoesNotHideTheOthers() throws IOException {
    create("whole");
    Path broken = Files.createDirectories(data.resolve("batch/broken"));
    Files.writeString(broken.resolve("batch_runner.nodb"), "{");
    try {
      List<JsonNode> batches = list(admin.get("/api/batches").json().path("batches"));
      assertThat(batches)
          .anySatisfy(
              batch -> {
                assertThat(batch.path("name").asString()).isEqualTo("broken");
                assertThat(batch.path("state").isNull()).isTrue();
                assertThat(batch.path("problem").asString()).isNotEmpty();
              })
          .anySatisfy(batch -> assertThat(batch.path("state").asString()).isEqualTo("new"));
    } finally {
      Files.delete(broken.resolve("batch_runner.nodb"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Palouse", "../x", "a b", "create", "con", "", "%00", "x/y", "%E2%80%AEgp"})
  void namesThatBreakARuleAreRefusedWithTheLibrarysSentence(String name) {
    JsonNode answer = admin.get("/api/batch-names?name=" + name.replace(" ", "%20")).json();

    assertThat(answer.path("usable").asBoolean()).isFalse();
    assertThat(answer.path("reason").asString()).containsAnyOf("a batch name is", "reserved name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"Bad Name\",\"config\":\"c\"}|a batch name is",
        "{\"name\":\"fine\",\"config\":\"../c\"}|is not the name of a config",
        "{\"name\":\"fine\"}|\"config\" is missing",
        "{\"name\":null,\"config\":\"c\"}|\"name\" is missing",
        "{\"name\":5,\"config\":\"c\"}|\"name\" has to be a text",
        "{\"name\":{\"a\":1},\"config\":\"c\"}|\"name\" has to be a text",
        "{\"nam\":\"fine\",\"config\":\"c\"}|There is no \"nam\" here; possible is: \"config\", \"name\"",
        "{\"name\":|is not JSON",
        "[]|not a JSON object",
        "7|not a JSON object",
        "null|no JSON in it"
      })
  void whatIsNoBatchIsRefused(String json, String sentence) {
    Response refused = admin.post("/api/batches", json);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.json().path("detail").asString())
        .contains(sentence)
        .doesNotContain("tools.jackson", "io.github", data.toString());
    assertThat(refused.json().path("instance").asString()).isEqualTo("/api/batches");
    assertThat(data.resolve("batch/fine")).doesNotExist();
  }

  @Test
  void realWatershedsGetRunIdsInFewSteps() {
    Path oregon = SharedData.file("oregon-drinking-watersheds.geojson");
    create("oregon");

    JsonNode uploaded = admin.upload("/api/batches/oregon/watersheds", oregon).json();

    JsonNode watersheds = uploaded.path("watersheds");
    assertThat(watersheds.path("features").asInt()).isEqualTo(192);
    assertThat(watersheds.path("filename").asString()).isEqualTo(oregon.getFileName().toString());
    assertThat(watersheds.path("uploaded_by").asString()).isEqualTo("admin");
    assertThat(watersheds.path("bounds").path(0).asDouble()).isBetween(-125.0, -124.0);
    assertThat(texts(watersheds.path("properties"), "name")).contains("WATER_PROV", "SRC_LABEL");
    assertThat(watersheds.path("issues")).isNotEmpty();

    JsonNode tried =
        runIds("oregon", "{\"template\":\"{properties['WATER_PROV']}\",\"show\":\"problems\"}");
    assertThat(tried.path("valid").asBoolean()).isFalse();
    assertThat(tried.path("problem").isNull()).isTrue();
    JsonNode summary = tried.path("summary");
    assertThat(summary.path("total_features").asInt()).isEqualTo(192);
    assertThat(summary.path("duplicate_run_ids").asInt()).isPositive();
    JsonNode bandon = tried.path("duplicates").path(0);
    assertThat(bandon.path("run_id").asString()).isEqualTo("City of Bandon");
    assertThat(bandon.at("/features/0/properties/SRC_LABEL").asString()).isEqualTo("Geiger Creek");
    assertThat(bandon.at("/features/1/properties/SRC_LABEL").asString()).isEqualTo("Ferry Creek");
    assertThat(bandon.at("/features/0/properties").has("WATER_PROV")).isFalse();
    assertThat(texts(tried.path("rows"), "state"))
        .doesNotContain("ok")
        .contains("duplicate", "error");
    assertThat(admin.get("/api/batches/oregon").json().at("/template/status").asString())
        .isEqualTo("none");

    JsonNode kept =
        admin
            .put(
                "/api/batches/oregon/template",
                "{\"template\":\"{one_based_index}-{slug(properties['WATER_PROV'])}\"}")
            .json();
    assertThat(kept.path("valid").asBoolean()).isTrue();
    JsonNode batch = admin.get("/api/batches/oregon").json();
    assertThat(batch.at("/template/summary/valid_run_ids").asInt()).isEqualTo(192);
    assertThat(batch.at("/ready/ok").asBoolean()).isTrue();

    JsonNode plan = admin.post("/api/batches/oregon/plan", "{\"size\":3}").json();
    assertThat(plan.path("to_run").asInt()).isEqualTo(192 * 7);
    assertThat(plan.path("items")).hasSize(3);
    assertThat(plan.at("/reasons/0/sentence").asString()).isEqualTo("has never run");

    Response map = admin.get("/api/batches/oregon/map");
    assertThat(map.json().path("shapes")).hasSize(192);
    assertThat(map.json().path("crs").asString()).isEqualTo("degrees");
    Response same =
        admin
            .client()
            .send(
                admin
                    .client()
                    .request("/api/batches/oregon/map")
                    .header("If-None-Match", map.header("ETag")));
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
  }

  @Test
  void pagesOfRowsMeetAndEnd() {
    batchOfThree("pages");
    String template = "\"template\":\"{properties['name']}\"";

    JsonNode second = runIds("pages", "{" + template + ",\"page\":1,\"size\":2}");
    assertThat(texts(second.path("rows"), "run_id")).containsExactly("c");
    assertThat(second.at("/page/rows").asInt()).isEqualTo(3);
    assertThat(runIds("pages", "{" + template + ",\"page\":2147483647,\"size\":1000}").path("rows"))
        .isEmpty();
    assertThat(texts(second.path("rows"), "feature_id")).containsExactly("c");
    for (String wrong :
        List.of(
            "\"page\":-1",
            "\"size\":0",
            "\"size\":1001",
            "\"page\":1.5",
            "\"page\":\"1\"",
            "\"page\":99999999999",
            "\"show\":\"some\"")) {
      Response refused =
          admin.post("/api/batches/pages/run-ids", "{" + template + "," + wrong + "}");
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(wrong).contains(field(refused));
    }
  }

  @Test
  void whileATemplateIsTypedItsProblemIsAnAnswer() {
    batchOfThree("typing");

    JsonNode typed = runIds("typing", "{\"template\":\"{properties['na\"}");
    assertThat(typed.path("valid").asBoolean()).isFalse();
    assertThat(typed.at("/problem/position").asInt()).isPositive();
    assertThat(typed.at("/summary/total_features").asInt()).isEqualTo(3);
    assertThat(runIds("typing", "{\"template\":\" \"}").at("/problem/detail").asString())
        .contains("empty");
    assertThat(
            runIds("typing", "{\"template\":\"" + "{" + "(".repeat(5000) + "\"}")
                .at("/problem/detail")
                .asString())
        .isNotEmpty();
    Response kept = admin.put("/api/batches/typing/template", "{\"template\":\"{properties['na\"}");
    assertThat(kept.status()).isEqualTo(400);
    assertThat(field(kept)).isEqualTo("template");
    assertThat(admin.get("/api/batches/typing").json().at("/template/status").asString())
        .isEqualTo("none");
  }

  @Test
  void collisionsAreToldApartFromDuplicates() {
    create("case");
    upload("case", collection("north", "North", "north", "south"));

    JsonNode report = runIds("case", "{\"template\":\"{properties['name']}\"}");

    assertThat(texts(report.path("rows"), "state"))
        .containsExactly("duplicate", "collision", "duplicate", "ok");
    assertThat(report.at("/collisions/0/run_ids")).hasSize(2);
    assertThat(report.at("/summary/collisions").asInt()).isEqualTo(1);
  }

  @Test
  void aBatchWhoseTemplateIsNotValidSaysSoAndCanBeMended() {
    batchOfThree("mend");
    admin.put("/api/batches/mend/template", "{\"template\":\"same\"}");
    JsonNode batch = admin.get("/api/batches/mend").json();
    assertThat(batch.at("/template/status").asString()).isEqualTo("invalid");
    assertThat(batch.at("/ready/reasons/0").asString()).contains("Correct the run-id template");
    Response plan = admin.post("/api/batches/mend/plan", "{}");
    assertThat(plan.status()).isEqualTo(400);
    assertThat(plan.json().path("detail").asString()).contains("correct it and validate again");

    JsonNode other = upload("mend", collection("d")).json();
    assertThat(other.at("/template/status").asString()).isEqualTo("stale");
    assertThat(other.at("/template/summary").isNull()).isTrue();
    admin.put("/api/batches/mend/template", "{\"template\":\"{index}\"}");
    assertThat(admin.get("/api/batches/mend").json().at("/ready/ok").asBoolean()).isTrue();
  }

  @Test
  void checkBoxesAreSetByGroup() {
    batchOfThree("boxes");
    JsonNode set =
        admin
            .put("/api/batches/boxes/tasks", "{\"groups\":{\"omni\":false,\"watar\":false}}")
            .json();
    assertThat(set.path("tasks").toString())
        .contains("\"group\":\"omni\",\"label\":\"Omni Scenarios\",\"enabled\":false");
    admin.put("/api/batches/boxes/template", "{\"template\":\"{index}\"}");
    JsonNode plan = admin.post("/api/batches/boxes/plan", "{}").json();
    assertThat(plan.path("to_run").asInt()).isEqualTo(3 * 5);
    assertThat(plan.at("/by_task/6/reasons/0/sentence").asString())
        .isEqualTo("its check-box is off");

    Response unknown = admin.put("/api/batches/boxes/tasks", "{\"groups\":{\"climat\":false}}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().path("detail").asString()).contains("climate");
    for (String wrong :
        List.of(
            "{}",
            "{\"groups\":{\"omni\":null}}",
            "{\"groups\":{\"omni\":\"false\"}}",
            "{\"groups\":{\"omni\":0}}",
            "{\"groups\":[]}")) {
      assertThat(admin.put("/api/batches/boxes/tasks", wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void aPlanTellsWhatIsForcedAndWhatAnEditWouldMakeRun() {
    batchOfThree("plans");
    admin.put("/api/batches/plans/template", "{\"template\":\"{index}\"}");

    Response nothing = admin.post("/api/batches/plans/plan", "{\"retry\":\"all\"}");
    assertThat(nothing.json().path("to_run").asInt()).isZero();
    for (String wrong :
        List.of(
            "{\"force\":\"some\"}",
            "{\"force\":\"tasks\"}",
            "{\"force\":\"tasks\",\"force_tasks\":[]}",
            "{\"force\":\"tasks\",\"force_tasks\":[null]}",
            "{\"force\":\"tasks\",\"force_tasks\":[\"climat\"]}",
            "{\"force_tasks\":\"climate\"}",
            "{\"retry\":\"deadbeef\"}",
            "{\"controls\":{\"climate\":{\"input_years\":\"many\"}}}",
            "{\"controls\":{\"weather\":{}}}",
            "{\"controls\":[]}")) {
      Response refused = admin.post("/api/batches/plans/plan", wrong);
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.json().path("detail").asString()).isNotEmpty();
    }
    assertThat(
            admin
                .post(
                    "/api/batches/plans/plan",
                    "{\"force\":\"tasks\",\"force_tasks\":[\"climate\"]}")
                .json()
                .path("to_run")
                .asInt())
        .isEqualTo(21);
  }

  @Test
  void requestsThatReachNoControllerGetProblemsToo() {
    batchOfThree("reach");
    expect(admin.get("/api/batches/nobody"), 404, "there is no batch \"nobody\"");
    expect(admin.get("/api/batches/Nobody"), 404, "there is no batch");
    expect(admin.get("/api/nothing/here"), 404, "/api/openapi describes");
    expect(
        admin.client().delete("/api/batches"),
        405,
        "\"DELETE\" is not possible at this address; use GET or POST");
    expect(admin.post("/api/configs", "{}"), 405, "use GET");
    expect(
        admin.client().send(text("/api/batches", "text/plain", "hello")),
        415,
        "send application/json");
    expect(admin.put("/api/batches/reach/watersheds", "{}"), 415, "send multipart/form-data");
    expect(admin.client().send("POST", "/api/batches", ""), 400, "no JSON in it");
    expect(
        admin
            .client()
            .send(
                text(
                    "/api/batches/reach/watersheds",
                    "multipart/form-data; boundary=x",
                    "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n--x--\r\n",
                    "PUT")),
        400,
        "no file in its field \"file\"");
    expect(
        admin
            .client()
            .send(text("/api/batches/reach/watersheds", "multipart/form-data", "x", "PUT")),
        400,
        "");
    expect(
        admin.post("/api/batches/reach/run-ids", "{\"template\":\"" + "x".repeat(1 << 20) + "\"}"),
        413,
        "larger than 1048576 bytes");
    expect(
        admin.post("/api/batches/reach/run-ids", "{\"template\":" + "[".repeat(2000) + "]}"),
        400,
        "");
    assertThat(admin.client().get("/nothing").header("Content-Type")).startsWith("text/html");
  }

  @Test
  void whatFailsInsideIsFoundInTheLogAndNotInTheAnswer() throws IOException {
    create("inside");
    Files.createDirectories(data.resolve("batch/inside/.batchrunner/journal.jsonl"));

    Response failed = admin.get("/api/batches/inside");

    expect(failed, 500, "the incident is \"" + failed.json().path("incident").asString() + "\"");
    assertThat(failed.json().path("incident").asString()).hasSize(36);
    assertThat(failed.body()).doesNotContain("journal");
  }

  @Test
  void aBatchThatWasRemovedIsThereNoMore() throws IOException {
    create("removed");
    Files.delete(data.resolve("batch/removed/batch_runner.nodb"));

    expect(admin.get("/api/batches/removed"), 404, "there is no batch \"removed\"");
  }

  private static void expect(Response response, int status, String sentence) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = response.json();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotEmpty();
    assertThat(problem.path("detail").asString())
        .isNotEmpty()
        .contains(sentence)
        .doesNotContain("Exception", data.toString());
  }

  private static HttpRequest.Builder text(String path, String type, String body) {
    return text(path, type, body, "POST");
  }

  private static HttpRequest.Builder text(String path, String type, String body, String method) {
    return admin
        .client()
        .withToken(admin.client().request(path))
        .header("Content-Type", type)
        .method(method, BodyPublishers.ofString(body));
  }

  static Stream<String> hostileNames() {
    return Stream.of(
        "../../../x.geojson",
        "/etc/passwd",
        "..\\..\\x.json",
        "<script>alert(1)</script>.geojson",
        "con.json",
        "\u202egnp.geojson",
        "%00.geojson",
        " ",
        "a".repeat(250) + ".geojson");
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void theNameOfAnUploadIsDataAndNeverAPath(String name) throws IOException {
    String batch = "n" + Integer.toHexString(name.hashCode());
    create(batch);

    JsonNode uploaded =
        admin
            .upload("/api/batches/" + batch + "/watersheds", name, collection("a").getBytes(UTF_8))
            .json();

    assertThat(uploaded.at("/watersheds/features").asInt()).isEqualTo(1);
    try (Stream<Path> files = Files.list(data.resolve("batch/" + batch + "/resources"))) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file -> assertThat(file.getFileName().toString()).matches("[A-Za-z0-9_.-]{1,100}"));
    }
    try (Stream<Path> left = Files.list(data.resolve("host/uploads"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatStandsInTheDataStaysData() {
    create("hostile");
    String script = "</script><script>alert(1)</script>";
    String bidi = "\\u202e\\u0000\\u0007";
    upload(
        "hostile",
        """
        {"type":"FeatureCollection","features":[{"type":"Feature","id":"%1$s","properties":
         {"%1$s":"%1$s","b":"%2$s","__proto__":{"x":1}},"geometry":{"type":"Point","coordinates":[0,0]}}]}
        """
            .formatted(script, bidi));

    JsonNode batch = admin.get("/api/batches/hostile").json();
    assertThat(batch.at("/watersheds/properties/0/name").asString()).isEqualTo(script);
    assertThat(admin.get("/api/batches/hostile").header("X-Content-Type-Options"))
        .isEqualTo("nosniff");
    JsonNode report = runIds("hostile", "{\"template\":\"{properties['b']}\"}");
    assertThat(report.at("/rows/0/state").asString()).isEqualTo("error");
    assertThat(report.at("/rows/0/feature_id").asString()).isEqualTo(script);
    assertThat(admin.get("/api/batches/hostile/map").json().at("/shapes/0/0")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"type\":\"FeatureCollection\"}",
        "{\"type\":\"FeatureCollection\",\"features\":[]}",
        "{\"type\":\"Feature\"}",
        "PK\u0003\u0004 a zip",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1]]]}}]}",
        "\u0000\u0000\u0000"
      })
  void whatIsNoCollectionOfWatershedsIsRefusedAndNothingChanges(String content) {
    create("refuse");
    upload("refuse", collection("a", "b"));

    Response refused = upload("refuse", content);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("detail").asString())
        .contains("up.geojson")
        .doesNotContain(data.toString(), "Exception");
    assertThat(admin.get("/api/batches/refuse").json().at("/watersheds/features").asInt())
        .isEqualTo(2);
  }

  @Test
  void deepNestingAndLargeFilesAreRefused() {
    create("large");
    Response deep =
        upload("large", "{\"type\":\"FeatureCollection\",\"features\":" + "[".repeat(100_000));
    assertThat(deep.status()).isEqualTo(400);

    byte[] tooLarge = new byte[31 << 20];
    Response refused = admin.upload("/api/batches/large/watersheds", "large.geojson", tooLarge);
    expect(refused, 413, "30.0 MiB");
    // Beyond what the container reads at all.
    expect(
        admin.upload("/api/batches/large/watersheds", "larger.geojson", new byte[110 << 20]),
        413,
        "30.0 MiB");
    assertThat(admin.get("/api/batches/large").json().path("watersheds").isNull()).isTrue();
  }

  @Test
  void mapsOfBatchesWithoutWatershedsDoNotExist() {
    create("bare");
    expect(admin.get("/api/batches/bare/map"), 400, "has no watersheds to show");
    expect(
        admin.post("/api/batches/bare/run-ids", "{\"template\":\"{index}\"}"),
        400,
        "attach a GeoJSON");
    expect(admin.post("/api/batches/bare/plan", "{}"), 400, "validate a template first");
  }

  private static Response create(String name) {
    return admin.post(
        "/api/batches", "{\"name\":\"%s\",\"config\":\"disturbed9002_wbt\"}".formatted(name));
  }

  private static Response upload(String batch, String content) {
    return admin.upload(
        "/api/batches/" + batch + "/watersheds", "up.geojson", content.getBytes(UTF_8));
  }

  private static JsonNode runIds(String batch, String json) {
    Response response = admin.post("/api/batches/" + batch + "/run-ids", json);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.json();
  }

  private static void batchOfThree(String name) {
    create(name);
    upload(name, collection("a", "b", "c"));
  }

  private static String collection(String... names) {
    StringBuilder features = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      features.append(i == 0 ? "" : ",").append(SQUARE.formatted(names[i], i));
    }
    return "{\"type\": \"FeatureCollection\", \"features\": [" + features + "]}";
  }

  private static String field(Response response) {
    return response.json().at("/errors/0/field").asString();
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<String> texts(JsonNode array, String member) {
    return list(array).stream().map(each -> each.path(member).asString()).toList();
  }
}

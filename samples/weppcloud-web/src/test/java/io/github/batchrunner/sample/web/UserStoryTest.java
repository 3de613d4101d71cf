package io.github.batchrunner.sample.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.Browser;
import io.github.batchrunner.browser.NeedsBrowser;
import io.github.batchrunner.browser.SharedData;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The whole way of a batch of 192 real watersheds through the pages of the runnable jar: from the
 * printed password to the report, with a second person, a killed service and three failures.
 */
@NeedsBrowser
@Timeout(480)
class UserStoryTest {

  /** The seven tasks, and a command before the climate that fails or waits as files say. */
  private static final String PIPELINE =
      """
      {"id": "story", "tasks": [
        {"id": "delineation", "label": "Watershed Delineation and Abstraction", "inputs": ["topaz.nodb"], "work": {"handler": "delineation"}},
        {"id": "landuse", "label": "Landuse", "needs": ["delineation"], "inputs": ["landuse.nodb"], "work": {"handler": "landuse"}},
        {"id": "soils", "label": "Soils", "needs": ["delineation"], "inputs": ["soils.nodb"], "work": {"handler": "soils"}},
        {"id": "station", "label": "Weather station", "group": "climate", "needs": ["delineation"],
         "work": {"command": ["sh", "-c",
           "echo $2 >> \\"$1/ledger\\"; echo looking for a station near $2; while [ -e \\"$1/hold\\" ]; do sleep 0.2; done; if [ -e \\"$1/trouble/$2\\" ]; then echo no weather station within 40 km of $2 >&2; exit 3; fi",
           "station", "%1$s", "{run_id}"]}},
        {"id": "climate", "label": "Climate", "needs": ["station"], "inputs": ["climate.nodb"], "work": {"handler": "climate"}},
        {"id": "wepp", "label": "WEPP", "needs": ["landuse", "soils", "climate"], "inputs": ["wepp.nodb"], "work": {"handler": "wepp"}},
        {"id": "watar", "label": "WATAR", "needs": ["wepp"], "work": {"handler": "watar"}},
        {"id": "omni", "label": "Omni Scenarios", "needs": ["wepp"], "inputs": ["omni.nodb"], "work": {"handler": "omni"}}]}
      """;

  private static final String IDS = "{slug(properties['WATER_PROV'])}-{one_based_index:03d}";

  @TempDir private Path directory;
  private Path data;
  private Path commands;
  private Path hold;
  private ServiceProcess service;
  private Browser browser;
  private BatchPage page;
  private LivePage live;

  @BeforeEach
  void startTheJar() throws IOException {
    data = directory.resolve("data");
    commands = Files.createDirectories(directory.resolve("commands").toAbsolutePath());
    hold = commands.resolve("hold");
    Files.createDirectories(commands.resolve("trouble"));
    Files.writeString(commands.resolve("pipeline.json"), PIPELINE.formatted(commands));
    browser = Browser.start(directory.resolve("profile"));
    browser.resize(1400, 1000);
    service = start();
    page = new BatchPage(browser, service.baseUri());
    live = new LivePage(browser);
  }

  private ServiceProcess start(String... more) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--pipeline=" + commands.resolve("pipeline.json"),
                "--host.executor-options.threads=4"));
    options.addAll(List.of(more));
    return ServiceProcess.startJar(data, options.toArray(String[]::new));
  }

  @AfterEach
  void end() throws IOException {
    Files.deleteIfExists(hold);
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @Test
  void fromTheFirstPageToTheReport() throws IOException {
    Path oregon = SharedData.file("oregon-drinking-watersheds.geojson");
    String password = service.printedPassword();
    page.signIn("admin", password);
    page.picture("story-01-batches");

    page.click("main a[href='/batch/create/']");
    browser.until("return document.querySelector('#name-says')?.textContent.length > 0");
    browser.find("#name").sendKeys("oregon-2026");
    page.untilItSays("can be used");
    page.picture("story-02-create");
    browser.press(Keys.ENTER);
    browser.until("return document.querySelector('#run-reasons li') !== null");
    assertThat(browser.run("return location.pathname")).isEqualTo("/batch/oregon-2026/");
    Path batch = data.resolve("batch").resolve("oregon-2026");
    Map<String, String> before = nodb(batch.resolve("_base"));
    assertThat(before).containsKeys("ron.nodb", "climate.nodb", "wepp.nodb", "omni.nodb");

    page.upload(oregon);
    page.untilItSays("192 watersheds attached");
    page.type("{properties['WATER_PROV']}");
    page.untilItSays("are shared");
    page.picture("story-03-shared-run-ids");
    page.type(IDS);
    page.untilItSays("192 run ids, all different.");
    browser.press(Keys.ENTER);
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");

    browser.run("document.querySelectorAll('#base details').forEach((part) => (part.open = true))");
    browser.find("#base-climate-mode").sendKeys("CLIGEN, by chance");
    set("#base-climate-input_years", "2");
    set("#base-climate-cligen_seed", "7");
    set("#base-wepp-channel_critical_shear", "35");
    page.click("#task-5");
    page.press("Preview plan");
    page.untilItSays("1,344 of 1,536 tasks in 192 runs will run.");
    assertThat(browser.text("#batch-runner")).contains("_input_years", "_channel_critical_shear");
    page.picture("story-04-plan");
    assertThat(nodb(batch.resolve("_base"))).as("a plan touches nothing").isEqualTo(before);

    List<String> runs = runIds();
    List<String> failing = List.of(runs.get(20), runs.get(50), runs.get(110));
    for (String run : failing) {
      Files.writeString(commands.resolve("trouble").resolve(run), "");
    }
    Files.writeString(hold, "");
    page.press("Run Batch");
    live.untilTheMapHas("running");
    Map<String, String> edited = nodb(batch.resolve("_base"));
    assertThat(edited.keySet().stream().filter(file -> !edited.get(file).equals(before.get(file))))
        .containsExactlyInAnyOrder("climate.nodb", "wepp.nodb");
    assertThat(changes(before.get("climate.nodb"), edited.get("climate.nodb")))
        .containsOnlyKeys("_climate_mode", "_input_years", "_cligen_seed")
        .containsEntry("_input_years", "2")
        .containsEntry("_cligen_seed", "7");
    assertThat(changes(before.get("wepp.nodb"), edited.get("wepp.nodb")))
        .isEqualTo(Map.of("_channel_critical_shear", "35.0"));
    live.look("story-05-begun");

    String viewersPassword =
        ServiceProcess.runJar("--add-user=ann", "--role=BATCH_VIEWER", "--data=" + data)
            .lines()
            .filter(line -> line.startsWith("Password: "))
            .map(line -> line.substring("Password: ".length()))
            .findFirst()
            .orElseThrow();
    try (Browser second = Browser.start(directory.resolve("second"))) {
      second.resize(1400, 1000);
      new BatchPage(second, service.baseUri()).signIn("ann", viewersPassword);
      second.open(service.baseUri().resolve("/batch/oregon-2026/"));
      LivePage hers = new LivePage(second);
      hers.untilTheMapHas("running");
      assertThat(second.findAll("#live-cancel")).isEmpty();
      Files.delete(hold);
      live.untilTheMapHas("succeeded");
      hers.untilTheMapHas("succeeded");
      hers.look("story-06-second-person");
      Files.writeString(hold, "");
      browser.reload();
      live.untilTheMapHas("succeeded");
      live.look("story-07-reloaded");

      int port = service.baseUri().getPort();
      service.kill();
      live.untilSays("#live-connection", "The connection is lost.");
      live.look("story-08-killed");
      service = start("--port=" + port);
      Files.delete(hold);
      page.signIn("admin", password);
      page.open("oregon-2026");
      live.untilThereAre("failed", 3);
      live.untilThereAre("succeeded", 189);
      live.untilText("#live-progress .live-batch-state", "The batch has ended with failures.");
      live.picture("story-09-three-failed");
    }

    page.click("#live-failures button[data-do=show]");
    live.untilText("#live-count", "3 of 192 runs");
    assertThat(live.runs()).containsExactlyInAnyOrderElementsOf(failing);
    live.clickMap("failed");
    live.untilSays("#live-run", "EXIT_CODE");
    page.click("#live-run [data-task=station] button");
    live.untilSays("#live-run .live-log", "no weather station within 40 km");
    live.picture("story-10-why");

    for (String run : failing) {
      Files.delete(commands.resolve("trouble").resolve(run));
    }
    page.click("#live-failures button[data-do=retry]");
    assertThat(browser.text("dialog")).contains("3 failed tasks");
    page.click("dialog .primary");
    live.untilText("#live-progress .live-batch-state", "The batch has succeeded.");
    live.untilThereAre("succeeded", 192);
    live.picture("story-11-succeeded");

    Map<String, Long> tries =
        Files.readAllLines(commands.resolve("ledger")).stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(tries).hasSize(192);
    assertThat(tries)
        .as("each command has run once, also over the death of the service, and three once more")
        .allSatisfy((run, times) -> assertThat(times).isEqualTo(failing.contains(run) ? 2 : 1));
    Path run = batch.resolve(runs.get(0));
    assertThat(run.resolve("climate.nodb")).content().contains("\"_input_years\": 2");
    assertThat(run.resolve("climate.nodb")).content().contains(run.toAbsolutePath().toString());

    assertThat(
            browser.await(
                """
                const done = arguments[0];
                fetch(document.querySelector("#live a[href$='/report']").href).then((answer) => answer.arrayBuffer())
                  .then((bytes) => done(String.fromCharCode(...new Uint8Array(bytes).subarray(0, 2)) + bytes.byteLength));
                """))
        .asString()
        .startsWith("PK")
        .hasSizeGreaterThan(7);
    assertThat(browser.barriers()).isEmpty();
    assertThat(service.output()).doesNotContain(password).doesNotContain(viewersPassword);
  }

  private void set(String field, String value) {
    browser.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", field);
    browser.run("document.querySelector(arguments[0]).select()", field);
    browser.find(field).sendKeys(value);
  }

  private List<String> runIds() {
    Object ids =
        browser.await(
            "const done = arguments[0]; fetch('/api/batches/oregon-2026/runs')"
                + ".then((answer) => answer.json()).then(({ ids }) => done(ids))");
    return ((List<?>) ids).stream().map(String::valueOf).toList();
  }

  /** Returns the attributes that differ, as they are now. */
  private static Map<String, String> changes(String before, String now) {
    NoDbDocument old = NoDbDocument.parse("before", before.getBytes(UTF_8));
    NoDbDocument edited = NoDbDocument.parse("now", now.getBytes(UTF_8));
    assertThat(edited.attributes()).containsAll(old.attributes());
    return edited.attributes().stream()
        .filter(name -> !old.has(name) || !old.json(name).equals(edited.json(name)))
        .collect(Collectors.toMap(name -> name, edited::json));
  }

  private static Map<String, String> nodb(Path project) throws IOException {
    try (Stream<Path> files = Files.list(project)) {
      return files
          .filter(file -> file.toString().endsWith(".nodb"))
          .collect(Collectors.toMap(file -> file.getFileName().toString(), UserStoryTest::text));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

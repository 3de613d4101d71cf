package io.github.batchrunner.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.Browser;
import io.github.batchrunner.browser.NeedsBrowser;
import io.github.batchrunner.browser.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The live view on 192 real watersheds: what people see while a batch runs, and afterwards. */
@NeedsBrowser
@Timeout(400)
class LiveViewTest {

  private static final String IDS = "{slug(properties['WATER_PROV'])}-{one_based_index:03d}";
  private static final String BATCH = "/api/batches/oregon";
  private static final String START = "{\"force\":\"none\",\"force_tasks\":[]}";

  @TempDir private Path directory;
  private TroublePipeline pipeline;
  private Service service;
  private Browser browser;
  private LivePage page;
  private List<String> runs = List.of();

  @BeforeEach
  void openTheBatch() {
    browser = Browser.start(directory.resolve("profile"));
    pipeline = TroublePipeline.in(directory.resolve("commands").toAbsolutePath());
    service = start();
    Client admin = service.admin();
    admin.post("/api/batches", "{\"name\":\"oregon\",\"config\":\"disturbed9002_wbt\"}");
    Path watersheds = SharedData.file("oregon-drinking-watersheds.geojson");
    assertThat(admin.upload(BATCH + "/watersheds", watersheds).status()).isEqualTo(200);
    assertThat(admin.put(BATCH + "/template", "{\"template\":\"%s\"}".formatted(IDS)).status())
        .isEqualTo(200);
    runs =
        admin
            .get(BATCH + "/runs")
            .json()
            .get("ids")
            .valueStream()
            .map(id -> id.asString())
            .toList();
    page = new LivePage(browser);
    browser.resize(1400, 1000);
    open(browser, "admin", service.adminPassword());
  }

  private Service start(String... more) {
    String[] options =
        new String[] {"--pipeline=" + pipeline.json(), "--host.executor-options.threads=4"};
    return Service.start(
        directory.resolve("data"),
        Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new));
  }

  private void open(Browser window, String user, String password) {
    new BatchPage(window, service.baseUri()).signIn(user, password);
    window.open(service.baseUri().resolve("/batch/oregon/"));
    new LivePage(window).untilTheMapHas("waiting");
  }

  @AfterEach
  void end() {
    runs.forEach(run -> pipeline.hold(run, false));
    // What a skipped test has not come to is not there.
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @Test
  void watershedsTurnGreenThreeFailAndAreRetried() throws IOException {
    List<String> failing = List.of(runs.get(20), runs.get(50), runs.get(110));
    List<String> held = List.of(runs.get(30), runs.get(160));
    failing.forEach(run -> pipeline.fail(run, true));
    held.forEach(run -> pipeline.hold(run, true));
    assertThat(page.pixels("succeeded")).isZero();
    assertThat(page.pixels("waiting")).isGreaterThan(10_000);
    page.look("live-1-before");

    // Another person starts it.
    assertThat(service.admin().post(BATCH + "/executions", START).status()).isEqualTo(202);
    page.untilTheMapHas("succeeded");
    page.untilTheMapHas("running");
    page.look("live-2-first-green");
    page.untilThereAre("failed", 3);
    page.untilThereAre("running", 2);
    page.untilThereAre("succeeded", 187);
    browser.await("setTimeout(arguments[0], 400)");
    assertThat(page.pixels("failed")).isPositive();
    assertThat(page.pixels("waiting")).isZero();
    assertThat(browser.run("return document.title").toString()).startsWith("98 %, 3 failed");
    page.picture("live-3-nearly-done");
    assertThat(browser.barriers()).isEmpty();

    // Why did they fail?
    assertThat(page.browser().text("#live-failures li")).contains("3 runs", "Climate");
    assertThat(browser.find("#live-retry-all").isEnabled()).isFalse();
    page.click("#live-failures button[data-do=show]");
    page.untilText("#live-count", "3 of 192 runs");
    assertThat(page.runs()).containsExactlyInAnyOrderElementsOf(failing);
    page.clickMap("failed");
    assertThat(page.isHidden("#live-run")).isFalse();
    assertThat(failing).contains(browser.text("#live-run-title"));
    page.untilSays("#live-run", "EXIT_CODE");
    page.click("#live-run [data-task=climate] button");
    page.untilSays("#live-run .live-log", "no weather station within 40 km");
    page.picture("live-4-why");
    assertThat(browser.barriers()).isEmpty();
    String chosen = browser.text("#live-run-title");

    // What one looks at survives a reload.
    browser.reload();
    page.untilText("#live-count", "3 of 192 runs");
    page.untilText("#live-run-title", chosen);
    page.untilSays("#live-run", "EXIT_CODE");
    browser.run("document.querySelector('#live-run-title').focus()");
    browser.press(Keys.ESCAPE);
    assertThat(page.isHidden("#live-run")).isTrue();
    page.click("#live-clear");
    page.untilText("#live-count", "192 runs");

    // The log of what runs grows.
    browser.find("#live-text").sendKeys(held.get(0));
    page.untilText("#live-count", "1 of 192 runs");
    browser.run("document.querySelector('#live-table').focus()");
    browser.press(Keys.ARROW_DOWN, Keys.ENTER);
    page.untilText("#live-run-title", held.get(0));
    page.untilSays("#live-run [data-task=wepp]", "running");
    page.click("#live-run [data-task=wepp] button");
    page.untilSays("#live-run .live-log", "hillslopes of");
    held.forEach(run -> pipeline.hold(run, false));
    page.untilSays("#live-run .live-log", "done with " + held.get(0));
    page.untilSays("#live-run [data-task=wepp]", "succeeded");
    page.untilText("#live-progress .live-batch-state", "The batch has ended with failures.");
    page.click("#live-clear");

    // What kept them from it is gone; they are retried, and only they.
    failing.forEach(run -> pipeline.fail(run, false));
    page.click("#live-failures button[data-do=retry]");
    assertThat(browser.text("dialog")).contains("3 failed tasks");
    page.look("live-5-retry");
    page.click("dialog .primary");
    page.untilText("#live-progress .live-batch-state", "The batch has succeeded.");
    page.untilThereAre("succeeded", 192);
    browser.until("return document.querySelectorAll('.live-history tbody tr').length === 2");
    assertThat(page.isHidden("#live-failures")).isTrue();
    assertThat(page.pixels("failed")).isZero();
    page.picture("live-6-succeeded");

    browser.dark(true);
    browser.settle();
    assertThat(browser.barriers()).isEmpty();
    assertThat(page.pixels("succeeded")).isGreaterThan(10_000);
    page.picture("live-7-dark");
    browser.dark(false);
    browser.resize(390, 844);
    browser.settle();
    assertThat(browser.isTooWide()).isFalse();
    assertThat(browser.barriers()).isEmpty();
    page.picture("live-8-narrow");
    assertThat(browser.problems()).isEmpty();
  }

  @Test
  void whoMayOnlyLookSeesTheSameAndWhyNothingCanBePressed() throws IOException {
    pipeline.fail(runs.get(7), true);
    pipeline.hold(runs.get(9), true);
    try (Browser other = Browser.start(directory.resolve("other"))) {
      LivePage theirs = new LivePage(other);
      other.resize(1400, 1000);
      open(other, "viewer", service.viewerPassword());
      service.admin().post(BATCH + "/executions", START);
      for (LivePage each : List.of(page, theirs)) {
        each.untilThereAre("succeeded", 190);
        each.untilThereAre("failed", 1);
      }
      theirs.untilSays("#live-failures", "BATCH_ADMIN");
      assertThat(other.findAll("#live-cancel")).isEmpty();
      assertThat(other.find("#live-retry-all").isEnabled()).isFalse();
      theirs.look("live-viewer");
      assertThat(other.problems()).isEmpty();
    }
  }

  @Test
  void whatRunsIsCancelledAfterAQuestion() throws IOException {
    pipeline.hold(runs.get(3), true);
    service.admin().post(BATCH + "/executions", START);
    page.untilThereAre("running", 1);
    page.untilThereAre("succeeded", 191);
    page.click("#live-cancel");
    page.look("live-cancel");
    browser.press(Keys.ESCAPE);
    assertThat(browser.findAll("dialog[open]")).isEmpty();
    page.untilText("#live-progress .live-batch-state", "The batch is running.");
    page.click("#live-cancel");
    page.click("dialog .primary");
    page.untilText("#live-progress .live-batch-state", "The batch was cancelled.");
    assertThat(page.isHidden("#live-cancel")).isTrue();
    assertThat(browser.problems()).isEmpty();
  }

  @Test
  void aRestartOfTheServiceIsSurvived() throws IOException {
    pipeline.hold(runs.get(3), true);
    pipeline.hold(runs.get(4), true);
    service.admin().post(BATCH + "/executions", START);
    page.untilThereAre("succeeded", 190);
    page.untilThereAre("running", 2);
    int port = service.baseUri().getPort();
    service.close();
    page.untilSays("#live-connection", "The connection is lost.");
    assertThat(page.pixels("succeeded")).as("the page is kept").isGreaterThan(1_000);
    page.look("live-lost");
    pipeline.hold(runs.get(4), false);

    service = start("--server.port=" + port);
    page.untilSays("#live-connection", "signed out");
    page.look("live-signed-out");
    // In another tab.
    browser.await(
        """
        const [user, password, done] = arguments;
        fetch("/login").then((answer) => answer.text()).then((text) => {
          const token = new DOMParser().parseFromString(text, "text/html").querySelector("input[name=_csrf]").value;
          return fetch("/login", { method: "POST", body: new URLSearchParams({ username: user, password, _csrf: token }) });
        }).then(() => done());
        """,
        "admin",
        service.adminPassword());
    page.click("#live-connection button");
    page.untilSays("#live-connection", "Live");
    page.untilThereAre("succeeded", 191);
    page.untilText("#live-progress .live-batch-state", "The batch is running.");
    pipeline.hold(runs.get(3), false);
    page.untilText("#live-progress .live-batch-state", "The batch has succeeded.");
    page.look("live-after-restart");
  }
}

package io.github.batchrunner.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.Browser;
import io.github.batchrunner.browser.NeedsBrowser;
import io.github.batchrunner.browser.Pace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The live view on 10,000 watersheds while they run and when they do not; what interactions take is
 * written into target/live-pace.txt.
 */
@NeedsBrowser
@Timeout(580)
class LargeLiveViewTest {

  private static final int RUNS = 10_000;
  private static final int ROW = 100;
  private static final String BATCH = "/api/batches/large";

  @TempDir private Path directory;
  private Service service;
  private Browser browser;
  private LivePage page;

  @BeforeEach
  void openTheBatch() {
    browser = Browser.start(directory.resolve("profile"));
    TroublePipeline pipeline = TroublePipeline.in(directory.resolve("commands").toAbsolutePath());
    service =
        Service.start(
            directory.resolve("data"),
            "--pipeline=" + pipeline.json(),
            "--host.executor-options.threads=2");
    for (int basin = 0; basin < RUNS; basin += 3) {
      pipeline.fail("basin-%05d".formatted(basin), true);
    }
    Client admin = service.admin();
    admin.post("/api/batches", "{\"name\":\"large\",\"config\":\"disturbed9002_wbt\"}");
    assertThat(admin.upload(BATCH + "/watersheds", "large.geojson", watersheds()).status())
        .isEqualTo(200);
    assertThat(admin.put(BATCH + "/template", "{\"template\":\"basin-{index:05d}\"}").status())
        .isEqualTo(200);
    page = new LivePage(browser);
    browser.resize(1400, 1000);
    new BatchPage(browser, service.baseUri()).signIn("admin", service.adminPassword());
    browser.open(service.baseUri().resolve("/batch/large/"));
    page.untilTheMapHas("waiting");
  }

  @AfterEach
  void end() {
    // What a skipped test has not come to is not there.
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.close();
    }
  }

  /** Basins of 32 corners each, side by side. */
  private static byte[] watersheds() {
    StringBuilder json = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[");
    for (int basin = 0; basin < RUNS; basin++) {
      json.append(basin == 0 ? "" : ",")
          .append("{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",")
          .append("\"coordinates\":[[");
      for (int corner = 0; corner <= 32; corner++) {
        double angle = corner % 32 * Math.PI / 16;
        double radius = 0.8 + 0.2 * Math.sin(3 * angle + basin);
        json.append(corner == 0 ? "" : ",")
            .append(
                String.format(
                    Locale.ROOT,
                    "[%.5f,%.5f]",
                    -124 + 0.08 * (basin % ROW) + 0.04 * radius * Math.cos(angle),
                    42 + 0.05 * Math.floorDiv(basin, ROW) + 0.025 * radius * Math.sin(angle)));
      }
      json.append("]]}}");
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void thePageStaysUsableWhileTenThousandRun(TestReporter reporter) throws IOException {
    List<String> pace = new ArrayList<>();
    service.admin().post(BATCH + "/executions", "{\"force\":\"none\",\"force_tasks\":[]}");
    page.untilTheMapHas("succeeded");
    page.untilTheMapHas("failed");
    use("while it runs", pace);
    page.look("live-large-running");
    assertThat(browser.text("#live-progress .live-batch-state")).isEqualTo("The batch is running.");

    page.click("#live-cancel");
    page.click("dialog .primary");
    page.untilText("#live-progress .live-batch-state", "The batch was cancelled.");
    use("afterwards", pace);
    page.look("live-large-cancelled");

    assertThat(browser.problems()).isEmpty();
    pace.forEach(reporter::publishEntry);
    Files.write(Path.of("target", "live-pace.txt"), pace);
  }

  /** Does what people do, and notes how long the page takes for each. */
  private void use(String when, List<String> notes) throws IOException {
    Pace pace = Pace.watch(browser);
    page.click("#live-text");
    pace.slowest();
    browser.press("b", "a", "s", "i", "n", "-", "0", "1", "2");
    page.untilText("#live-count", "100 of 10000 runs");
    notes.add(when + ", typing into the filter: " + pace.slowest());
    page.click("#live-clear");
    notes.add(when + ", all again: " + pace.slowest());
    for (String column : List.of("id", "state", "task:climate", "area")) {
      page.click("#live-table button[data-by='" + column + "']");
      page.click("#live-table button[data-by='" + column + "']");
    }
    notes.add(when + ", sorting by four columns: " + pace.slowest());
    browser.run("document.querySelector('#live-table').focus()");
    browser.press(Keys.END);
    for (int i = 0; i < 15; i++) {
      browser.press(Keys.PAGE_UP);
    }
    browser.press(Keys.ARROW_UP);
    notes.add(when + ", keys in the table: " + pace.slowest());
    browser.press(Keys.ENTER);
    page.untilSays("#live-run", "Climate");
    browser.press(Keys.ESCAPE);
    notes.add(when + ", a run by enter and escape: " + pace.slowest());
    assertThat(browser.findAll("#live-table tbody tr").size()).isLessThan(80);
    page.click("#live-legend [data-state=f]");
    page.click("#live-legend [data-state=f]");
    notes.add(when + ", one state alone: " + pace.slowest());
    page.click(".leaflet-control-zoom-in");
    page.click(".leaflet-control-zoom-in");
    browser.await("setTimeout(arguments[0], 600)");
    browser.run("document.querySelector('#live-map').focus()");
    browser.press(Keys.ARROW_LEFT, Keys.ARROW_UP);
    browser.wheel("#live-map", -120);
    browser.await("setTimeout(arguments[0], 600)");
    notes.add(when + ", the map by buttons, keys, wheel: " + pace.slowest());
    page.click("#live-fit-all");
    browser.await("setTimeout(arguments[0], 600)");
    page.clickMap("waiting");
    page.untilSays("#live-run", "Climate");
    browser.press(Keys.ESCAPE);
    notes.add(when + ", a run on the map: " + pace.slowest());
  }
}

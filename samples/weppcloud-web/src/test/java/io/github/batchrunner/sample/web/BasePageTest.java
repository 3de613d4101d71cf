package io.github.batchrunner.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.Browser;
import io.github.batchrunner.browser.NeedsBrowser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controls of the base project, by a person with a browser. */
@NeedsBrowser
class BasePageTest {

  @TempDir static Path directory;
  private static Service service;
  private static Browser browser;
  private static BatchPage page;

  @BeforeAll
  static void start() {
    service = Service.start(directory.resolve("data"));
    browser = Browser.start(directory.resolve("profile"));
    page = new BatchPage(browser, service.baseUri());
    Client admin = service.admin();
    admin.post("/api/batches", "{\"name\": \"demo\", \"config\": \"disturbed9002_wbt\"}");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.close();
    }
  }

  private static void open() {
    page.open("demo");
    browser.until("return document.querySelectorAll('details.control h3').length === 8");
    browser.until("return document.querySelector('#base-climate-mode') !== null");
  }

  private static void unfold(String control) {
    browser.run("document.querySelector('[data-control=" + control + "]').open = true");
  }

  private static Path base(String file) {
    return directory.resolve("data").resolve("batch/demo/_base").resolve(file);
  }

  private static void choose(String id, String label) {
    browser.run(
        """
        const [id, label] = arguments;
        const select = document.getElementById(id);
        select.selectedIndex = [...select.options].findIndex((option) => option.textContent === label);
        select.dispatchEvent(new Event("change", { bubbles: true }));
        """,
        id,
        label);
  }

  @Test
  void optionsAreSetMarkedRefusedAndSaved() throws IOException {
    page.signIn("admin", service.adminPassword());
    open();
    unfold("climate");
    unfold("omni");
    unfold("sbs");
    choose("base-climate-mode", "CLIGEN, by chance");
    browser.run("document.querySelector('#base-climate-input_years').value = ''");
    browser.find("#base-climate-input_years").sendKeys("5000");
    page.press("Add a scenario");
    page.press("Save options");
    page.untilItSays("a whole number is needed, 1 to 1000");
    browser.screenshot(Path.of("target", "screenshots", "base-refused.png"));
    assertThat(Files.readString(base("climate.nodb"))).contains("\"_input_years\": 100");

    browser.run("document.querySelector('#base-climate-input_years').value = ''");
    browser.find("#base-climate-input_years").sendKeys("30");
    page.press("Save options");
    page.untilItSays("Saved.");
    assertThat(Files.readString(base("climate.nodb"))).contains("\"_input_years\": 30");
    assertThat(Files.readString(base("omni.nodb")))
        .contains("\"_scenarios\": [{\"type\": \"uniform_low\"}]");

    Path raster = directory.resolve("Fire <b>.tif");
    Files.write(raster, "II*\0 a raster".getBytes(StandardCharsets.US_ASCII));
    browser.find("#base-sbs-file").sendKeys(raster.toString());
    page.untilItSays("Now: sbs-fire-b-");
    for (String control : new String[] {"channels", "subcatchments", "landuse", "soils", "wepp"}) {
      unfold(control);
    }
    browser.run("document.querySelector('#base').scrollIntoView()");
    browser.longScreenshot(Path.of("target", "screenshots", "base-controls.png"));
    assertThat(browser.isTooWide()).isFalse();
  }

  @Test
  void aViewerLooks() {
    page.signIn("viewer", service.viewerPassword());
    open();

    assertThat(
            browser.run("return document.querySelector('#base-climate-mode').matches(':disabled')"))
        .isEqualTo(true);
    page.untilItSays("that needs the role BATCH_ADMIN");
  }
}

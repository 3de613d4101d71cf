package io.github.batchrunner.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.Browser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The list of batches, the create page and the Batch Runner control, as a person uses them. */
@Timeout(240)
class BatchRunnerPageTest {

  private static final String SHARED_IDS = "{slug(properties['WATER_PROV'])}";
  private static final String OWN_IDS = SHARED_IDS + "-{one_based_index:03d}";
  private static final String HOSTILE = "<img src=x onerror=window.hit=1>";

  @TempDir static Path directory;
  private static Service service;
  private static Browser browser;
  private static BatchPage page;

  @BeforeAll
  static void start() {
    browser = Browser.start(directory.resolve("profile"));
    service = Service.start(directory.resolve("data"));
    page = new BatchPage(browser, service);
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.close();
    }
  }

  private static void signInAsAdmin() {
    browser.dark(false);
    browser.resize(1400, 1000);
    page.signIn("admin", service.adminPassword());
  }

  private static void create(String name) {
    assertThat(
            service
                .admin()
                .post(
                    "/api/batches",
                    "{\"name\":\"%s\",\"config\":\"disturbed9002_wbt\"}".formatted(name))
                .status())
        .isEqualTo(201);
  }

  @Test
  void aPersonComesFromTheListToAPlanOfRealWatersheds() throws IOException {
    Path oregon = SharedData.file("oregon-drinking-watersheds.geojson");
    signInAsAdmin();
    page.picture("batches");

    browser.click("main a[href='/batch/create/']");
    browser.until("return document.querySelector('#name-says')?.textContent.length > 0");
    browser.find("#name").sendKeys("Oregon 2026");
    browser.until("return document.querySelector('#name').ariaInvalid === 'true'");
    assertThat(browser.find("button.primary").isEnabled()).isFalse();
    page.picture("create-refused");
    browser.run("document.querySelector('#name').select()");
    browser.find("#name").sendKeys("oregon");
    page.untilItSays("can be used");
    page.picture("create");
    assertThat(browser.barriers()).isEmpty();
    browser.press(Keys.ENTER);
    browser.until("return document.querySelector('#run-reasons li') !== null");
    assertThat(browser.run("return location.pathname")).isEqualTo("/batch/oregon/");
    assertThat(page.reasons()).anyMatch(reason -> reason.contains("Upload"));
    page.picture("batch-new");

    page.upload(oregon);
    page.untilItSays("192 watersheds attached");
    page.type(SHARED_IDS);
    page.untilItSays("are shared");
    assertThat(browser.findAll(".duplicates details[open] table")).isNotEmpty();
    assertThat(browser.text(".duplicates details[open] table")).contains("SRC_LABEL");
    assertThat(page.reasons()).anyMatch(reason -> reason.contains("Validate"));
    page.picture("template-shared");

    page.type(OWN_IDS);
    page.untilItSays("192 run ids, all different. Validate stores the template.");
    browser.press(Keys.ENTER);
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");
    browser.click("#task-6");
    page.press("Preview plan");
    page.untilItSays("1,152 of 1,344 tasks in 192 runs will run.");
    page.picture("plan");
    browser.click("#force-all");
    page.untilItSays("Something has changed since this plan was made");
    assertThat(browser.findAll("p.notice.info[hidden]"))
        .as("the notice that the plan is outdated is seen")
        .noneMatch(notice -> notice.getText().contains("Something has changed"));
    assertThat(browser.barriers()).isEmpty();

    browser.dark(true);
    assertThat(browser.barriers()).isEmpty();
    browser.resize(390, 844);
    browser.settle();
    assertThat(browser.isTooWide()).isFalse();
    assertThat(browser.barriers()).isEmpty();
    page.picture("batch-narrow-dark");
    browser.open(service.baseUri().resolve("/batch/"));
    page.untilItSays("oregon");
    assertThat(browser.isTooWide()).isFalse();
    assertThat(browser.barriers()).isEmpty();
    page.picture("batches-narrow-dark");
    assertThat(browser.problems()).isEmpty();
  }
}

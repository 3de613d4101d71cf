package io.github.batchrunner.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.Browser;
import io.github.batchrunner.browser.NeedsBrowser;
import io.github.batchrunner.browser.Pace;
import io.github.batchrunner.browser.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The list of batches, the create page and the Batch Runner control, as a person uses them. */
@NeedsBrowser
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
    page = new BatchPage(browser, service.baseUri());
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

  /** Makes a batch of three runs that can be started. */
  private static void createReady(String name) throws IOException {
    create(name);
    Client admin = service.admin();
    String batch = "/api/batches/" + name;
    Path file = Files.writeString(directory.resolve(name + ".geojson"), squares(3, "basin"));
    assertThat(admin.upload(batch + "/watersheds", file).status()).isEqualTo(200);
    assertThat(admin.put(batch + "/template", "{\"template\":\"w{index}\"}").status())
        .isEqualTo(200);
  }

  @Test
  void aPersonComesFromTheListToAPlanOfRealWatersheds() throws IOException {
    Path oregon = SharedData.file("oregon-drinking-watersheds.geojson");
    signInAsAdmin();
    page.picture("batches");

    page.click("main a[href='/batch/create/']");
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
    page.click("#task-6");
    page.press("Preview plan");
    page.untilItSays("1,152 of 1,344 tasks in 192 runs will run.");
    page.picture("plan");
    page.click("#force-all");
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
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void filesAreDroppedRefusedAndReplaced() throws IOException {
    create("dropped");
    signInAsAdmin();
    page.open("dropped");

    page.drop("notes.geojson", "{\"type\": \"Feature\"");
    browser.until("return document.querySelector('.step .notice.bad') !== null");
    page.picture("upload-refused");
    assertThat(browser.text(".step .notice.bad")).isNotBlank().doesNotContain("status 4");
    browser.run(
        """
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(31 * 1024 * 1024)], "large.geojson"));
        document.querySelector(".drop").dispatchEvent(
          new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        """);
    page.untilItSays("more than the limit of 30 MiB");

    page.drop("first.geojson", squares(3, "basin"));
    page.untilItSays("3 watersheds attached from “first.geojson”");
    page.type("{properties['name']");
    browser.until("return document.querySelector('.marked mark') !== null");
    assertThat(browser.find("#template").getDomAttribute("aria-invalid")).isEqualTo("true");
    page.picture("template-error");
    page.type("{properties['name']}");
    page.untilItSays("3 run ids, all different");
    browser.press(Keys.ENTER);
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");

    page.drop("second.geojson", squares(4, "basin"));
    browser.until("return document.querySelector('dialog[open]') !== null");
    page.picture("replace");
    assertThat(browser.barriers()).isEmpty();
    browser.press(Keys.ESCAPE);
    assertThat(browser.text("main")).contains("first.geojson").doesNotContain("second.geojson");
    page.drop("second.geojson", squares(4, "basin"));
    browser.until("return document.querySelector('dialog[open]') !== null");
    page.press("Replace");
    page.untilItSays("4 watersheds attached from “second.geojson”");
    page.untilItSays("The watersheds were replaced after this template was validated");
    page.untilItSays("4 run ids, all different. Validate stores the template.");
    assertThat(page.reasons()).isNotEmpty().doesNotContain("Ready to run.");
    page.press("Validate");
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");
  }

  @Test
  void whatAFileSaysIsTextWhateverItSays() throws IOException {
    create("hostile");
    signInAsAdmin();
    page.open("hostile");
    String text = HOSTILE + "\u202e'); alert(1); //" + "x".repeat(300);
    page.drop(
        HOSTILE + ".geojson",
        """
        {"type": "FeatureCollection", "features": [%s, %s]}"""
            .formatted(
                feature(0, "\"%s\": \"a\", \"it's\": \"%s\"".formatted(HOSTILE, text)),
                feature(1, "\"%s\": \"a\", \"it's\": null".formatted(HOSTILE))));
    page.untilItSays("2 watersheds attached");
    page.click("details summary");
    browser.run("document.querySelector('.chip').click()");
    page.untilItSays("1 run id is shared");
    browser.run("document.querySelectorAll('.chip')[1].click()");
    page.untilItSays("watersheds have no run id");
    browser.resize(390, 844);
    browser.settle();
    assertThat(browser.isTooWide()).isFalse();
    page.picture("hostile-narrow");
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.findAll("main img, main script, main iframe")).isEmpty();
    assertThat(browser.run("return String(window.hit)")).isEqualTo("undefined");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void tenThousandWatershedsAreTypedAtAndPagedThrough(TestReporter reporter) throws IOException {
    create("large");
    Path file = Files.writeString(directory.resolve("large.geojson"), squares(10_000, "basin"));
    Client admin = service.admin();
    assertThat(admin.upload("/api/batches/large/watersheds", file).status()).isEqualTo(200);
    signInAsAdmin();
    page.open("large");
    Pace watched = Pace.watch(browser);
    List<String> pace = new ArrayList<>();

    page.click("#template");
    for (char letter : "{properties['name'][:9]}".toCharArray()) {
      browser.press(String.valueOf(letter));
    }
    page.untilItSays("1,000 run ids are shared.");
    pace.add("typing a template: " + watched.slowest());
    for (char letter : "-{index}".toCharArray()) {
      browser.press(String.valueOf(letter));
      browser.await("setTimeout(arguments[0], 350)");
    }
    page.untilItSays("10,000 run ids, all different.");
    pace.add("typing slowly, checked at every letter: " + watched.slowest());
    page.press("Validate");
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");
    pace.add("validating: " + watched.slowest());

    String rows = "nav[aria-label='Pages of the run ids'] ";
    for (int i = 0; i < 5; i++) {
      page.click(rows + "[aria-label='Next page']");
    }
    page.untilItSays("501–600 of 10,000 watersheds");
    page.click(rows + "[aria-label='Last page']");
    page.untilItSays("9,901–10,000 of 10,000 watersheds");
    assertThat(page.rowsOfReport()).hasSize(100).last().asString().contains("basin-999-9999");
    browser.run("document.querySelector(arguments[0]).select()", rows + "input");
    browser.press("50", Keys.ENTER);
    page.untilItSays("4,901–5,000 of 10,000 watersheds");
    page.click("#problems-only");
    page.untilItSays("No problems");
    pace.add("paging run ids: " + watched.slowest());

    page.press("Preview plan");
    page.untilItSays("70,000 of 70,000 tasks in 10,000 runs will run.");
    pace.add("previewing the plan: " + watched.slowest());
    String items = "nav[aria-label='Pages of the plan'] ";
    page.click(items + "[aria-label='Last page']");
    page.untilItSays("69,901–70,000 of 70,000 tasks");
    page.click(items + "[aria-label='Previous page']");
    page.untilItSays("69,801–69,900 of 70,000 tasks");
    pace.add("paging the plan: " + watched.slowest());
    page.click("#task-0");
    page.click("#task-1");
    page.click("#force-all");
    page.untilItSays("Something has changed");
    pace.add("tasks and force: " + watched.slowest());
    page.picture("large");

    pace.forEach(reporter::publishEntry);
    Files.write(Path.of("target", "batch-runner-pace.txt"), pace);
  }

  @Test
  void theKeyboardAloneIsEnough() {
    create("keys");
    signInAsAdmin();
    page.open("keys");
    page.drop("keys.geojson", squares(3, "basin"));
    page.untilItSays("3 watersheds attached");
    browser.run("document.activeElement.blur()");
    browser.tabTo(".drop input");
    browser.tabTo("#template");
    browser.press("x-");
    browser.tabTo(".chip");
    browser.press(Keys.ENTER);
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("template");
    page.untilItSays("3 run ids, all different");
    browser.press(Keys.ENTER);
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");
    browser.tabTo("#task-6");
    browser.press(Keys.SPACE);
    browser.tabTo("[name=force]");
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
    page.untilItSays("Choose the task from which on everything is rebuilt.");
    browser.tabTo("#force-from");
    browser.press(Keys.ARROW_DOWN);
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");
    browser.tabTo("section[aria-labelledby=plan-title] button");
    browser.press(Keys.ENTER);
    page.untilItSays("18 of 21 tasks in 3 runs will run.");
    browser.tabTo("section[aria-labelledby=run-title] button");
  }

  @Test
  void aViewerSeesEverythingAndChangesNothing() throws IOException {
    createReady("looked-at");

    browser.dark(false);
    browser.resize(1400, 1000);
    page.signIn("viewer", service.viewerPassword());
    assertThat(browser.findAll("a[href='/batch/create/']")).isEmpty();
    page.open("looked-at");
    page.untilItSays("3 run ids, all different.");
    assertThat(page.reasons()).singleElement().asString().contains("BATCH_ADMIN");
    assertThat(browser.find(".drop input").isEnabled()).isFalse();
    assertThat(browser.find("#template").getDomAttribute("readonly")).isNotNull();
    assertThat(browser.find("#task-0").isEnabled()).isFalse();
    page.press("Preview plan");
    page.untilItSays("21 of 21 tasks in 3 runs will run.");
    assertThat(browser.barriers()).isEmpty();
    page.picture("viewer");
  }

  @Test
  void aBatchIsRunAndThenHasNothingToDo() throws IOException {
    createReady("run");
    signInAsAdmin();
    page.open("run");
    page.press("Run Batch");
    page.untilItSays("Execution 1 has started: 21 tasks will run.");
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");
    page.press("Preview plan");
    page.untilItSays("Nothing will run: none of the 21 tasks of 3 runs has to.");
    page.press("Run Batch");
    page.untilItSays("Nothing had to run: everything that is selected is up to date.");
    page.picture("run");
    page.click("#force-all");
    page.press("Run Batch");
    page.untilItSays("Execution 2 has started: 21 tasks will run.");
    browser.until("return document.querySelector('#run-reasons').textContent === 'Ready to run.'");
    assertThat(page.complaints()).isEmpty();
  }

  private static String squares(int count, String name) {
    StringJoiner features =
        new StringJoiner(",", "{\"type\": \"FeatureCollection\", \"features\": [", "]}");
    for (int i = 0; i < count; i++) {
      features.add(feature(i, "\"name\": \"%s-%04d\"".formatted(name, i)));
    }
    return features.toString();
  }

  private static String feature(int number, String properties) {
    double x = -120 + (number % 100) * 0.01;
    double y = 42 + Math.floorDiv(number, 100) * 0.01;
    return """
        {"type": "Feature", "properties": {%1$s}, "geometry": {"type": "Polygon",
         "coordinates": [[[%2$.3f, %3$.3f], [%4$.3f, %3$.3f], [%4$.3f, %5$.3f], [%2$.3f, %3$.3f]]]}}"""
        .formatted(properties, x, y, x + 0.008, y + 0.008);
  }
}

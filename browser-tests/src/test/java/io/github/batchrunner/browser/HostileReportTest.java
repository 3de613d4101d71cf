package io.github.batchrunner.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.report.BatchReport;
import io.github.batchrunner.core.report.ReportBatch;
import io.github.batchrunner.core.report.ReportFiles;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page when what it shows was written by somebody who wants something else of it. */
@NeedsBrowser
@Timeout(120)
class HostileReportTest {

  /** As a run id may be: no path, no control character. */
  private static final List<String> NAMES =
      List.of(
          "img src=x onerror=window.hit=1",
          "&lt;img src=x onerror=window.hit=1&gt;",
          "it's; rm -rf $HOME `id`",
          "-help",
          "__proto__",
          "constructor",
          "\u202egnp.exe",
          "שלום",
          "x".repeat(100));

  private static final String MESSAGE =
      "<img src=x onerror=window.hit=1></script><script>window.hit=1</script>"
          + " \u202eright to left \u0007 \"quoted\" 'too' javascript:window.hit=1 "
          + "y".repeat(3_000);

  @TempDir static Path directory;
  private static Browser browser;

  @BeforeAll
  static void startTheBrowser() {
    browser = Browser.start(directory.resolve("profile"));
  }

  @AfterAll
  static void endTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void nothingOfItIsMoreThanText() throws IOException {
    ReportBatch batch = ReportBatch.create(directory, watersheds());
    batch.execution(
        execution -> {
          for (String name : NAMES.subList(0, 7)) {
            execution.fails(
                name,
                "delineation",
                0,
                4,
                Failure.of(FailureKind.EXCEPTION, MESSAGE + name).withDetail(MESSAGE));
          }
          execution.succeeds(NAMES.get(8), "delineation", 0, 1);
        });
    ReportFiles files = BatchReport.write(batch.batch(), directory.resolve("report"));
    ReportPage page = ReportPage.open(browser, files.html());
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true");
    page.longScreenshot("hostile-whole");
    assertThat(browser.isTooWide()).isFalse();

    assertThat(page.runs()).containsExactlyInAnyOrderElementsOf(NAMES);
    for (int row = 0; row < NAMES.size(); row++) {
      String name = page.runs().get(row);
      browser.click("#table tbody tr:nth-child(%d) td:first-child".formatted(row + 1));
      assertThat(page.text("#run h2")).isEqualTo(name);
      if (name.equals(NAMES.get(2))) {
        page.screenshot("hostile-chosen");
        assertThat(page.text("#run code")).endsWith(" 'it'\\''s; rm -rf $HOME `id`'");
      }
      browser.run("document.querySelector('#run button').click()");
    }
    browser.resize(390, 800);
    browser.settle();
    assertThat(browser.isTooWide()).isFalse();
    page.longScreenshot("hostile-narrow");

    assertThat(browser.run("return String(window.hit)")).isEqualTo("undefined");
    assertThat(browser.findAll("body img, body iframe, body a[href^=javascript]")).isEmpty();
    assertThat(browser.findAll("script")).hasSize(2);
    assertThat(browser.problems()).isEmpty();
    assertThat(browser.requests()).containsOnly(files.html().toUri().toString());
  }

  @Test
  void thePolicyHoldsEvenIfAScriptGotIn() throws IOException {
    ReportFiles files =
        BatchReport.write(
            ReportBatch.create(directory.resolve("policy"), watersheds()).batch(),
            directory.resolve("policy-report"));
    ReportPage page = ReportPage.open(browser, files.html());
    browser.problems();
    Object violations =
        browser.await(
            """
            const done = arguments[0];
            const found = [];
            document.addEventListener("securitypolicyviolation", (event) => found.push(event.effectiveDirective));
            const image = document.createElement("img");
            image.src = "http://127.0.0.1:9/tracker.png";
            const script = document.createElement("script");
            script.textContent = "window.hit = 1";
            const inline = document.createElement("b");
            inline.setAttribute("onclick", "window.hit = 2");
            document.body.append(image, script, inline);
            inline.click();
            fetch("http://127.0.0.1:9/").catch(() => 0).then(() => setTimeout(() => done(found), 100));
            """);
    assertThat((List<?>) violations)
        .map(String::valueOf)
        .contains("img-src", "script-src-elem", "script-src-attr", "connect-src");
    assertThat(browser.run("return String(window.hit)")).isEqualTo("undefined");
    assertThat(page.text("#count")).isEqualTo(NAMES.size() + " runs");
  }

  @Test
  void aBatchWithoutAnythingToShowSaysSo() throws IOException {
    Path root = directory.resolve("new");
    ReportFiles files =
        BatchReport.write(
            ReportBatch.create(root, watersheds()).batch(), directory.resolve("new-report"));
    ReportPage page = ReportPage.open(browser, files.html());
    assertThat(page.text("#failures")).contains("No task has failed.");
    page.longScreenshot("new-whole");
    assertThat(browser.barriers()).isEmpty();
  }

  private static String watersheds() throws IOException {
    List<Object> features = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      features.add(
          Map.of(
              "type",
              "Feature",
              "properties",
              Map.of("name", NAMES.get(i)),
              "geometry",
              Map.of(
                  "type",
                  "Polygon",
                  "coordinates",
                  List.of(
                      List.of(
                          List.of(2 * i, 0),
                          List.of(2 * i + 1, 0),
                          List.of(2 * i, 1),
                          List.of(2 * i, 0))))));
    }
    return new ObjectMapper()
        .writeValueAsString(Map.of("type", "FeatureCollection", "features", features));
  }
}

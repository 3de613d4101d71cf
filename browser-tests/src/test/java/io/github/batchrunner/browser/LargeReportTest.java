package io.github.batchrunner.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page on 10,000 runs; what it takes is written into target/report-pace.txt. */
@NeedsBrowser
@Timeout(120)
class LargeReportTest {

  @TempDir static Path directory;
  private static Browser browser;
  private static ReportFiles files;

  @BeforeAll
  @Timeout(300)
  static void writeTheReport() throws IOException {
    browser = Browser.start(directory.resolve("profile"));
    files = LargeReport.write(directory);
  }

  @AfterAll
  static void endTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void tenThousandRunsAreSearchedSortedAndLookedAt(TestReporter reporter) throws IOException {
    List<String> pace = new ArrayList<>();
    ReportPage page = ReportPage.open(browser, files.html());
    pace.add("page: %,d bytes".formatted(Files.size(files.html())));
    pace.add(
        "loaded after "
            + browser.run(
                "return Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)")
            + " ms");
    assertThat(page.text("#count")).isEqualTo("10,000 runs");
    assertThat(page.pixels("#map", "running")).isPositive();
    assertThat(page.pixels("#map", "failed")).isPositive();
    page.longScreenshot("large-whole");

    Pace watched = Pace.watch(browser);
    browser.click("#search");
    for (char letter : "basin-0123".toCharArray()) {
      browser.press(String.valueOf(letter));
    }
    assertThat(page.text("#count")).isEqualTo("10 of 10,000 runs");
    assertThat(page.runs()).hasSize(10).contains("basin-01230");
    pace.add("search: " + watched.slowest());
    page.screenshot("large-searched");
    browser.click("#runs .filtered button");
    assertThat(page.text("#count")).isEqualTo("10,000 runs");
    pace.add("all again: " + watched.slowest());

    for (int column : new int[] {1, 2, 4, 5, 6, 7, 8}) {
      browser.click("#table th:nth-child(%d) button".formatted(column));
      browser.click("#table th:nth-child(%d) button".formatted(column));
    }
    pace.add("sort by each column: " + watched.slowest());
    browser.click("#table th:nth-child(1) button");
    assertThat(page.runs().get(0)).isEqualTo("basin-00000");

    browser.run("document.querySelector('#table').focus()");
    browser.press(Keys.END);
    assertThat(page.runs()).contains("basin-09999");
    for (int i = 0; i < 20; i++) {
      browser.press(Keys.PAGE_UP);
    }
    browser.press(Keys.ARROW_UP, Keys.ENTER);
    assertThat(page.isHidden("#run")).isFalse();
    browser.press(Keys.ESCAPE);
    pace.add("keys in the table: " + watched.slowest());
    assertThat(browser.findAll("#table tbody tr").size()).as("rows on the page").isLessThan(100);

    browser.click("#states button:nth-child(2)");
    assertThat(page.text("#count")).isEqualTo("91 of 10,000 runs");
    page.screenshot("large-failed-only");
    browser.click("#states button:nth-child(2)");
    pace.add("show by state: " + watched.slowest());

    browser.click("#zoom-in");
    browser.click("#zoom-in");
    browser.click("#zoom-in");
    browser.run("document.querySelector('#map').focus()");
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_LEFT);
    pace.add("map by buttons and keys: " + watched.slowest());
    for (int i = 0; i < 5; i++) {
      browser.wheel("#map", -120);
    }
    pace.add("map by wheel: " + watched.slowest());
    int[] place = page.points("#map", "succeeded", 2).get(0);
    browser.point("#map", place[0], place[1]);
    assertThat(page.text("#tip")).contains("basin-");
    pace.add("pointing: " + watched.slowest());
    browser.click("#map", place[0], place[1]);
    assertThat(page.text("#run h2")).isEqualTo(page.text("#tip bdi"));
    pace.add("choosing on the map: " + watched.slowest());
    page.screenshot("large-map-near");

    assertThat(browser.problems()).isEmpty();
    assertThat(browser.requests()).containsOnly(files.html().toUri().toString());
    pace.forEach(line -> reporter.publishEntry(line));
    Files.write(Path.of("target", "report-pace.txt"), pace);
  }
}

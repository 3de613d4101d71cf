package io.github.batchrunner.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page on 192 real watersheds, looked at as a person does after the weekend. */
@NeedsBrowser
@Timeout(120)
class OregonReportTest {

  @TempDir static Path directory;
  private static Browser browser;
  private static ReportFiles files;
  private ReportPage page;

  @BeforeAll
  @Timeout(300)
  static void runTheBatch() throws InterruptedException {
    browser = Browser.start(directory.resolve("profile"));
    files = OregonReport.write(directory.resolve("batches"));
  }

  @AfterAll
  static void endTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    page = ReportPage.open(browser, files.html());
  }

  @AfterEach
  void nothingWasComplainedAboutOrAskedFor() {
    assertThat(browser.problems()).isEmpty();
    assertThat(browser.requests()).isNotEmpty().containsOnly(files.html().toUri().toString());
  }

  @Test
  void whatFailedAndWhyStandsAtTheTop() throws IOException {
    assertThat(browser.run("return document.title")).isEqualTo("oregon-2026: failed");
    assertThat(page.text("#numbers")).contains("192", "failed31");
    assertThat(browser.findAll("#groups li")).hasSize(2);
    assertThat(page.text("#groups li:first-child"))
        .contains("16 runs: Weather station, EXCEPTION", "no weather station within 40 km");
    assertThat(page.text("#retry-all code")).startsWith("batchrunner retry ");
    assertThat(page.text("#groups li:first-child code"))
        .startsWith(page.text("#retry-all code") + " --failure ");
    long bottom =
        ((Number)
                browser.run(
                    "return Math.round(document.querySelector('#groups code').getBoundingClientRect().bottom)"))
            .longValue();
    assertThat(bottom).as("seen without scrolling").isLessThan(1000);
    page.screenshot("oregon-first-look");
    page.longScreenshot("oregon-whole");
  }

  @Test
  void theMapHasTheColoursOfTheStates() {
    assertThat(page.pixels("#map", "succeeded")).isGreaterThan(5_000);
    assertThat(page.pixels("#map", "failed")).isGreaterThan(500);
    assertThat(page.pixels("#map", "waiting")).isGreaterThan(5_000);
    assertThat(page.pixels("#map", "running")).isZero();
    assertThat(page.pixels("#timeline", "succeeded")).isGreaterThan(100);
  }

  @Test
  void theMapZoomsByButtonsWheelAndKeys() throws IOException {
    String whole = page.picture("#map");
    long failed = page.pixels("#map", "failed");
    browser.click("#zoom-in");
    assertThat(page.picture("#map")).isNotEqualTo(whole);
    browser.click("#zoom-out");
    assertThat(page.picture("#map")).isEqualTo(whole);
    browser.wheel("#map", -100);
    assertThat(page.picture("#map")).as("an accidental wheel").isEqualTo(whole);
    browser.run("scrollTo(0, 0); document.querySelector('#map').focus()");
    browser.wheel("#map", -400);
    assertThat(page.picture("#map")).isNotEqualTo(whole);
    page.screenshot("oregon-map-by-wheel");
    browser.click("#zoom-all");
    browser.run("document.querySelector('#map').focus()");
    browser.point("h1", 0, 0);
    assertThat(page.pixels("#map", "failed")).isEqualTo(failed);
    browser.press("+", "+", "+", Keys.ARROW_LEFT);
    assertThat(page.picture("#map")).isNotEqualTo(whole);
    browser.press("0");
    assertThat(page.pixels("#map", "failed")).isEqualTo(failed);
  }

  @Test
  void pointingAtAWatershedNamesItAndAClickShowsIt() throws IOException {
    int[] place = middle(page.points("#map", "failed", 3));
    browser.point("#map", place[0], place[1]);
    assertThat(page.isHidden("#tip")).isFalse();
    assertThat(page.text("#tip")).contains("failed", "station: EXCEPTION");
    String run = page.text("#tip bdi");
    page.screenshot("oregon-map-tip");
    browser.click("#map", place[0], place[1]);
    assertThat(page.isHidden("#run")).isFalse();
    assertThat(page.text("#run h2")).isEqualTo(run);
    assertThat(page.isHidden("#tip")).as("the tip is out of the way").isTrue();
    assertThat(page.text("#run")).contains("Weather station", "3 attempts", "batchrunner explain ");
    page.screenshot("oregon-map-chosen");
    browser.press(Keys.ESCAPE);
    assertThat(page.isHidden("#run")).isTrue();
    browser.point("h1", 0, 0);
    assertThat(page.isHidden("#tip")).isTrue();
  }

  private static int[] middle(List<int[]> points) {
    return points.get(points.size() / 2);
  }

  @Test
  void theTimelineNamesItsRunsToo() {
    int[] place = middle(page.points("#timeline", "succeeded", 0));
    browser.point("#timeline", place[0], place[1]);
    assertThat(page.isHidden("#tip")).isFalse();
    browser.click("#timeline", place[0], place[1]);
    assertThat(page.text("#run h2")).isEqualTo(page.text("#tip bdi"));
  }

  @Test
  void aGroupShowsItsRunsOnTheMapAndInTheTable() throws IOException {
    long failed = page.pixels("#map", "failed");
    browser.click("#groups li:first-child .buttons button");
    assertThat(page.text("#count")).isEqualTo("16 of 192 runs");
    assertThat(page.text("#map-filter")).isEqualTo("16 of 192 runs");
    assertThat(page.pixels("#map", "failed")).isPositive().isNotEqualTo(failed);
    assertThat(page.pixels("#map", "succeeded")).isZero();
    assertThat(page.runs()).hasSize(16);
    page.screenshot("oregon-group-shown");
    browser.click(".filtered button");
    assertThat(page.text("#count")).isEqualTo("192 runs");
    assertThat(page.pixels("#map", "failed")).isEqualTo(failed);
  }

  @Test
  void theCommandOfAGroupIsCopiedOrAtLeastSelected() {
    browser.click("#groups li:first-child .command button");
    Object done =
        browser.run(
            "return document.querySelector('#groups .command button').textContent === 'Copied'"
                + " ? document.querySelector('#groups code').textContent : String(getSelection())");
    assertThat(done).isEqualTo(page.text("#groups li:first-child code"));
  }

  @Test
  void durationsAndAttemptsAreDistributions() throws IOException {
    assertThat(browser.findAll("#tasks .histogram")).hasSize(8);
    assertThat(browser.findAll("#tasks .histogram rect").size()).isGreaterThan(16);
    assertThat(page.text("#tasks tbody tr:nth-child(4) td:last-child"))
        .matches("1: \\d+ · 2: \\d+ · 3: \\d+");
    assertThat(page.text("#tasks tbody tr:nth-child(1) td:last-child")).isEqualTo("1: 167");
    browser.run("document.querySelector('#tasks').scrollIntoView({ block: 'center' })");
    page.screenshot("oregon-tasks");
  }

  @Test
  void theKeyboardIsEnough() throws IOException {
    browser.tabTo("#groups li:first-child .buttons button");
    browser.press(Keys.SPACE);
    assertThat(page.text("#count")).isEqualTo("16 of 192 runs");
    browser.tabTo("#search");
    browser.press("weather station", Keys.TAB);
    browser.tabTo("#table");
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
    assertThat(page.isHidden("#run")).isFalse();
    assertThat(page.text("#run h2")).isEqualTo(page.runs().get(2));
    assertThat(page.focused()).isEqualTo("run");
    page.screenshot("oregon-by-keyboard");
    browser.press(Keys.ESCAPE);
    assertThat(page.isHidden("#run")).isTrue();
    assertThat(page.focused()).isEqualTo("table");
  }

  @Test
  void nothingKeepsPeopleOut() throws IOException {
    assertThat(browser.barriers()).isEmpty();
    browser.dark(true);
    browser.settle();
    int[] place = middle(page.points("#map", "failed", 3));
    browser.click("#map", place[0], place[1]);
    assertThat(browser.barriers()).isEmpty();
    page.screenshot("oregon-dark-chosen");
    browser.press(Keys.ESCAPE);
    page.longScreenshot("oregon-dark-whole");
  }

  @Test
  void aNarrowWindowIsNotScrolledSideways() throws IOException {
    for (int width : new int[] {320, 390, 768}) {
      browser.resize(width, 1000);
      browser.settle();
      assertThat(browser.isTooWide()).as("at %d pixels", width).isFalse();
      if (width == 390) {
        page.longScreenshot("oregon-narrow");
      }
    }
    browser.resize(390, 800);
    browser.settle();
    assertThat(browser.barriers()).isEmpty();
  }

  @Test
  void reloadingShowsTheSame() {
    String map = page.picture("#map");
    browser.reload();
    browser.settle();
    assertThat(page.picture("#map")).isEqualTo(map);
    assertThat(page.text("#count")).isEqualTo("192 runs");
  }
}

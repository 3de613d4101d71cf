package io.github.batchrunner.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A report's page in a browser. */
record ReportPage(Browser browser) {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Shows a report anew, in a light window of ordinary size. */
  static ReportPage open(Browser browser, Path html) {
    browser.dark(false);
    browser.resize(1400, 1000);
    browser.open(html.toUri());
    browser.settle();
    return new ReportPage(browser);
  }

  void screenshot(String name) throws IOException {
    browser.settle();
    browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
  }

  /** Leaves a picture of the whole page, however long it is. */
  void longScreenshot(String name) throws IOException {
    browser.longScreenshot(SCREENSHOTS.resolve(name + ".png"));
  }

  String text(String selector) {
    return browser.text(selector);
  }

  boolean isHidden(String selector) {
    return (Boolean) browser.run("return document.querySelector(arguments[0]).hidden", selector);
  }

  /** Returns the words of what has the focus. */
  String focused() {
    return (String)
        browser.run("return document.activeElement.id || document.activeElement.textContent");
  }

  /** Returns how many pixels of a canvas have the colour of a state, as the style has it. */
  long pixels(String canvas, String state) {
    return (Long) browser.run(SAME_COLOUR + "return found.length", canvas, state, 0);
  }

  /**
   * Returns places in a canvas around which all has the colour of a state, in pixels from its
   * middle.
   */
  List<int[]> points(String canvas, String state, int around) {
    List<int[]> points = new ArrayList<>();
    for (Object each :
        (List<?>)
            browser.run(
                SAME_COLOUR
                    + """
                    const all = new Set(found);
                    const solid = found.filter((at) => {
                      for (let dy = -around; dy <= around; dy++)
                        for (let dx = -around; dx <= around; dx++)
                          if (!all.has(at + dy * width + dx)) return false;
                      return true;
                    });
                    const every = Math.max(1, Math.floor(solid.length / 50));
                    return solid.filter((at, i) => i % every === 0)
                      .map((at) => [at % width - Math.round(width / 2), Math.floor(at / width) - Math.round(height / 2)]);
                    """,
                canvas,
                state,
                around)) {
      List<?> place = (List<?>) each;
      points.add(
          new int[] {((Number) place.get(0)).intValue(), ((Number) place.get(1)).intValue()});
    }
    return points;
  }

  private static final String SAME_COLOUR =
      """
      const canvas = document.querySelector(arguments[0]);
      const around = arguments[2];
      const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--" + arguments[1]).trim();
      probe.fillRect(0, 0, 1, 1);
      const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
      const { width, height } = canvas;
      const copy = document.createElement("canvas");
      Object.assign(copy, { width, height });
      const context = copy.getContext("2d", { willReadFrequently: true });
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const found = [];
      for (let i = 0; i < width * height; i++)
        if (data[4 * i] === r && data[4 * i + 1] === g && data[4 * i + 2] === b && data[4 * i + 3] === 255) found.push(i);
      """;

  /** Returns what a canvas shows, to compare. */
  String picture(String canvas) {
    return (String) browser.run("return document.querySelector(arguments[0]).toDataURL()", canvas);
  }

  /** Returns the ids of the runs that stand in the table, as far as it is filled. */
  List<String> runs() {
    return ((List<?>)
            browser.run(
                "return [...document.querySelectorAll('#table tbody tr:not(.filler)')].map((row) => row.cells[0].textContent)"))
        .stream().map(String::valueOf).toList();
  }
}

package io.github.batchrunner.sample.web;

import io.github.batchrunner.browser.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The live view of a batch in a browser. */
record LivePage(Browser browser) {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Returns how many pixels of the map have the colour of a state, as the style has it. */
  long pixels(String state) {
    return ((Number) browser.run(SAME_COLOUR + "return found.length", state)).longValue();
  }

  /**
   * Returns a place on the map that has the colour of a state, around it too if there is such a
   * one, from the middle of the map.
   */
  int[] place(String state) {
    List<?> place =
        (List<?>)
            browser.run(
                SAME_COLOUR
                    + """
                    const all = new Set(found);
                    const solid = (around) => found.filter((at) => {
                      for (let dy = -around; dy <= around; dy++)
                        for (let dx = -around; dx <= around; dx++)
                          if (!all.has(at + dy * width + dx)) return false;
                      return true;
                    });
                    const places = [2, 1, 0].map(solid).find((each) => each.length > 0);
                    const at = places[Math.floor(places.length / 2)];
                    const frame = document.querySelector("#live-map").getBoundingClientRect();
                    const still = document.querySelector(".live-shapes").getBoundingClientRect();
                    return [Math.round(still.left + at % width - frame.left - frame.width / 2),
                      Math.round(still.top + Math.floor(at / width) - frame.top - frame.height / 2)];
                    """,
                state);
    return new int[] {((Number) place.get(0)).intValue(), ((Number) place.get(1)).intValue()};
  }

  private static final String SAME_COLOUR =
      """
      const canvas = document.querySelector(".live-shapes");
      const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--" + arguments[0]).trim();
      probe.fillRect(0, 0, 1, 1);
      const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
      const { width, height } = canvas ?? { width: 0, height: 0 };
      const copy = document.createElement("canvas");
      Object.assign(copy, { width, height });
      const context = copy.getContext("2d", { willReadFrequently: true });
      if (canvas) context.drawImage(canvas, 0, 0);
      const data = canvas ? context.getImageData(0, 0, width, height).data : [];
      const found = [];
      for (let i = 0; i < width * height; i++)
        if (data[4 * i] === r && data[4 * i + 1] === g && data[4 * i + 2] === b && data[4 * i + 3] === 255) found.push(i);
      """;

  /** Waits until the legend counts so many runs in a state. */
  void untilThereAre(String state, int number) {
    untilText("#live-legend [data-state=" + state.charAt(0) + "] .live-number", "" + number);
  }

  /** Waits until an element has this text. */
  void untilText(String selector, String text) {
    browser.until(
        "return document.querySelector(arguments[0])?.textContent.replace(/,/g, '').trim() === arguments[1]",
        selector,
        text);
  }

  /** Waits until an element has this text in it. */
  void untilSays(String selector, String text) {
    browser.until(
        "return document.querySelector(arguments[0])?.textContent.includes(arguments[1]) ?? false",
        selector,
        text);
  }

  /** Waits until the map shows watersheds in the colour of a state. */
  void untilTheMapHas(String state) {
    browser.until(SAME_COLOUR + "return found.length > 20", state);
  }

  /** Brings something into view, and clicks it. */
  void click(String selector) {
    browser.run(
        "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", selector);
    browser.click(selector);
  }

  /** Clicks the map where it has the colour of a state. */
  void clickMap(String state) {
    browser.run("document.querySelector('#live-map').scrollIntoView({ block: 'center' })");
    browser.settle();
    int[] place = place(state);
    browser.click("#live-map", place[0], place[1]);
  }

  /** Returns the ids of the runs that stand in the table, as far as it is filled. */
  List<String> runs() {
    List<String> runs = new ArrayList<>();
    for (Object each :
        (List<?>)
            browser.run(
                "return [...document.querySelectorAll('#live-table tbody tr[data-run] th')].map((cell) => cell.textContent)")) {
      runs.add(String.valueOf(each));
    }
    return runs;
  }

  boolean isHidden(String selector) {
    return (Boolean) browser.run("return document.querySelector(arguments[0]).hidden", selector);
  }

  /** Leaves a picture of the whole page. */
  void picture(String name) throws IOException {
    browser.longScreenshot(SCREENSHOTS.resolve(name + ".png"));
  }

  /** Leaves a picture of the beginning of the live view. */
  void look(String name) throws IOException {
    browser.run("document.querySelector('#live').scrollIntoView()");
    browser.settle();
    browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
  }
}

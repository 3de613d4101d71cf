package io.github.batchrunner.browser;

import java.util.List;

/**
 * The browser's own records of how long interactions and tasks of a page take.
 *
 * <p>They belong to the page that is open; another page has to be watched anew.
 */
public record Pace(Browser browser) {

  /** Begins to keep the records. */
  public static Pace watch(Browser browser) {
    browser.run(
        """
        window.pace = [];
        new PerformanceObserver((list) => pace.push(...list.getEntries().filter((e) => e.interactionId > 0)
          .map((e) => ({ what: e.name, took: e.duration }))))
          .observe({ type: "event", durationThreshold: 16 });
        new PerformanceObserver((list) => pace.push(...list.getEntries().map((e) => ({ what: "long task", took: e.duration }))))
          .observe({ type: "longtask" });
        """);
    return new Pace(browser);
  }

  /**
   * Returns the slowest interaction and the longest task since the last time, in milliseconds from
   * the input to the next picture; an interaction that took less than 16 ms is not recorded, nor a
   * task that took less than 50.
   */
  public String slowest() {
    browser.await("setTimeout(arguments[0], 300)");
    List<?> slowest =
        (List<?>)
            browser.run(
                """
                let [worst, task] = [0, 0];
                for (const { what, took } of pace.splice(0)) {
                  if (what === "long task") task = Math.max(task, Math.round(took));
                  else worst = Math.max(worst, Math.round(took));
                }
                return [worst, task];
                """);
    return "slowest interaction %s, longest task %s"
        .formatted(orLess(slowest.get(0), 16), orLess(slowest.get(1), 50));
  }

  private static String orLess(Object millis, int least) {
    long value = ((Number) millis).longValue();
    return value == 0 ? "< " + least + " ms" : value + " ms";
  }
}

package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskOutcome;
import io.github.batchrunner.sample.hydrology.WatershedSummary;
import io.github.batchrunner.sample.hydrology.WatershedSummary.ScenarioResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the finished runs of the sample's own pipeline came to, as a hydrologist reads it. */
final class HydrologyTable {

  private static final int SHOWN = 30;
  private static final List<String> SCENARIOS = List.of("undisturbed", "uniform_high", "thinning");

  private final TextTable table =
      new TextTable(
          1,
          "watershed",
          "km²",
          "slopes",
          "rain mm",
          "runoff mm",
          "runoff %",
          "sediment t/ha",
          "ash t/ha",
          "undisturbed",
          "all burned",
          "thinned");
  private final List<WatershedSummary> summaries = new ArrayList<>();

  private HydrologyTable() {}

  /**
   * Returns the lines of the table.
   *
   * @throws IOException if a run that succeeded has no results that can be read
   */
  static List<String> of(BatchRunner batch) throws IOException {
    HydrologyTable table = new HydrologyTable();
    StatusReader reader = batch.statusReader();
    int wepp = reader.pipeline().number("wepp");
    for (int run = 0; run < reader.runs().size(); run++) {
      if (reader.outcomes(run)[wepp] == TaskOutcome.SUCCEEDED) {
        String runId = reader.runs().id(run);
        table.add(runId, WatershedSummary.read(batch.runDirectory(runId)));
      }
    }
    return table.lines();
  }

  private void add(String runId, WatershedSummary summary) {
    summaries.add(summary);
    if (summaries.size() <= SHOWN) {
      table.row(
          cells(
              runId,
              summary.areaKm2(),
              summary.hillslopes(),
              summary.precipitationMm(),
              summary.runoffMm(),
              100 * summary.runoffCoefficient(),
              summary.sedimentTonnesPerHectare(),
              summary.ashTonnesPerHectare(),
              scenario(summary, SCENARIOS.get(0)),
              scenario(summary, SCENARIOS.get(1)),
              scenario(summary, SCENARIOS.get(2))));
    }
  }

  private List<String> lines() {
    if (summaries.isEmpty()) {
      return List.of("no watershed has results");
    }
    table.row(
        cells(
            "all %,d".formatted(summaries.size()),
            summaries.stream().mapToDouble(WatershedSummary::areaKm2).sum(),
            summaries.stream().mapToInt(WatershedSummary::hillslopes).sum(),
            mean(WatershedSummary::precipitationMm),
            mean(WatershedSummary::runoffMm),
            100 * mean(WatershedSummary::runoffMm) / mean(WatershedSummary::precipitationMm),
            mean(WatershedSummary::sedimentTonnesPerHectare),
            mean(WatershedSummary::ashTonnesPerHectare),
            mean(summary -> scenario(summary, SCENARIOS.get(0))),
            mean(summary -> scenario(summary, SCENARIOS.get(1))),
            mean(summary -> scenario(summary, SCENARIOS.get(2)))));
    List<String> lines = new ArrayList<>(table.lines());
    if (summaries.size() > SHOWN) {
      lines.add(
          lines.size() - 1, "... and %,d more watersheds".formatted(summaries.size() - SHOWN));
    }
    return lines;
  }

  /** Returns the mean over the area of all watersheds. */
  private double mean(ToDoubleFunction<WatershedSummary> value) {
    double area = summaries.stream().mapToDouble(WatershedSummary::areaKm2).sum();
    return summaries.stream()
            .mapToDouble(summary -> value.applyAsDouble(summary) * summary.areaKm2())
            .sum()
        / area;
  }

  private static double scenario(WatershedSummary summary, String name) {
    return summary.scenarios().stream()
        .filter(scenario -> scenario.name().equals(name))
        .mapToDouble(ScenarioResult::sedimentTonnesPerHectare)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String[] cells(
      String name,
      double areaKm2,
      int hillslopes,
      double precipitation,
      double runoff,
      double percent,
      double sediment,
      double ash,
      double... scenarios) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(number("%,.1f", areaKm2));
    cells.add("%,d".formatted(hillslopes));
    cells.add(number("%,.0f", precipitation));
    cells.add(number("%,.0f", runoff));
    cells.add(number("%.0f", percent));
    cells.add(number("%.2f", sediment));
    cells.add(number("%.2f", ash));
    for (double scenario : scenarios) {
      cells.add(number("%.2f", scenario));
    }
    return cells.toArray(String[]::new);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}

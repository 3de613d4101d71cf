package io.github.batchrunner.sample.hydrology;

import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of one finished watershed, for a table; yearly means.
 *
 * @param areaKm2 area, km²
 * @param hillslopes how many hillslopes it was divided into
 * @param precipitationMm rain and snow, mm a year
 * @param runoffMm water that reached the stream, over the surface or through the ground, mm a year
 * @param runoffCoefficient share of the precipitation that reached the stream
 * @param sedimentTonnesPerHectare sediment yield, t/ha a year
 * @param ashTonnesPerHectare ash carried off since the fire, t per hectare of the whole watershed;
 *     0 when the task {@code watar} has not run
 * @param scenarios the land as it is, first, and the scenarios; empty when the task {@code omni}
 *     has not run
 */
public record WatershedSummary(
    double areaKm2,
    int hillslopes,
    double precipitationMm,
    double runoffMm,
    double runoffCoefficient,
    double sedimentTonnesPerHectare,
    double ashTonnesPerHectare,
    List<ScenarioResult> scenarios) {

  /** Copies the list. */
  public WatershedSummary {
    scenarios = List.copyOf(scenarios);
  }

  /**
   * What the watershed does under one state of the land; yearly means.
   *
   * @param name {@code current}, {@code undisturbed}, {@code uniform_high} or {@code thinning}
   * @param runoffMm water that reached the stream, mm a year
   * @param sedimentTonnesPerHectare sediment yield, t/ha a year
   */
  public record ScenarioResult(String name, double runoffMm, double sedimentTonnesPerHectare) {}

  /**
   * Reads the numbers of a run whose task {@code wepp} has succeeded.
   *
   * @param wd the working directory of the run
   * @throws IOException if a file is absent or cannot be understood; the message names it and the
   *     task that makes it
   */
  public static WatershedSummary read(Path wd) throws IOException {
    CsvTable table = CsvTable.read(wd, RunFile.WATERSHED_SUMMARY);
    CsvTable.Row row = table.onlyRow();
    double areaKm2 = row.number("area_km2");
    return new WatershedSummary(
        areaKm2,
        row.whole("hillslopes"),
        row.number("precipitation_mm_yr"),
        row.number("runoff_mm_yr"),
        row.number("runoff_coefficient"),
        row.number("sediment_t_ha_yr"),
        ashTonnes(wd) / (areaKm2 * 100),
        scenarios(wd));
  }

  private static double ashTonnes(Path wd) throws IOException {
    if (!Files.exists(RunFile.ASH.in(wd))) {
      return 0;
    }
    CsvTable table = CsvTable.read(wd, RunFile.ASH);
    double tonnes = 0;
    for (int i = 0; i < table.size(); i++) {
      CsvTable.Row row = table.row(i);
      tonnes += row.number("area_ha") * row.number("transported_t_ha");
    }
    return tonnes;
  }

  private static List<ScenarioResult> scenarios(Path wd) throws IOException {
    List<ScenarioResult> scenarios = new ArrayList<>();
    if (Files.exists(RunFile.SCENARIOS.in(wd))) {
      CsvTable table = CsvTable.read(wd, RunFile.SCENARIOS);
      for (int i = 0; i < table.size(); i++) {
        CsvTable.Row row = table.row(i);
        scenarios.add(
            new ScenarioResult(
                row.word("scenario"), row.number("runoff_mm_yr"), row.number("sediment_t_ha_yr")));
      }
    }
    return scenarios;
  }
}

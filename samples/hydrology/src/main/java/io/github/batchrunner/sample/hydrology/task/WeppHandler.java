package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.HillslopeResult;
import io.github.batchrunner.sample.hydrology.model.HillslopeSurface;
import io.github.batchrunner.sample.hydrology.model.WaterBalance;
import io.github.batchrunner.sample.hydrology.model.WatershedResult;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.util.function.UnaryOperator;

/** Computes runoff and sediment of every hillslope, and of the watershed. */
public final class WeppHandler implements TaskHandler {

  @Override
  public String name() {
    return "wepp";
  }

  @Override
  public void run(HandlerContext context) throws Exception {
    TaskRun run = new TaskRun(context);
    Simulation simulation = Simulation.read(run);
    WatershedResult result = simulation.run(UnaryOperator.identity());
    run.write(RunFile.HILLSLOPE_EVENTS, EventsFile.of(result, simulation.weather()));
    run.write(RunFile.HILLSLOPE_SUMMARY, hillslopes(result));
    run.write(RunFile.CHANNEL_SUMMARY, ChannelTotals.of(run, simulation.sites(), result));
    WaterBalance year = result.balance().per(result.years());
    run.write(RunFile.WATER_BALANCE, waterBalance(year));
    run.write(RunFile.WATERSHED_SUMMARY, watershed(result, year));
    run.log(
        "%.0f mm of %.0f mm a year reach the stream (%.2f), with %.2f t/ha of sediment",
        year.runoff(), year.precipitation(), year.runoffCoefficient(), result.sedimentYield());
  }

  private static CsvText hillslopes(WatershedResult result) {
    CsvText table =
        new CsvText(
            "hillslope_id",
            "area_ha",
            "curve_number",
            "ls_factor",
            "k_factor",
            "c_factor",
            "surface_runoff_mm_yr",
            "baseflow_mm_yr",
            "evapotranspiration_mm_yr",
            "runoff_days_yr",
            "peak_m3_s",
            "sediment_t_ha_yr");
    for (HillslopeResult hillslope : result.hillslopes()) {
      HillslopeSurface surface = hillslope.hillslope();
      WaterBalance year = hillslope.balance().per(result.years());
      table
          .whole(surface.id())
          .number(surface.area() / 1e4, 3)
          .whole(surface.curveNumber())
          .number(surface.topographicFactor(), 3)
          .number(surface.soil().texture().erodibility(), 2)
          .number(surface.cover().coverFactor(), 4)
          .number(year.surfaceRunoff(), 2)
          .number(year.baseflow(), 2)
          .number(year.evapotranspiration(), 2)
          .number(hillslope.events().size() / result.years(), 2)
          .number(hillslope.greatestPeak(), 3)
          .number(hillslope.sediment() / (surface.area() / 1e4) / result.years(), 4)
          .endRow();
    }
    return table;
  }

  private static CsvText waterBalance(WaterBalance year) {
    CsvText table =
        new CsvText(
            "precipitation_mm_yr",
            "surface_runoff_mm_yr",
            "baseflow_mm_yr",
            "evapotranspiration_mm_yr",
            "deep_seepage_mm_yr",
            "storage_change_mm_yr",
            "residual_mm_yr");
    table
        .number(year.precipitation(), 3)
        .number(year.surfaceRunoff(), 3)
        .number(year.baseflow(), 3)
        .number(year.evapotranspiration(), 3)
        .number(year.deepSeepage(), 3)
        .number(year.storageChange(), 3)
        .number(year.residual(), 6)
        .endRow();
    return table;
  }

  private static CsvText watershed(WatershedResult result, WaterBalance year) {
    CsvText table =
        new CsvText(
            "area_km2",
            "hillslopes",
            "years",
            "precipitation_mm_yr",
            "runoff_mm_yr",
            "surface_runoff_mm_yr",
            "runoff_coefficient",
            "sediment_t_ha_yr");
    table
        .number(result.area() / 1e6, 4)
        .whole(result.hillslopes().size())
        .number(result.years(), 2)
        .number(year.precipitation(), 2)
        .number(year.runoff(), 2)
        .number(year.surfaceRunoff(), 2)
        .number(year.runoffCoefficient(), 4)
        .number(result.sedimentYield(), 4)
        .endRow();
    return table;
  }
}

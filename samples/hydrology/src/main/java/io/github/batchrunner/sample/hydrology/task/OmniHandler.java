package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.Scenario;
import io.github.batchrunner.sample.hydrology.model.WaterBalance;
import io.github.batchrunner.sample.hydrology.model.WatershedResult;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.util.function.UnaryOperator;

/**
 * Runs the runoff model under three other states of the land and compares them with the land as it
 * is.
 */
public final class OmniHandler implements TaskHandler {
  /** The land as it is. */
  private static final String CURRENT = "current";

  @Override
  public String name() {
    return "omni";
  }

  @Override
  public void run(HandlerContext context) throws Exception {
    TaskRun run = new TaskRun(context);
    Simulation simulation = Simulation.read(run);
    WatershedResult current = simulation.run(UnaryOperator.identity());
    CsvText table =
        new CsvText(
            "scenario",
            "runoff_mm_yr",
            "surface_runoff_mm_yr",
            "runoff_coefficient",
            "sediment_t_ha_yr",
            "runoff_difference_mm_yr",
            "sediment_difference_t_ha_yr");
    add(table, CURRENT, current, current);
    for (Scenario scenario : Scenario.values()) {
      WatershedResult result = simulation.run(scenario::applyTo);
      add(table, scenario.label(), result, current);
      run.log(
          "%s: %.0f mm of runoff and %.2f t/ha of sediment a year",
          scenario.label(), result.balance().runoff() / result.years(), result.sedimentYield());
    }
    run.write(RunFile.SCENARIOS, table);
  }

  private static void add(
      CsvText table, String scenario, WatershedResult result, WatershedResult current) {
    WaterBalance year = result.balance().per(result.years());
    WaterBalance currentYear = current.balance().per(current.years());
    table
        .word(scenario)
        .number(year.runoff(), 2)
        .number(year.surfaceRunoff(), 2)
        .number(year.runoffCoefficient(), 4)
        .number(result.sedimentYield(), 4)
        .number(year.runoff() - currentYear.runoff(), 2)
        .number(result.sedimentYield() - current.sedimentYield(), 4)
        .endRow();
  }
}

package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.InputException;
import io.github.batchrunner.sample.hydrology.files.NodbFile;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.DailyWeather;
import io.github.batchrunner.sample.hydrology.model.HillslopeModel;
import io.github.batchrunner.sample.hydrology.model.HillslopeResult;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import io.github.batchrunner.sample.hydrology.model.HillslopeSurface;
import io.github.batchrunner.sample.hydrology.model.Soil;
import io.github.batchrunner.sample.hydrology.model.SurfaceCover;
import io.github.batchrunner.sample.hydrology.model.SurfaceWater;
import io.github.batchrunner.sample.hydrology.model.WaterBalance;
import io.github.batchrunner.sample.hydrology.model.WaterParameters;
import io.github.batchrunner.sample.hydrology.model.WatershedResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** All that the runoff model needs of a run, read once and run under one cover or another. */
final class Simulation {
  private final TaskRun run;
  private final List<HillslopeSite> sites;
  private final List<HillslopeSurface> surfaces;
  private final DailyWeather weather;
  private final SurfaceWater water;
  private final WaterParameters parameters;

  private Simulation(
      TaskRun run,
      List<HillslopeSite> sites,
      List<HillslopeSurface> surfaces,
      DailyWeather weather,
      WaterParameters parameters) {
    this.run = run;
    this.sites = sites;
    this.surfaces = surfaces;
    this.weather = weather;
    this.water = SurfaceWater.of(weather, HillslopesFile.latitude(sites), parameters);
    this.parameters = parameters;
  }

  /** Reads what the tasks before made. */
  static Simulation read(TaskRun run) throws IOException, InterruptedException {
    List<HillslopeSite> sites = HillslopesFile.read(run);
    Map<Integer, SurfaceCover> covers = LanduseFile.read(run);
    Map<Integer, Soil> soils = SoilsFile.read(run);
    List<HillslopeSurface> surfaces = new ArrayList<>();
    for (HillslopeSite site : sites) {
      surfaces.add(
          new HillslopeSurface(
              site.id(),
              site.area(),
              site.length(),
              site.slopePercent(),
              of(site, covers, RunFile.LANDUSE),
              of(site, soils, RunFile.SOILS)));
    }
    run.checkpoint();
    return new Simulation(run, sites, surfaces, WeatherFile.read(run), parameters(run));
  }

  private static <T> T of(HillslopeSite site, Map<Integer, T> values, RunFile file)
      throws InputException {
    T value = values.get(site.id());
    if (value == null) {
      throw new InputException(
          "\""
              + file.relativePath()
              + "\" does not have hillslope "
              + site.id()
              + ": run \""
              + file.madeBy()
              + "\" again");
    }
    return value;
  }

  private static WaterParameters parameters(TaskRun run) throws IOException {
    NodbFile wepp = run.nodb("wepp.nodb");
    WaterParameters normal = WaterParameters.DEFAULT;
    return new WaterParameters(
        wepp.number(normal.baseflowCoefficient(), 0, 0.5, "baseflow_opts", "bfcoeff"),
        wepp.number(normal.deepSeepageCoefficient(), 0, 0.5, "baseflow_opts", "dscoeff"),
        wepp.number(normal.snowBelow(), -20, 20, "snow_opts", "rst"));
  }

  List<HillslopeSite> sites() {
    return sites;
  }

  DailyWeather weather() {
    return weather;
  }

  /**
   * Runs the model on every hillslope.
   *
   * @param change what becomes of the cover of a hillslope
   * @throws IllegalStateException if water came from nowhere or got lost
   */
  WatershedResult run(UnaryOperator<SurfaceCover> change) throws InterruptedException {
    List<HillslopeResult> results = new ArrayList<>();
    for (HillslopeSurface surface : surfaces) {
      run.checkpoint();
      HillslopeResult result =
          HillslopeModel.run(surface.withCover(change.apply(surface.cover())), water, parameters);
      requireClosed(result.balance(), surface.id());
      results.add(result);
    }
    return new WatershedResult(List.copyOf(results), water.years());
  }

  private static void requireClosed(WaterBalance balance, int hillslope) {
    if (!balance.closed()) {
      throw new IllegalStateException(
          "the water balance of hillslope "
              + hillslope
              + " leaves "
              + balance.residual()
              + " mm of "
              + balance.precipitation()
              + " mm unexplained: look for impossible values in \""
              + RunFile.WEATHER.relativePath()
              + "\"");
    }
  }
}

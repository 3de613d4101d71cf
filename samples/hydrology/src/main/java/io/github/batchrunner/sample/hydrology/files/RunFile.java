package io.github.batchrunner.sample.hydrology.files;

import java.nio.file.Path;

/** The files of a run that a task makes and another one, or the summary, reads. */
public enum RunFile {
  HILLSLOPES("watershed/hillslopes.csv", "delineation"),
  CHANNELS("watershed/channels.csv", "delineation"),
  OUTLINES("watershed/hillslopes.geojson", "delineation"),
  LANDUSE("landuse/landuse.csv", "landuse"),
  SOILS("soils/soils.csv", "soils"),
  WEATHER("climate/weather.csv", "climate"),
  MONTHLY_CLIMATE("climate/monthly.csv", "climate"),
  HILLSLOPE_SUMMARY("wepp/output/hillslope_summary.csv", "wepp"),
  HILLSLOPE_EVENTS("wepp/output/hillslope_events.csv", "wepp"),
  CHANNEL_SUMMARY("wepp/output/channel_summary.csv", "wepp"),
  WATER_BALANCE("wepp/output/water_balance.csv", "wepp"),
  WATERSHED_SUMMARY("wepp/output/watershed_summary.csv", "wepp"),
  ASH("ash/ash.csv", "watar"),
  SCENARIOS("omni/scenarios.csv", "omni");

  private final String relativePath;
  private final String madeBy;

  RunFile(String relativePath, String madeBy) {
    this.relativePath = relativePath;
    this.madeBy = madeBy;
  }

  /** Returns where it is in a run. */
  public Path in(Path wd) {
    return wd.resolve(relativePath);
  }

  /** Returns its path within the run, with {@code /}. */
  public String relativePath() {
    return relativePath;
  }

  /** Returns the task that makes it. */
  public String madeBy() {
    return madeBy;
  }
}

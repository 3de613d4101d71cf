package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.model.DailyWeather;
import io.github.batchrunner.sample.hydrology.model.HillslopeResult;
import io.github.batchrunner.sample.hydrology.model.RunoffEvent;
import io.github.batchrunner.sample.hydrology.model.WatershedResult;

/** {@code wepp/output/hillslope_events.csv}: each day with direct runoff of each hillslope. */
final class EventsFile {
  static final String HILLSLOPE = "hillslope_id";
  static final String DATE = "date";
  static final String RUNOFF = "runoff_mm";

  private EventsFile() {}

  static CsvText of(WatershedResult result, DailyWeather weather) {
    CsvText table = new CsvText(HILLSLOPE, DATE, RUNOFF, "peak_m3_s", "sediment_t");
    for (HillslopeResult hillslope : result.hillslopes()) {
      for (RunoffEvent event : hillslope.events()) {
        table
            .whole(hillslope.hillslope().id())
            .word(weather.date(event.day()).toString())
            .number(event.runoff(), 3)
            .number(event.peak(), 4)
            .number(event.sediment(), 4)
            .endRow();
      }
    }
    return table;
  }
}

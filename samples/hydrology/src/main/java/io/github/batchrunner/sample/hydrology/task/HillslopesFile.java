package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.delineation.Hillslope;
import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.InputException;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.locationtech.jts.geom.Coordinate;

/** {@code watershed/hillslopes.csv}: one row per hillslope. */
final class HillslopesFile {
  private HillslopesFile() {}

  static CsvText of(List<Hillslope> hillslopes) {
    CsvText table =
        new CsvText(
            "hillslope_id",
            "channel_id",
            "side",
            "area_m2",
            "width_m",
            "length_m",
            "slope_pct",
            "elevation_m",
            "position",
            "longitude",
            "latitude");
    for (Hillslope hillslope : hillslopes) {
      Coordinate middle = hillslope.middle();
      table
          .whole(hillslope.id())
          .whole(hillslope.channelId())
          .word(hillslope.side().name().toLowerCase(Locale.ROOT))
          .number(hillslope.area(), 4)
          .number(hillslope.width(), 4)
          .number(hillslope.length(), 4)
          .number(hillslope.slopePercent(), 3)
          .number(hillslope.elevation(), 1)
          .number(hillslope.position(), 4)
          .number(middle.x, 6)
          .number(middle.y, 6)
          .endRow();
    }
    return table;
  }

  /** Returns the hillslopes of a run, at least one. */
  static List<HillslopeSite> read(TaskRun run) throws IOException {
    CsvTable table = run.read(RunFile.HILLSLOPES);
    List<HillslopeSite> sites = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      CsvTable.Row row = table.row(i);
      sites.add(
          new HillslopeSite(
              row.whole("hillslope_id"),
              row.whole("channel_id"),
              above0(row, "area_m2"),
              above0(row, "length_m"),
              above0(row, "slope_pct"),
              row.number("position"),
              row.number("latitude")));
    }
    if (sites.isEmpty()) {
      throw new InputException(
          "\""
              + RunFile.HILLSLOPES.relativePath()
              + "\" has no hillslope: run \"delineation\" again");
    }
    return List.copyOf(sites);
  }

  private static double above0(CsvTable.Row row, String column) throws InputException {
    double number = row.number(column);
    if (!(number > 0)) {
      throw row.notUsable(column);
    }
    return number;
  }

  /** Returns the areal mean of the latitude, degrees. */
  static double latitude(List<HillslopeSite> sites) {
    double area = 0;
    double sum = 0;
    for (HillslopeSite site : sites) {
      area += site.area();
      sum += site.area() * site.latitude();
    }
    return sum / area;
  }
}

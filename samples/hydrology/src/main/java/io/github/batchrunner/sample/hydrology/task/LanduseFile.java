package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.InputException;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.Disturbance;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import io.github.batchrunner.sample.hydrology.model.LandCover;
import io.github.batchrunner.sample.hydrology.model.SurfaceCover;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code landuse/landuse.csv}: what covers each hillslope. */
final class LanduseFile {
  private LanduseFile() {}

  static CsvText of(List<HillslopeSite> sites, List<SurfaceCover> covers) {
    CsvText table =
        new CsvText("hillslope_id", "nlcd_code", "land_cover", "burn_severity", "cover_factor");
    for (int i = 0; i < sites.size(); i++) {
      SurfaceCover cover = covers.get(i);
      table
          .whole(sites.get(i).id())
          .whole(cover.landCover().code())
          .word(cover.landCover().name().toLowerCase(Locale.ROOT))
          .word(cover.disturbance().label())
          .number(cover.coverFactor(), 4)
          .endRow();
    }
    return table;
  }

  /** Returns what covers each hillslope, by its id. */
  static Map<Integer, SurfaceCover> read(TaskRun run) throws IOException {
    CsvTable table = run.read(RunFile.LANDUSE);
    Map<Integer, SurfaceCover> covers = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      CsvTable.Row row = table.row(i);
      covers.put(row.whole("hillslope_id"), cover(row));
    }
    return covers;
  }

  private static SurfaceCover cover(CsvTable.Row row) throws InputException {
    LandCover land = LandCover.ofCode(row.whole("nlcd_code")).orElse(null);
    Disturbance disturbance = Disturbance.named(row.word("burn_severity")).orElse(null);
    if (land == null) {
      throw row.notUsable("nlcd_code");
    }
    if (disturbance == null || (disturbance.fire() && !land.burnable())) {
      throw row.notUsable("burn_severity");
    }
    return new SurfaceCover(land, disturbance);
  }
}

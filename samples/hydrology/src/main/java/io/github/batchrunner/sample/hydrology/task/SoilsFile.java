package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.InputException;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import io.github.batchrunner.sample.hydrology.model.Soil;
import io.github.batchrunner.sample.hydrology.model.SoilGroup;
import io.github.batchrunner.sample.hydrology.model.SoilTexture;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code soils/soils.csv}: the soil of each hillslope. */
final class SoilsFile {
  private SoilsFile() {}

  static CsvText of(List<HillslopeSite> sites, List<Soil> soils) {
    CsvText table =
        new CsvText(
            "hillslope_id", "texture", "hydrologic_group", "erodibility", "available_water_mm_m");
    for (int i = 0; i < sites.size(); i++) {
      SoilTexture texture = soils.get(i).texture();
      table
          .whole(sites.get(i).id())
          .word(texture.label())
          .word(soils.get(i).group().name())
          .number(texture.erodibility(), 2)
          .number(texture.availableWater(), 0)
          .endRow();
    }
    return table;
  }

  /** Returns the soil of each hillslope, by its id. */
  static Map<Integer, Soil> read(TaskRun run) throws IOException {
    CsvTable table = run.read(RunFile.SOILS);
    Map<Integer, Soil> soils = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      CsvTable.Row row = table.row(i);
      SoilTexture texture = SoilTexture.named(row.word("texture")).orElse(null);
      if (texture == null) {
        throw row.notUsable("texture");
      }
      soils.put(row.whole("hillslope_id"), new Soil(texture, group(row)));
    }
    return soils;
  }

  private static SoilGroup group(CsvTable.Row row) throws InputException {
    try {
      return SoilGroup.valueOf(row.word("hydrologic_group"));
    } catch (IllegalArgumentException e) {
      throw row.notUsable("hydrologic_group");
    }
  }
}

package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import io.github.batchrunner.sample.hydrology.model.SoilTexture;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code soils/soils.csv}: the soil of each hillslope. */
final class SoilsFile {
  private SoilsFile() {}

  static CsvText of(List<HillslopeSite> sites, List<SoilTexture> textures) {
    CsvText table =
        new CsvText(
            "hillslope_id", "texture", "hydrologic_group", "erodibility", "available_water_mm_m");
    for (int i = 0; i < sites.size(); i++) {
      SoilTexture texture = textures.get(i);
      table
          .whole(sites.get(i).id())
          .word(texture.label())
          .word(texture.group().name())
          .number(texture.erodibility(), 2)
          .number(texture.availableWater(), 0)
          .endRow();
    }
    return table;
  }

  /** Returns the soil texture of each hillslope, by its id. */
  static Map<Integer, SoilTexture> read(TaskRun run) throws IOException {
    CsvTable table = run.read(RunFile.SOILS);
    Map<Integer, SoilTexture> textures = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      CsvTable.Row row = table.row(i);
      SoilTexture texture = SoilTexture.named(row.word("texture")).orElse(null);
      if (texture == null) {
        throw row.notUsable("texture");
      }
      textures.put(row.whole("hillslope_id"), texture);
    }
    return textures;
  }
}

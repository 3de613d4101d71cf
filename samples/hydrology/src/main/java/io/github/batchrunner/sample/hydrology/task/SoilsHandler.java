package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import io.github.batchrunner.sample.hydrology.model.Soil;
import io.github.batchrunner.sample.hydrology.model.SoilAllocation;
import io.github.batchrunner.sample.hydrology.model.SoilTexture;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.util.List;

/** Gives every hillslope a soil texture and with it a hydrologic soil group. */
public final class SoilsHandler implements TaskHandler {

  @Override
  public String name() {
    return "soils";
  }

  @Override
  public void run(HandlerContext context) throws Exception {
    TaskRun run = new TaskRun(context);
    List<HillslopeSite> sites = HillslopesFile.read(run);
    SoilTexture prevailing = run.attributes().texture();
    run.checkpoint();
    List<Soil> soils =
        sites.stream().map(site -> SoilAllocation.soil(site, prevailing, run.seed())).toList();
    run.write(RunFile.SOILS, SoilsFile.of(sites, soils));
    run.log(
        "%s prevails, hydrologic soil group %s, %d hillslopes",
        prevailing.label(), prevailing.group(), sites.size());
  }
}

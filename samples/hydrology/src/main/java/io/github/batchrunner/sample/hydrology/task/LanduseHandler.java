package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.files.WatershedAttributes;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import io.github.batchrunner.sample.hydrology.model.LanduseAllocation;
import io.github.batchrunner.sample.hydrology.model.SurfaceCover;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.util.List;

/** Gives every hillslope a land cover and a burn severity. */
public final class LanduseHandler implements TaskHandler {

  @Override
  public String name() {
    return "landuse";
  }

  @Override
  public void run(HandlerContext context) throws Exception {
    TaskRun run = new TaskRun(context);
    List<HillslopeSite> sites = HillslopesFile.read(run);
    WatershedAttributes attributes = run.attributes();
    run.checkpoint();
    List<SurfaceCover> covers =
        LanduseAllocation.allocate(sites, attributes.cover(), attributes.burned(), run.seed());
    run.write(RunFile.LANDUSE, LanduseFile.of(sites, covers));
    long burned = covers.stream().filter(cover -> cover.disturbance().fire()).count();
    run.log(
        "%s on most of %d hillslopes, of which %d have burned",
        attributes.cover().label(), sites.size(), burned);
  }
}

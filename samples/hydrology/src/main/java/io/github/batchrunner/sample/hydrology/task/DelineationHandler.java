package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.delineation.Channel;
import io.github.batchrunner.sample.hydrology.delineation.Delineation;
import io.github.batchrunner.sample.hydrology.delineation.Delineator;
import io.github.batchrunner.sample.hydrology.delineation.Terrain;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.files.WatershedAttributes;
import io.github.batchrunner.sample.hydrology.files.WatershedFeature;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;

/** Divides the watershed's outline into channels and hillslopes. */
public final class DelineationHandler implements TaskHandler {
  /** A smaller share of the area may get lost without a word. */
  private static final double TOLERATED_LOSS = 0.001;

  @Override
  public String name() {
    return "delineation";
  }

  @Override
  public void run(HandlerContext context) throws Exception {
    TaskRun run = new TaskRun(context);
    WatershedFeature feature = run.feature();
    WatershedAttributes attributes = feature.attributes();
    run.checkpoint();
    double area = Delineator.area(feature.outline());
    double slope = attributes.slopePercent(area);
    Delineation delineation =
        Delineator.delineate(feature.outline(), new Terrain(attributes.elevation(), slope));
    run.write(RunFile.OUTLINES, HillslopeOutlines.of(delineation.hillslopes()));
    run.write(RunFile.CHANNELS, channels(delineation));
    run.write(RunFile.HILLSLOPES, HillslopesFile.of(delineation.hillslopes()));
    run.log(
        "%.2f km² divided into %d hillslopes along %d channels, mean slope %.1f %%",
        delineation.area() / 1e6,
        delineation.hillslopes().size(),
        delineation.channels().size(),
        slope);
    if (delineation.area() < (1 - TOLERATED_LOSS) * area) {
      run.log(
          "%.2f km² in small separate parts of the outline are left out",
          (area - delineation.area()) / 1e6);
    }
  }

  private static CsvText channels(Delineation delineation) {
    CsvText table = new CsvText("channel_id", "downstream_id", "length_m", "slope_pct");
    for (Channel channel : delineation.channels()) {
      table
          .whole(channel.id())
          .whole(channel.downstreamId())
          .number(channel.length(), 2)
          .number(channel.slopePercent(), 3)
          .endRow();
    }
    return table;
  }
}

package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.InputException;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.HillslopeResult;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import io.github.batchrunner.sample.hydrology.model.WatershedResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code wepp/output/channel_summary.csv}: what passes the lower end of each channel in a mean
 * year, from its own hillslopes and from upstream.
 *
 * <p>Channels neither erode nor settle sediment here.
 */
final class ChannelTotals {
  private ChannelTotals() {}

  private static final class Flow {
    private final int downstream;
    private double area;
    private double water;
    private double sediment;

    private Flow(int downstream) {
      this.downstream = downstream;
    }

    private void add(double moreArea, double moreWater, double moreSediment) {
      area += moreArea;
      water += moreWater;
      sediment += moreSediment;
    }
  }

  static CsvText of(TaskRun run, List<HillslopeSite> sites, WatershedResult result)
      throws IOException {
    Map<Integer, Flow> channels = read(run);
    for (int i = 0; i < sites.size(); i++) {
      Flow flow = channels.get(sites.get(i).channelId());
      if (flow == null) {
        throw unknown(sites.get(i).channelId());
      }
      HillslopeResult hillslope = result.hillslopes().get(i);
      double area = hillslope.hillslope().area();
      flow.add(area, hillslope.balance().runoff() / 1000 * area, hillslope.sediment());
    }
    List<Flow> upwards = List.copyOf(channels.values());
    for (int i = upwards.size() - 1; i >= 0; i--) {
      Flow flow = upwards.get(i);
      Flow downstream = channels.get(flow.downstream);
      if (downstream != null) {
        downstream.add(flow.area, flow.water, flow.sediment);
      }
    }
    CsvText table =
        new CsvText("channel_id", "downstream_id", "area_ha", "runoff_m3_yr", "sediment_t_yr");
    channels.forEach(
        (id, flow) ->
            table
                .whole(id)
                .whole(flow.downstream)
                .number(flow.area / 1e4, 3)
                .number(flow.water / result.years(), 1)
                .number(flow.sediment / result.years(), 3)
                .endRow());
    return table;
  }

  /** In the order of the file, in which each channel flows into one that stands before it. */
  private static Map<Integer, Flow> read(TaskRun run) throws IOException {
    CsvTable table = run.read(RunFile.CHANNELS);
    Map<Integer, Flow> channels = new LinkedHashMap<>();
    for (int i = 0; i < table.size(); i++) {
      CsvTable.Row row = table.row(i);
      int downstream = row.whole("downstream_id");
      if (downstream != 0 && !channels.containsKey(downstream)) {
        throw unknown(downstream);
      }
      channels.put(row.whole("channel_id"), new Flow(downstream));
    }
    return channels;
  }

  private static InputException unknown(int channel) {
    return new InputException(
        "\""
            + RunFile.CHANNELS.relativePath()
            + "\" does not have channel "
            + channel
            + " where it is needed: run \"delineation\" again");
  }
}

package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.NodbFile;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.AshTransport;
import io.github.batchrunner.sample.hydrology.model.Disturbance;
import io.github.batchrunner.sample.hydrology.model.HillslopeSite;
import io.github.batchrunner.sample.hydrology.model.SurfaceCover;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the ash of a fire in the first year off the burned hillslopes.
 *
 * <p>Severe fires leave white ash, others black ash; depths and the day of the fire are those of
 * {@code ash.nodb}, or else WEPPcloud's 5 mm and 4 August.
 */
public final class WatarHandler implements TaskHandler {
  private static final double DEFAULT_DEPTH = 5;
  private static final double MOST_DEPTH = 1000;

  @Override
  public String name() {
    return "watar";
  }

  /** The burned state of the ground on the day of the fire. */
  private record Fire(LocalDate date, double blackDepth, double whiteDepth) {

    double load(boolean white) {
      return white
          ? AshTransport.load(whiteDepth, AshTransport.WHITE_ASH_DENSITY)
          : AshTransport.load(blackDepth, AshTransport.BLACK_ASH_DENSITY);
    }
  }

  /** Direct runoff of a hillslope on one day, mm. */
  private record Runoff(LocalDate date, double depth) {}

  @Override
  public void run(HandlerContext context) throws Exception {
    TaskRun run = new TaskRun(context);
    List<HillslopeSite> sites = HillslopesFile.read(run);
    Map<Integer, SurfaceCover> covers = LanduseFile.read(run);
    Map<Integer, List<Runoff>> runoff = runoff(run);
    Fire fire = fire(run);
    CsvText table =
        new CsvText(
            "hillslope_id",
            "burn_severity",
            "ash_type",
            "area_ha",
            "initial_t_ha",
            "first_year_t_ha",
            "transported_t_ha",
            "remaining_t_ha");
    int burned = 0;
    double tonnes = 0;
    for (HillslopeSite site : sites) {
      run.checkpoint();
      SurfaceCover cover = covers.get(site.id());
      if (cover != null && cover.disturbance().fire()) {
        burned++;
        tonnes +=
            site.area()
                / 1e4
                * follow(table, site, cover, fire, runoff.getOrDefault(site.id(), List.of()));
      }
    }
    run.write(RunFile.ASH, table);
    if (burned == 0) {
      run.log("no hillslope has burned: there is no ash");
    } else {
      run.log("runoff carries %.1f t of ash off %d burned hillslopes", tonnes, burned);
    }
  }

  private static double follow(
      CsvText table, HillslopeSite site, SurfaceCover cover, Fire fire, List<Runoff> runoff) {
    boolean white = cover.disturbance() == Disturbance.HIGH_SEVERITY_FIRE;
    double load = fire.load(white);
    AshTransport ash = new AshTransport(load);
    LocalDate anniversary = fire.date().plusYears(1);
    double firstYear = 0;
    double transported = 0;
    for (Runoff day : runoff) {
      if (!day.date().isAfter(fire.date())) {
        continue;
      }
      double carried = ash.carriedBy(day.depth());
      transported += carried;
      if (!day.date().isAfter(anniversary)) {
        firstYear += carried;
      }
    }
    table
        .whole(site.id())
        .word(cover.disturbance().label())
        .word(white ? "white" : "black")
        .number(site.area() / 1e4, 3)
        .number(load, 3)
        .number(firstYear, 4)
        .number(transported, 4)
        .number(ash.remaining(), 4)
        .endRow();
    return transported;
  }

  private static Map<Integer, List<Runoff>> runoff(TaskRun run) throws IOException {
    CsvTable table = run.read(RunFile.HILLSLOPE_EVENTS);
    Map<Integer, List<Runoff>> runoff = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      CsvTable.Row row = table.row(i);
      runoff
          .computeIfAbsent(row.whole(EventsFile.HILLSLOPE), id -> new ArrayList<>())
          .add(new Runoff(row.date(EventsFile.DATE), row.number(EventsFile.RUNOFF)));
    }
    return runoff;
  }

  private static Fire fire(TaskRun run) throws IOException {
    NodbFile ash = run.nodb("ash.nodb");
    int month = (int) ash.number(8, 1, 12, "fire_date", "month");
    int day = (int) ash.number(4, 1, 31, "fire_date", "day");
    LocalDate firstDay = WeatherFile.firstDay(run);
    int year = firstDay.getYear();
    int lastOfMonth = LocalDate.of(year, month, 1).lengthOfMonth();
    return new Fire(
        LocalDate.of(year, month, Math.min(day, lastOfMonth)),
        ash.number(DEFAULT_DEPTH, 0, MOST_DEPTH, "ini_black_ash_depth_mm"),
        ash.number(DEFAULT_DEPTH, 0, MOST_DEPTH, "ini_white_ash_depth_mm"));
  }
}

package io.github.batchrunner.sample.hydrology.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.batchrunner.sample.hydrology.SampleRun;
import io.github.batchrunner.sample.hydrology.WatershedGenerator;
import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.InputException;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.spi.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlersTest {
  private static final List<String> FEATURES = generated();

  @TempDir Path directory;

  private static List<String> generated() {
    try {
      return SampleRun.features(WatershedGenerator.of(42, 24).toGeoJson());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String burned() {
    return FEATURES.stream()
        .filter(f -> !f.contains("\"Burned\":0.0") && f.contains("Evergreen"))
        .findFirst()
        .orElseThrow();
  }

  private SampleRun newRun(String id, String feature) throws IOException {
    return new SampleRun(directory.resolve(id), id, feature);
  }

  private SampleRun finished(String id, String feature) throws Exception {
    SampleRun run = newRun(id, feature);
    run.runAll();
    return run;
  }

  /** All files of a run but its log, by relative path. */
  private static Map<String, String> files(SampleRun run) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(run.wd())) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(run.wd().relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
    }
    return files;
  }

  @Test
  void thereIsAHandlerForEachTaskAndOneThatDoesNothing() {
    assertThat(ServiceLoader.load(TaskHandler.class))
        .extracting(TaskHandler::name)
        .containsAll(SampleRun.TASKS)
        .contains("noop")
        .hasSize(SampleRun.TASKS.size() + 1);
  }

  @Test
  void everyTaskWritesItsFilesAndNothingElse() throws Exception {
    SampleRun run = finished("run", burned());

    Map<String, String> files = files(run);
    files.remove("feature.geojson");

    assertThat(files.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(RunFile.values()).map(RunFile::relativePath).toList());
    assertThat(files.values()).noneMatch(text -> text.contains("NaN"));
    assertThat(run.log().lines()).hasSizeGreaterThanOrEqualTo(SampleRun.TASKS.size());
  }

  @Test
  void aRepeatedRunGivesTheSameBytes() throws Exception {
    SampleRun run = finished("run", burned());
    Map<String, String> first = files(run);

    run.runAll();

    assertThat(files(run)).isEqualTo(first);
  }

  @Test
  void anotherRunHasOtherWeather() throws Exception {
    Map<String, String> one = files(finished("one", FEATURES.get(0)));
    Map<String, String> other = files(finished("other", FEATURES.get(0)));

    assertThat(one.get("watershed/hillslopes.csv"))
        .isEqualTo(other.get("watershed/hillslopes.csv"));
    assertThat(one.get("climate/weather.csv")).isNotEqualTo(other.get("climate/weather.csv"));
  }

  @ParameterizedTest
  @CsvSource({
    "landuse, watershed/hillslopes.csv, delineation",
    "soils, watershed/hillslopes.csv, delineation",
    "climate, watershed/hillslopes.csv, delineation",
    "wepp, watershed/hillslopes.csv, delineation",
    "wepp, landuse/landuse.csv, landuse",
    "wepp, soils/soils.csv, soils",
    "wepp, climate/weather.csv, climate",
    "wepp, watershed/channels.csv, delineation",
    "watar, wepp/output/hillslope_events.csv, wepp",
    "watar, landuse/landuse.csv, landuse",
    "omni, climate/weather.csv, climate"
  })
  void aMissingInputNamesTheTaskThatMakesIt(String task, String input, String maker)
      throws Exception {
    SampleRun run = finished("run", burned());
    Files.delete(run.wd().resolve(input));

    assertThatThrownBy(() -> run.run(task))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("\"" + input + "\" is not there")
        .hasMessageContaining("\"" + maker + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"delineation", "landuse", "soils", "climate", "wepp", "watar", "omni"})
  void aCancelledTaskEndsAndLeavesTheOldFiles(String task) throws Exception {
    SampleRun run = finished("run", burned());
    Map<String, String> before = files(run);
    run.cancel();

    assertThatThrownBy(() -> run.run(task)).isInstanceOf(InterruptedException.class);

    assertThat(files(run)).isEqualTo(before);
  }

  @Test
  void anInterruptedThreadEndsTheTask() throws Exception {
    SampleRun run = finished("run", FEATURES.get(0));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> run.run("wepp"))
          .isInstanceOfAny(InterruptedException.class, IOException.class);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void aPointHasNoArea() throws Exception {
    SampleRun run =
        newRun(
            "point",
            "{\"type\":\"Feature\",\"properties\":{},"
                + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-116.9,46.7]}}");

    assertThatThrownBy(() -> run.run("delineation"))
        .hasMessageContaining("has no area")
        .hasMessageContaining("Point");
    assertThat(run.wd().resolve("watershed")).doesNotExist();
  }

  @Test
  void hillslopesAreTheWholeWatershed() throws Exception {
    SampleRun run = finished("run", FEATURES.get(0));

    double hectares = sum(run, RunFile.HILLSLOPE_SUMMARY, "area_ha");
    double squareMetres = sum(run, RunFile.HILLSLOPES, "area_m2");
    double outlet = CsvTable.read(run.wd(), RunFile.CHANNEL_SUMMARY).row(0).number("area_ha");

    assertThat(hectares * 1e4).isCloseTo(squareMetres, within(1e-5 * squareMetres));
    assertThat(outlet).isCloseTo(hectares, within(0.1));
  }

  @Test
  void theOutletPassesAllWaterAndSediment() throws Exception {
    SampleRun run = finished("run", FEATURES.get(0));
    CsvTable.Row watershed = CsvTable.read(run.wd(), RunFile.WATERSHED_SUMMARY).onlyRow();
    CsvTable.Row outlet = CsvTable.read(run.wd(), RunFile.CHANNEL_SUMMARY).row(0);

    double water = watershed.number("runoff_mm_yr") / 1000 * watershed.number("area_km2") * 1e6;
    double sediment = watershed.number("sediment_t_ha_yr") * watershed.number("area_km2") * 100;
    assertThat(outlet.whole("downstream_id")).isZero();
    assertThat(outlet.number("runoff_m3_yr")).isCloseTo(water, within(1e-3 * water));
    assertThat(outlet.number("sediment_t_yr")).isCloseTo(sediment, within(0.5));
  }

  @Test
  void theWaterBalanceIsClosed() throws Exception {
    SampleRun run = finished("run", burned());

    CsvTable.Row balance = CsvTable.read(run.wd(), RunFile.WATER_BALANCE).onlyRow();

    assertThat(balance.number("residual_mm_yr")).isCloseTo(0, within(1e-6));
    assertThat(balance.number("evapotranspiration_mm_yr"))
        .isLessThan(balance.number("precipitation_mm_yr"));
  }

  @Test
  void aBalanceThatDoesNotCloseFailsTheTask() throws Exception {
    SampleRun run = finished("run", burned());
    Path weather = RunFile.WEATHER.in(run.wd());
    List<String> lines = Files.readAllLines(weather);
    lines.set(200, lines.get(200).substring(0, 11) + "1e308,20,10");
    lines.set(201, lines.get(201).substring(0, 11) + "1e308,20,10");
    Files.write(weather, lines);

    assertThatThrownBy(() -> run.run("wepp"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("water balance of hillslope");
  }

  @Test
  void weatherWithGapsIsRefused() throws Exception {
    SampleRun run = finished("run", burned());
    Path weather = RunFile.WEATHER.in(run.wd());
    List<String> lines = Files.readAllLines(weather);
    lines.remove(100);
    Files.write(weather, lines);

    assertThatThrownBy(() -> run.run("wepp")).hasMessageContaining("leaves out days");
  }

  @Test
  void ashLeavesBurnedHillslopesOnly() throws Exception {
    SampleRun run = finished("run", burned());
    CsvTable ash = CsvTable.read(run.wd(), RunFile.ASH);

    assertThat(ash.size()).isPositive();
    for (int i = 0; i < ash.size(); i++) {
      CsvTable.Row row = ash.row(i);
      assertThat(row.word("burn_severity")).isIn("low", "moderate", "high");
      assertThat(row.number("transported_t_ha") + row.number("remaining_t_ha"))
          .isCloseTo(row.number("initial_t_ha"), within(2e-3));
      assertThat(row.number("first_year_t_ha")).isLessThanOrEqualTo(row.number("transported_t_ha"));
    }
  }

  @Test
  void withoutFireThereIsNoAsh() throws Exception {
    String feature = burned().replaceFirst("\"Burned\":[0-9.]+", "\"Burned\":0");

    SampleRun run = finished("run", feature);

    assertThat(CsvTable.read(run.wd(), RunFile.ASH).size()).isZero();
    assertThat(run.log()).contains("no hillslope has burned");
  }

  @Test
  void settingsInNodbFilesAreUsed() throws Exception {
    SampleRun run = newRun("run", burned());
    Files.writeString(run.wd().resolve("climate.nodb"), "{\"py/state\": {\"_input_years\": 3}}");
    Files.writeString(
        run.wd().resolve("wepp.nodb"),
        "{\"baseflow_opts\": {\"bfcoeff\": 0.02, \"dscoeff\": 0.02}}");
    Files.writeString(
        run.wd().resolve("ash.nodb"),
        "{\"ini_black_ash_depth_mm\": 1, \"ini_white_ash_depth_mm\": 2,"
            + " \"fire_date\": {\"month\": 2, \"day\": 31}}");

    run.runAll();

    CsvTable.Row balance = CsvTable.read(run.wd(), RunFile.WATER_BALANCE).onlyRow();
    assertThat(CsvTable.read(run.wd(), RunFile.WEATHER).size()).isEqualTo(3 * 365);
    assertThat(balance.number("deep_seepage_mm_yr"))
        .isPositive()
        .isCloseTo(balance.number("baseflow_mm_yr"), within(0.01));
    CsvTable ash = CsvTable.read(run.wd(), RunFile.ASH);
    for (int i = 0; i < ash.size(); i++) {
      assertThat(ash.row(i).number("initial_t_ha")).isIn(2.2, 6.2);
    }
  }

  @Test
  void theStationOfTheProjectIsScaledToTheWatershed() throws Exception {
    String months = "[8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8]";
    SampleRun run =
        newRun(
            "run",
            FEATURES.get(0).replaceAll("\"AnnualPrecipMm\":[0-9]+", "\"AnnualPrecipMm\":600"));
    Files.writeString(
        run.wd().resolve("climate.nodb"),
        "{\"_input_years\": 60, \"monthlies\": {\"nwds\": "
            + months
            + ", \"ppts\": "
            + months
            + ", \"tmaxs\": "
            + months.replace("8", "68")
            + ", \"tmins\": "
            + months.replace("8", "50")
            + "}}");
    run.run("delineation");

    run.run("climate");

    CsvTable monthly = CsvTable.read(run.wd(), RunFile.MONTHLY_CLIMATE);
    double temperature = 0;
    for (int month = 0; month < 12; month++) {
      temperature +=
          (monthly.row(month).number("tmax_c") + monthly.row(month).number("tmin_c")) / 24;
    }
    assertThat(sum(run, RunFile.MONTHLY_CLIMATE, "precipitation_mm")).isBetween(550.0, 650.0);
    assertThat(sum(run, RunFile.MONTHLY_CLIMATE, "wet_days")).isBetween(90.0, 102.0);
    assertThat(temperature).isCloseTo(15, within(0.5));
  }

  @Test
  void aStationThatCannotBeIsRefused() throws Exception {
    SampleRun run = newRun("run", FEATURES.get(0));
    run.run("delineation");
    Files.writeString(run.wd().resolve("climate.nodb"), "{\"monthlies\": {\"nwds\": [1, 2]}}");

    assertThatThrownBy(() -> run.run("climate"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("climate.nodb")
        .hasMessageContaining("nwds");
  }

  @Test
  void inputsThatDoNotFitTogetherAreTold() throws Exception {
    SampleRun run = finished("run", burned());
    Path landuse = RunFile.LANDUSE.in(run.wd());
    List<String> lines = Files.readAllLines(landuse);

    Files.write(landuse, lines.subList(0, lines.size() - 1));
    assertThatThrownBy(() -> run.run("wepp"))
        .hasMessageContaining("landuse/landuse.csv")
        .hasMessageContaining("does not have hillslope");

    Files.writeString(landuse, lines.get(0) + "\n22,99,moss,none,0.1\n");
    assertThatThrownBy(() -> run.run("wepp"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("\"99\" as \"nlcd_code\"");
  }

  private static double sum(SampleRun run, RunFile file, String column) throws IOException {
    CsvTable table = CsvTable.read(run.wd(), file);
    double sum = 0;
    for (int i = 0; i < table.size(); i++) {
      sum += table.row(i).number(column);
    }
    return sum;
  }
}

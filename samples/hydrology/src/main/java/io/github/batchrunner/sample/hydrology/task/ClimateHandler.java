package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.DailyWeather;
import io.github.batchrunner.sample.hydrology.model.MonthlyNormals;
import io.github.batchrunner.sample.hydrology.model.SeededRandom;
import io.github.batchrunner.sample.hydrology.model.WeatherGenerator;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.util.Random;

/** Makes daily weather by chance that fits the climate of the watershed. */
public final class ClimateHandler implements TaskHandler {
  /** Weather by chance has no year of its own; any will do. */
  private static final int FIRST_YEAR = 2001;

  @Override
  public String name() {
    return "climate";
  }

  @Override
  public void run(HandlerContext context) throws Exception {
    TaskRun run = new TaskRun(context);
    double latitude = HillslopesFile.latitude(HillslopesFile.read(run));
    ClimateSettings settings = new ClimateSettings(run.nodb("climate.nodb"));
    MonthlyNormals normals = settings.normals(run.attributes(), latitude);
    int years = settings.years();
    run.checkpoint();
    Random random = SeededRandom.of(settings.seed() ^ run.seed(), "weather");
    DailyWeather weather = WeatherGenerator.generate(normals, FIRST_YEAR, years, random);
    run.write(RunFile.MONTHLY_CLIMATE, monthly(weather));
    run.write(RunFile.WEATHER, WeatherFile.of(weather));
    run.log(
        "%d years of weather for a climate of %.0f mm a year",
        years, normals.annualPrecipitation());
  }

  /** The means of the weather that was made, to compare with the climate that was asked for. */
  private static CsvText monthly(DailyWeather weather) {
    double[] precipitation = new double[12];
    int[] wetDays = new int[12];
    double[] high = new double[12];
    double[] low = new double[12];
    int[] days = new int[12];
    for (int day = 0; day < weather.days(); day++) {
      int month = weather.date(day).getMonthValue() - 1;
      precipitation[month] += weather.precipitation(day);
      wetDays[month] += weather.precipitation(day) > 0 ? 1 : 0;
      high[month] += weather.high(day);
      low[month] += weather.low(day);
      days[month]++;
    }
    CsvText table = new CsvText("month", "precipitation_mm", "wet_days", "tmax_c", "tmin_c");
    double years = weather.years();
    for (int month = 0; month < 12; month++) {
      table
          .whole(month + 1)
          .number(precipitation[month] / years, 1)
          .number(wetDays[month] / years, 1)
          .number(high[month] / days[month], 1)
          .number(low[month] / days[month], 1)
          .endRow();
    }
    return table;
  }
}

package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.InputException;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.model.DailyWeather;
import java.io.IOException;
import java.time.LocalDate;

/** {@code climate/weather.csv}: the weather of each day, without gaps. */
final class WeatherFile {
  private static final String DATE = "date";

  private WeatherFile() {}

  static CsvText of(DailyWeather weather) {
    CsvText table = new CsvText(DATE, "precipitation_mm", "tmax_c", "tmin_c");
    LocalDate date = weather.date(0);
    for (int day = 0; day < weather.days(); day++) {
      table
          .word(date.toString())
          .number(weather.precipitation(day), 1)
          .number(weather.high(day), 1)
          .number(weather.low(day), 1)
          .endRow();
      date = date.plusDays(1);
    }
    return table;
  }

  static DailyWeather read(TaskRun run) throws IOException {
    CsvTable table = run.read(RunFile.WEATHER);
    int precipitationColumn = table.column("precipitation_mm");
    int highColumn = table.column("tmax_c");
    int lowColumn = table.column("tmin_c");
    int days = table.size();
    if (days == 0) {
      throw unusable("has no day");
    }
    double[] precipitation = new double[days];
    double[] high = new double[days];
    double[] low = new double[days];
    for (int day = 0; day < days; day++) {
      CsvTable.Row row = table.row(day);
      precipitation[day] = row.number(precipitationColumn);
      high[day] = row.number(highColumn);
      low[day] = row.number(lowColumn);
      if (precipitation[day] < 0) {
        throw row.notUsable("precipitation_mm");
      }
      if (low[day] > high[day]) {
        throw row.notUsable("tmin_c");
      }
    }
    LocalDate first = table.row(0).date(DATE);
    if (!table.row(days - 1).date(DATE).equals(first.plusDays(days - 1))) {
      throw unusable("leaves out days or has some twice");
    }
    return new DailyWeather(first, precipitation, high, low);
  }

  /** Returns the first day of the weather. */
  static LocalDate firstDay(TaskRun run) throws IOException {
    CsvTable table = run.read(RunFile.WEATHER);
    if (table.size() == 0) {
      throw unusable("has no day");
    }
    return table.row(0).date(DATE);
  }

  private static InputException unusable(String why) {
    return new InputException(
        "\"" + RunFile.WEATHER.relativePath() + "\" " + why + ": run \"climate\" again");
  }
}

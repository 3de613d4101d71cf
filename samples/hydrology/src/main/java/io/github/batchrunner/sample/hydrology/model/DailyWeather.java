package io.github.batchrunner.sample.hydrology.model;

import java.time.LocalDate;

/** Weather day by day, without gaps. Immutable; days are numbered from 0. */
public final class DailyWeather {
  private final LocalDate start;
  private final double[] precipitation;
  private final double[] high;
  private final double[] low;

  /**
   * Creates weather; the arrays are handed over and must not be changed afterwards.
   *
   * @param start the first day
   * @param precipitation mm
   * @param high highest temperature, °C
   * @param low lowest temperature, °C
   */
  public DailyWeather(LocalDate start, double[] precipitation, double[] high, double[] low) {
    if (precipitation.length == 0
        || high.length != precipitation.length
        || low.length != precipitation.length) {
      throw new IllegalArgumentException("weather needs the same days of each, and at least one");
    }
    this.start = start;
    this.precipitation = precipitation;
    this.high = high;
    this.low = low;
  }

  /** Returns how many days there are. */
  public int days() {
    return precipitation.length;
  }

  /** Returns how many years there are, counting a year as 365.25 days. */
  public double years() {
    return days() / 365.25;
  }

  /** Returns the date of a day. */
  public LocalDate date(int day) {
    return start.plusDays(day);
  }

  /** Returns the precipitation of a day, mm. */
  public double precipitation(int day) {
    return precipitation[day];
  }

  /** Returns the highest temperature of a day, °C. */
  public double high(int day) {
    return high[day];
  }

  /** Returns the lowest temperature of a day, °C. */
  public double low(int day) {
    return low[day];
  }
}

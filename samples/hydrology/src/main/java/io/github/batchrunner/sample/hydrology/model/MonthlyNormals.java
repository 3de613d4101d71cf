package io.github.batchrunner.sample.hydrology.model;

import java.time.Month;

/**
 * The climate of a place as twelve monthly means. Immutable.
 *
 * <p>Arrays have twelve entries, January first.
 */
public final class MonthlyNormals {
  private static final int MONTHS = 12;

  /** The mean length of a month, for a year of 365.25 days. */
  private static final double DAYS_IN_MONTH = 365.25 / MONTHS;

  private final double[] wetDays;
  private final double[] precipitation;
  private final double[] high;
  private final double[] low;

  private MonthlyNormals(double[] wetDays, double[] precipitation, double[] high, double[] low) {
    this.wetDays = wetDays;
    this.precipitation = precipitation;
    this.high = high;
    this.low = low;
  }

  /**
   * Returns the climate with these monthly means.
   *
   * @param wetDays days with precipitation, 0 to 31
   * @param precipitation mm, at least 0
   * @param high daily highest temperature, °C
   * @param low daily lowest temperature, °C, at most the highest
   * @throws IllegalArgumentException if a value is out of its range
   */
  public static MonthlyNormals of(
      double[] wetDays, double[] precipitation, double[] high, double[] low) {
    for (int m = 0; m < MONTHS; m++) {
      require(wetDays[m] >= 0 && wetDays[m] <= 31, m, wetDays[m], "wet days");
      require(precipitation[m] >= 0 && precipitation[m] <= 5000, m, precipitation[m], "mm");
      require(low[m] >= -90 && low[m] <= high[m], m, low[m], "°C as the lowest temperature");
      require(high[m] <= 60, m, high[m], "°C as the highest temperature");
    }
    return new MonthlyNormals(wetDays.clone(), precipitation.clone(), high.clone(), low.clone());
  }

  private static void require(boolean plausible, int month, double value, String what) {
    if (!plausible) {
      throw new IllegalArgumentException(
          "no place on Earth has " + value + " " + what + " in " + Month.of(month + 1));
    }
  }

  /**
   * Returns a climate fit for a place of which nothing but its position is known.
   *
   * <p>Smooth curves drawn through zonal means, of use to a demonstration only: a yearly
   * temperature that falls with latitude and by 6.5 °C per km, and precipitation with a maximum in
   * winter, as west coasts of the middle latitudes have it.
   *
   * @param latitude degrees, south negative
   * @param elevation m
   * @param annualPrecipitation mm
   */
  public static MonthlyNormals ofPlace(
      double latitude, double elevation, double annualPrecipitation) {
    double yearly = 27 - 0.0068 * latitude * latitude - 0.0065 * elevation;
    double swing = 0.22 * Math.abs(latitude);
    double[] wetDays = new double[MONTHS];
    double[] precipitation = new double[MONTHS];
    double[] high = new double[MONTHS];
    double[] low = new double[MONTHS];
    double wetDaysAYear = Math.max(20, Math.min(220, 40 + 0.08 * annualPrecipitation));
    for (int m = 0; m < MONTHS; m++) {
      int monthsFromMidsummer = latitude >= 0 ? m - 6 : m;
      double summer = Math.cos(2 * Math.PI * monthsFromMidsummer / MONTHS);
      precipitation[m] = annualPrecipitation / MONTHS * (1 - 0.6 * summer);
      wetDays[m] = Math.min(28, wetDaysAYear / MONTHS * (1 - 0.5 * summer));
      double halfRange = 5.5 + 1.5 * summer;
      high[m] = yearly + swing * summer + halfRange;
      low[m] = yearly + swing * summer - halfRange;
    }
    return of(wetDays, precipitation, high, low);
  }

  /**
   * Returns the precipitation a year that is likely at a latitude, mm: a smooth curve through zonal
   * means over land, wet at the equator, dry at 28° and wetter again in the middle latitudes.
   */
  public static double likelyPrecipitation(double latitude) {
    double degrees = Math.abs(latitude);
    return 250 + 1500 * bell(degrees, 0, 13) + 600 * bell(degrees, 46, 13);
  }

  private static double bell(double at, double centre, double width) {
    double distance = (at - centre) / width;
    return Math.exp(-distance * distance);
  }

  /** Returns this climate with all precipitation changed in proportion. */
  public MonthlyNormals withAnnualPrecipitation(double millimetres) {
    double now = annualPrecipitation();
    if (now <= 0) {
      throw new IllegalArgumentException("a climate without precipitation cannot be scaled");
    }
    double[] scaled = new double[MONTHS];
    for (int m = 0; m < MONTHS; m++) {
      scaled[m] = precipitation[m] * millimetres / now;
    }
    return of(wetDays, scaled, high, low);
  }

  /** Returns the precipitation of a mean year, mm. */
  public double annualPrecipitation() {
    double sum = 0;
    for (double month : precipitation) {
      sum += month;
    }
    return sum;
  }

  /** Returns the chance that a day of this month (from 1) is wet, above 0 and below 1. */
  public double wetChance(int month) {
    return Math.max(0.005, Math.min(0.95, wetDays[month - 1] / DAYS_IN_MONTH));
  }

  /** Returns the mean precipitation of a wet day of this month (from 1), mm. */
  public double depthOfWetDay(int month) {
    return precipitation[month - 1] / (DAYS_IN_MONTH * wetChance(month));
  }

  /** Returns the mean temperature of this month (from 1), °C. */
  public double meanTemperature(int month) {
    return (high[month - 1] + low[month - 1]) / 2;
  }

  /** Returns the mean difference of highest and lowest temperature in this month (from 1), K. */
  public double temperatureRange(int month) {
    return high[month - 1] - low[month - 1];
  }
}

package io.github.batchrunner.sample.hydrology.model;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Random;

/**
 * Makes daily weather by chance that has the given climate.
 *
 * <p>After Richardson (1981), Water Resour. Res. 17(1), and WGEN (Richardson &amp; Wright 1984,
 * ARS-8): wet and dry days are a first-order Markov chain, the depth of a wet day has a gamma
 * distribution, and temperature is a yearly sine with residuals that follow a first-order
 * autoregression.
 */
public final class WeatherGenerator {
  /** How much likelier a wet day is after a wet one than after a dry one. */
  private static final double PERSISTENCE = 0.3;

  /** Below 1: many small depths, few large ones; WGEN's stations lie between 0.5 and 1. */
  private static final double GAMMA_SHAPE = 0.75;

  private static final double TEMPERATURE_AUTOCORRELATION = 0.65;
  private static final double TEMPERATURE_DEVIATION = 3.5;

  /** Clouds narrow the range of temperature. */
  private static final double RANGE_SHARE_ON_WET_DAYS = 0.75;

  private final MonthlyNormals normals;
  private final Random random;
  private final double yearlyTemperature;
  private final double cosine;
  private final double sine;

  private WeatherGenerator(MonthlyNormals normals, Random random) {
    this.normals = normals;
    this.random = random;
    double mean = 0;
    double c = 0;
    double s = 0;
    for (int month = 1; month <= 12; month++) {
      double angle = 2 * Math.PI * (month - 0.5) / 12;
      mean += normals.meanTemperature(month) / 12;
      c += normals.meanTemperature(month) * Math.cos(angle) / 6;
      s += normals.meanTemperature(month) * Math.sin(angle) / 6;
    }
    this.yearlyTemperature = mean;
    this.cosine = c;
    this.sine = s;
  }

  /**
   * Returns weather of whole calendar years.
   *
   * @param normals the climate
   * @param firstYear the calendar year of the first day, which is 1 January
   * @param years how many, at least 1
   * @param random where chance comes from
   */
  public static DailyWeather generate(
      MonthlyNormals normals, int firstYear, int years, Random random) {
    return new WeatherGenerator(normals, random).generate(firstYear, years);
  }

  private DailyWeather generate(int firstYear, int years) {
    LocalDate start = LocalDate.of(firstYear, 1, 1);
    int days = (int) (start.plusYears(years).toEpochDay() - start.toEpochDay());
    double[] precipitation = new double[days];
    double[] high = new double[days];
    double[] low = new double[days];
    boolean wet = false;
    double residual = 0;
    int day = 0;
    for (int month = 0; month < 12 * years; month++) {
      YearMonth yearMonth = YearMonth.of(firstYear, 1).plusMonths(month);
      int number = yearMonth.getMonthValue();
      double wetChance = normals.wetChance(number);
      double afterDry = wetChance * (1 - PERSISTENCE);
      double afterWet = afterDry + PERSISTENCE;
      double scale = normals.depthOfWetDay(number) / GAMMA_SHAPE;
      int dayOfYear = yearMonth.atDay(1).getDayOfYear();
      for (int i = 0; i < yearMonth.lengthOfMonth(); i++, day++) {
        wet = random.nextDouble() < (wet ? afterWet : afterDry);
        precipitation[day] = wet ? gamma() * scale : 0;
        residual =
            TEMPERATURE_AUTOCORRELATION * residual
                + Math.sqrt(1 - TEMPERATURE_AUTOCORRELATION * TEMPERATURE_AUTOCORRELATION)
                    * TEMPERATURE_DEVIATION
                    * random.nextGaussian();
        double angle = 2 * Math.PI * (dayOfYear + i - 0.5) / 365.25;
        double mean =
            yearlyTemperature + cosine * Math.cos(angle) + sine * Math.sin(angle) + residual;
        double halfRange =
            normals.temperatureRange(number) / 2 * (wet ? RANGE_SHARE_ON_WET_DAYS : 1);
        high[day] = mean + halfRange;
        low[day] = mean - halfRange;
      }
    }
    return new DailyWeather(start, precipitation, high, low);
  }

  /**
   * Returns a gamma variate of scale 1: Marsaglia &amp; Tsang (2000), ACM Trans. Math. Softw.
   * 26(3), with their correction for shapes below 1.
   */
  private double gamma() {
    double d = GAMMA_SHAPE + 1 - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      if (v <= 0) {
        continue;
      }
      v = v * v * v;
      double u = 1 - random.nextDouble();
      if (Math.log(u) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return d * v * Math.pow(1 - random.nextDouble(), 1 / GAMMA_SHAPE);
      }
    }
  }
}

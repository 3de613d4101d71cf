package io.github.batchrunner.sample.hydrology.model;

import java.time.LocalDate;

/**
 * What reaches the ground of a watershed day by day: rain and snowmelt, how wet the days before
 * were, and what the air could take up. The same for every hillslope. Immutable.
 *
 * <p>The first year is passed twice, the first time to fill the stores of snow, soil and
 * groundwater; those warm-up days have numbers below 0 and count for nothing.
 *
 * <p>Snowmelt: USDA National Engineering Handbook, part 630, chapter 11: 2.74 mm per degree and day
 * above freezing, where nothing better is known.
 */
public final class SurfaceWater {
  private static final double MELT_PER_DEGREE = 2.74;
  private static final int WARM_UP_DAYS = 365;

  private final int warmUp;
  private final double[] water;
  private final double[] evaporation;
  private final double[] snow;
  private final AntecedentMoisture[] moisture;
  private final double precipitation;
  private final double snowChange;
  private final double years;

  private SurfaceWater(DailyWeather weather, double latitude, double snowBelow) {
    warmUp = Math.min(WARM_UP_DAYS, weather.days());
    int all = warmUp + weather.days();
    water = new double[all];
    evaporation = new double[all];
    snow = new double[all];
    moisture = new AntecedentMoisture[all];
    years = weather.years();
    double[] radiation = new double[367];
    for (int day = 1; day <= 366; day++) {
      radiation[day] = ReferenceEvapotranspiration.extraterrestrialRadiation(latitude, day);
    }
    double fallen = 0;
    double pack = 0;
    double snowAtStart = 0;
    double waterOfDaysBefore = 0;
    LocalDate date = weather.date(0);
    for (int i = 0; i < all; i++) {
      if (i == warmUp) {
        snowAtStart = pack;
        fallen = 0;
        date = weather.date(0);
      }
      int day = i < warmUp ? i : i - warmUp;
      double mean = (weather.high(day) + weather.low(day)) / 2;
      double melt = Math.min(pack, MELT_PER_DEGREE * Math.max(0, mean));
      pack -= melt;
      double rain = weather.precipitation(day);
      fallen += rain;
      if (mean <= snowBelow) {
        pack += rain;
        rain = 0;
      }
      water[i] = rain + melt;
      snow[i] = pack;
      evaporation[i] =
          ReferenceEvapotranspiration.ofDay(
              radiation[date.getDayOfYear()], weather.high(day), weather.low(day));
      moisture[i] =
          AntecedentMoisture.of(
              Math.max(0, waterOfDaysBefore), growingSeason(date.getMonthValue(), latitude));
      waterOfDaysBefore += water[i];
      if (i >= AntecedentMoisture.DAYS) {
        waterOfDaysBefore -= water[i - AntecedentMoisture.DAYS];
      }
      date = date.plusDays(1);
    }
    precipitation = fallen;
    snowChange = pack - snowAtStart;
  }

  /**
   * Returns what this weather brings to the ground.
   *
   * @param weather day by day
   * @param latitude degrees, south negative
   * @param parameters of which the temperature of snow counts here
   */
  public static SurfaceWater of(DailyWeather weather, double latitude, WaterParameters parameters) {
    return new SurfaceWater(weather, latitude, parameters.snowBelow());
  }

  private static boolean growingSeason(int month, double latitude) {
    if (Math.abs(latitude) < 23.5) {
      return true;
    }
    boolean aprilToOctober = month >= 4 && month <= 10;
    return latitude > 0 == aprilToOctober;
  }

  /** Returns the number of the first day of the warm-up, at most 0. */
  public int firstDay() {
    return -warmUp;
  }

  /** Returns how many days count; the last one has this number less 1. */
  public int days() {
    return water.length - warmUp;
  }

  /** Returns how many years the days that count are. */
  public double years() {
    return years;
  }

  /** Returns the rain and snowmelt of a day, mm. */
  public double water(int day) {
    return water[day + warmUp];
  }

  /** Returns the reference evapotranspiration of a day, mm. */
  public double evaporation(int day) {
    return evaporation[day + warmUp];
  }

  /** Returns the water in the snow on the ground at the end of a day, mm. */
  public double snow(int day) {
    return snow[day + warmUp];
  }

  /** Returns how wet the days before were. */
  public AntecedentMoisture moisture(int day) {
    return moisture[day + warmUp];
  }

  /** Returns the precipitation of all days that count, mm. */
  public double precipitation() {
    return precipitation;
  }

  /** Returns by how much more snow lies at the end of the days that count than before, mm. */
  public double snowChange() {
    return snowChange;
  }
}

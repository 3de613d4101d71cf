package io.github.batchrunner.sample.hydrology.model;

/**
 * What a person may set of the water balance.
 *
 * @param baseflowCoefficient share of the groundwater that reaches the stream each day, 0 to 1
 * @param deepSeepageCoefficient share of the groundwater that is lost to depth each day, 0 to 1;
 *     both together are at most 1
 * @param snowBelow mean temperature of the day at and below which precipitation is snow, °C
 */
public record WaterParameters(
    double baseflowCoefficient, double deepSeepageCoefficient, double snowBelow) {

  /** WEPPcloud's own: 4 % of the groundwater a day, no deep seepage, snow up to 0 °C. */
  public static final WaterParameters DEFAULT = new WaterParameters(0.04, 0, 0);

  /** Checks the ranges. */
  public WaterParameters {
    if (!(baseflowCoefficient >= 0
        && deepSeepageCoefficient >= 0
        && baseflowCoefficient + deepSeepageCoefficient <= 1)) {
      throw new IllegalArgumentException(
          "the daily shares of baseflow ("
              + baseflowCoefficient
              + ") and deep seepage ("
              + deepSeepageCoefficient
              + ") are at least 0 and together at most 1");
    }
    if (!(Math.abs(snowBelow) <= 20)) {
      throw new IllegalArgumentException(
          "the temperature of snow is within 20 degrees of freezing, but this is " + snowBelow);
    }
  }
}

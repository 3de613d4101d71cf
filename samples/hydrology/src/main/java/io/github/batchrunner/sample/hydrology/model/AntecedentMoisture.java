package io.github.batchrunner.sample.hydrology.model;

/**
 * How wet the soil is before a storm, told by the water of the five days before it.
 *
 * <p>Limits: USDA National Engineering Handbook, section 4 (1972), table 4.2: 0.5 and 1.1 inches in
 * the dormant season, 1.4 and 2.1 inches in the growing season.
 */
public enum AntecedentMoisture {
  DRY,
  AVERAGE,
  WET;

  /** How many days before a storm count. */
  public static final int DAYS = 5;

  /**
   * Returns the class.
   *
   * @param water rain and melt of the five days before, mm
   * @param growingSeason whether plants grow
   */
  public static AntecedentMoisture of(double water, boolean growingSeason) {
    double dryBelow = growingSeason ? 35.6 : 12.7;
    double wetAbove = growingSeason ? 53.3 : 27.9;
    if (water < dryBelow) {
      return DRY;
    }
    return water > wetAbove ? WET : AVERAGE;
  }

  /** Returns the curve number for this moisture. */
  public double adjust(double curveNumber) {
    return switch (this) {
      case DRY -> CurveNumber.onDrySoil(curveNumber);
      case AVERAGE -> curveNumber;
      case WET -> CurveNumber.onWetSoil(curveNumber);
    };
  }
}

package io.github.batchrunner.sample.hydrology.model;

/**
 * Direct runoff of a storm by the curve-number method.
 *
 * <p>TR-55, "Urban Hydrology for Small Watersheds" (USDA 1986), equations 2-1 to 2-4, in
 * millimetres: {@code S = 25400 / CN - 254}, {@code Ia = 0.2 S}, {@code Q = (P - Ia)² / (P - Ia +
 * S)}. Curve numbers for dry and wet soil: Chow, Maidment &amp; Mays (1988), "Applied Hydrology",
 * equations 5.5.5 and 5.5.6.
 */
public final class CurveNumber {
  private static final double INITIAL_ABSTRACTION = 0.2;

  private CurveNumber() {}

  /**
   * Returns the most water the soil holds back after runoff begins, mm.
   *
   * @param curveNumber above 0, at most 100
   */
  public static double retention(double curveNumber) {
    if (!(curveNumber > 0 && curveNumber <= 100)) {
      throw new IllegalArgumentException(
          "a curve number is above 0 and at most 100, but this is " + curveNumber);
    }
    return 25400 / curveNumber - 254;
  }

  /**
   * Returns direct runoff, mm.
   *
   * @param water rain and melt of the day, mm
   * @param retention as {@link #retention} gives it, mm
   */
  public static double runoff(double water, double retention) {
    double beyond = water - INITIAL_ABSTRACTION * retention;
    return beyond <= 0 ? 0 : beyond * beyond / (beyond + retention);
  }

  /** Returns the curve number of the same land on dry soil (antecedent moisture I). */
  public static double onDrySoil(double curveNumber) {
    return 4.2 * curveNumber / (10 - 0.058 * curveNumber);
  }

  /** Returns the curve number of the same land on wet soil (antecedent moisture III). */
  public static double onWetSoil(double curveNumber) {
    return 23 * curveNumber / (10 + 0.13 * curveNumber);
  }
}

package io.github.batchrunner.sample.hydrology.model;

/**
 * Peak discharge of a storm by the triangular unit hydrograph of the Soil Conservation Service.
 *
 * <p>USDA National Engineering Handbook, part 630, chapter 16: {@code qp = 0.208 A Q / Tp} with
 * {@code Tp = D / 2 + 0.6 Tc}. Time of concentration: Kirpich (1940), {@code Tc[min] = 0.0195
 * L^0.77 S^-0.385}.
 */
public final class PeakFlow {
  private PeakFlow() {}

  /**
   * Returns the time of concentration, h.
   *
   * @param length flow length, m
   * @param slope fall per length, m/m, above 0
   */
  public static double timeOfConcentration(double length, double slope) {
    return 0.0195 * Math.pow(length, 0.77) * Math.pow(slope, -0.385) / 60;
  }

  /**
   * Returns the peak discharge per millimetre of runoff, m³/s.
   *
   * @param areaKm2 contributing area, km²
   * @param stormDuration how long rain in excess falls, h
   * @param timeOfConcentration h
   */
  public static double perMillimetre(
      double areaKm2, double stormDuration, double timeOfConcentration) {
    return 0.208 * areaKm2 / (stormDuration / 2 + 0.6 * timeOfConcentration);
  }
}

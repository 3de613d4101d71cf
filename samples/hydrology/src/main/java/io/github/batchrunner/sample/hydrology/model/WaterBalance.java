package io.github.batchrunner.sample.hydrology.model;

/**
 * Where the precipitation of a period went; all in mm over the whole period.
 *
 * @param precipitation rain and snow that fell
 * @param surfaceRunoff direct runoff to the stream
 * @param baseflow groundwater that reached the stream
 * @param evapotranspiration back to the air
 * @param deepSeepage lost to depth
 * @param storageChange more in snow, soil and groundwater at the end than at the start
 */
public record WaterBalance(
    double precipitation,
    double surfaceRunoff,
    double baseflow,
    double evapotranspiration,
    double deepSeepage,
    double storageChange) {

  /** Sums of some 10^5 numbers agree better than to this share of the precipitation. */
  private static final double TOLERANCE = 1e-9;

  /** Nothing at all, to add to. */
  public static final WaterBalance ZERO = new WaterBalance(0, 0, 0, 0, 0, 0);

  /** Returns all water that reached the stream, mm. */
  public double runoff() {
    return surfaceRunoff + baseflow;
  }

  /** Returns the share of the precipitation that reached the stream, 0 without precipitation. */
  public double runoffCoefficient() {
    return precipitation > 0 ? runoff() / precipitation : 0;
  }

  /** Returns what is left unexplained, mm. */
  public double residual() {
    return precipitation
        - surfaceRunoff
        - baseflow
        - evapotranspiration
        - deepSeepage
        - storageChange;
  }

  /** Tells whether nothing is left unexplained but the error of floating point. */
  public boolean closed() {
    return Math.abs(residual()) <= TOLERANCE * Math.max(1, precipitation);
  }

  /** Returns this plus a share of another, which makes areal means. */
  public WaterBalance plus(double share, WaterBalance other) {
    return new WaterBalance(
        precipitation + share * other.precipitation,
        surfaceRunoff + share * other.surfaceRunoff,
        baseflow + share * other.baseflow,
        evapotranspiration + share * other.evapotranspiration,
        deepSeepage + share * other.deepSeepage,
        storageChange + share * other.storageChange);
  }

  /** Returns this divided, such as by years. */
  public WaterBalance per(double count) {
    return ZERO.plus(1 / count, this);
  }
}

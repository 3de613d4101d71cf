package io.github.batchrunner.sample.hydrology.model;

/**
 * What covers a hillslope: a land cover and what has happened to it.
 *
 * @param landCover the land cover before the disturbance
 * @param disturbance what has happened to it
 */
public record SurfaceCover(LandCover landCover, Disturbance disturbance) {

  /** The highest curve number in use; 100 would let no water in at all. */
  static final int HIGHEST_CURVE_NUMBER = 98;

  /** Checks that this can happen to that cover: only forest is thinned, and not all land burns. */
  public SurfaceCover {
    if ((disturbance == Disturbance.THINNING && !landCover.forest())
        || (disturbance.fire() && !landCover.burnable())) {
      throw new IllegalArgumentException(
          "\"" + disturbance.label() + "\" does not happen to \"" + landCover.label() + "\"");
    }
  }

  /** TR-55 (1986), table 2-2c: "woods, fair" less "woods, good", for soil groups A to D. */
  private static int thinningRise(SoilGroup group) {
    return switch (group) {
      case A -> 6;
      case B -> 5;
      case C -> 3;
      case D -> 2;
    };
  }

  /** Returns the curve number for average antecedent moisture, at most 98. */
  public int curveNumber(SoilGroup group) {
    int rise =
        disturbance == Disturbance.THINNING ? thinningRise(group) : disturbance.curveNumberRise();
    return Math.min(HIGHEST_CURVE_NUMBER, landCover.curveNumber(group) + rise);
  }

  /** Returns the cover and management factor C, 0 to 1. */
  public double coverFactor() {
    return Math.max(landCover.coverFactor(), disturbance.leastCoverFactor());
  }

  /** Returns the share of reference evapotranspiration that well-watered plants use. */
  public double cropCoefficient() {
    return landCover.cropCoefficient() * disturbance.transpirationShare();
  }
}

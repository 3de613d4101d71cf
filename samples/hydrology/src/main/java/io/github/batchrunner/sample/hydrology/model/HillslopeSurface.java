package io.github.batchrunner.sample.hydrology.model;

/**
 * A hillslope as the runoff and erosion models see it.
 *
 * @param id the id of the hillslope
 * @param area m², above 0
 * @param length from divide to channel, m, above 0
 * @param slopePercent mean steepness, %, above 0
 * @param cover what covers it
 * @param soil the soil beneath
 */
public record HillslopeSurface(
    int id, double area, double length, double slopePercent, SurfaceCover cover, Soil soil) {

  /** Effective duration of rain in excess, h; WEPPcloud's storms last as long by default. */
  static final double STORM_DURATION = 6;

  /** Returns the curve number for average antecedent moisture. */
  public int curveNumber() {
    return cover.curveNumber(soil.group());
  }

  /** Returns the topographic factor LS. */
  public double topographicFactor() {
    return Musle.topographicFactor(length, slopePercent);
  }

  /** Returns the product of K, LS, C and P of MUSLE; there are no support practices, P is 1. */
  public double erosionFactors() {
    return soil.texture().erodibility() * topographicFactor() * cover.coverFactor();
  }

  /** Returns the peak discharge for each millimetre of runoff, m³/s. */
  public double peakPerMillimetre() {
    double concentration = PeakFlow.timeOfConcentration(length, slopePercent / 100);
    return PeakFlow.perMillimetre(area / 1e6, STORM_DURATION, concentration);
  }

  /** Returns how much water plants can draw from the soil when it is full, mm. */
  public double soilCapacity() {
    return soil.texture().availableWater() * cover.landCover().rootingDepth();
  }

  /** Returns the same hillslope under another cover. */
  public HillslopeSurface withCover(SurfaceCover other) {
    return new HillslopeSurface(id, area, length, slopePercent, other, soil);
  }
}

package io.github.batchrunner.sample.hydrology.model;

/**
 * Sediment yield of a storm by the Modified Universal Soil Loss Equation.
 *
 * <p>Williams (1975), "Sediment-yield prediction with universal equation using runoff energy
 * factor", ARS-S-40: {@code Y = 11.8 (V qp)^0.56 K LS C P} with Y in tonnes, V in m³ and qp in m³/s
 * (in US units: 95, ton, acre-feet, ft³/s). The topographic factor LS is the one of RUSLE: McCool
 * et al. (1987, 1989), in Agriculture Handbook 703 (1997), chapter 4, which holds on steep slopes
 * where the one of Wischmeier &amp; Smith (1978) gives too much.
 */
public final class Musle {
  /** 400 ft: after that runoff has gathered in channels (Agriculture Handbook 703, chapter 4). */
  private static final double LONGEST_SLOPE = 122;

  private static final double UNIT_PLOT_LENGTH = 22.13;

  private Musle() {}

  /**
   * Returns the topographic factor LS.
   *
   * @param length length of the slope, m; what is beyond 122 m does not count
   * @param slopePercent steepness, %
   */
  public static double topographicFactor(double length, double slopePercent) {
    double sine = Math.sin(Math.atan(slopePercent / 100));
    double rillToInterrill = sine / 0.0896 / (3 * Math.pow(sine, 0.8) + 0.56);
    double exponent = rillToInterrill / (1 + rillToInterrill);
    double counting = Math.min(length, LONGEST_SLOPE);
    double lengthFactor = Math.pow(counting / UNIT_PLOT_LENGTH, exponent);
    double steepnessFactor = slopePercent < 9 ? 10.8 * sine + 0.03 : 16.8 * sine - 0.50;
    return lengthFactor * steepnessFactor;
  }

  /**
   * Returns the share of the sediment that a snow pack lets go: Neitsch et al. (2011), "SWAT
   * Theoretical Documentation", equation 4:1.4.1.
   *
   * @param snow water in the snow on the ground, mm
   */
  public static double shareUnderSnow(double snow) {
    return Math.exp(-3 * snow / 25.4);
  }

  /**
   * Returns the sediment yield of one storm, t.
   *
   * @param volume runoff, m³
   * @param peak peak discharge, m³/s
   * @param factors the product of K (US customary units), LS, C and P
   */
  public static double sedimentYield(double volume, double peak, double factors) {
    return 11.8 * Math.pow(volume * peak, 0.56) * factors;
  }
}

package io.github.batchrunner.sample.hydrology.model;

/**
 * Ash that runoff carries off a burned hillslope.
 *
 * <p>The form WATAR of WEPPcloud uses: how much ash a millimetre of runoff can carry falls
 * exponentially with the runoff since the fire, {@code dM/dR = A e^(-B R)} with A = 0.8 t/ha per mm
 * and B = 0.009 per mm, until no ash is left. Bulk densities of fresh ash, 0.22 g/cm³ (black) and
 * 0.31 g/cm³ (white), are its as well. Wind and decay are left out.
 */
public final class AshTransport {
  /** Bulk density of the ash of incomplete combustion, g/cm³. */
  public static final double BLACK_ASH_DENSITY = 0.22;

  /** Bulk density of the ash of complete combustion, g/cm³. */
  public static final double WHITE_ASH_DENSITY = 0.31;

  private static final double INITIAL_CAPACITY = 0.8;
  private static final double DEPLETION = 0.009;

  private double remaining;
  private double runoffSinceFire;

  /**
   * Starts on the day of the fire.
   *
   * @param load ash on the ground, t/ha, at least 0
   */
  public AshTransport(double load) {
    this.remaining = load;
  }

  /**
   * Returns the load of a layer of ash, t/ha.
   *
   * @param depth mm
   * @param density g/cm³
   */
  public static double load(double depth, double density) {
    return 10 * depth * density;
  }

  /** Lets runoff pass, mm, and returns the ash it carries off, t/ha. */
  public double carriedBy(double runoff) {
    double before = runoffSinceFire;
    runoffSinceFire += runoff;
    double capacity =
        INITIAL_CAPACITY
            / DEPLETION
            * (Math.exp(-DEPLETION * before) - Math.exp(-DEPLETION * runoffSinceFire));
    double carried = Math.min(remaining, capacity);
    remaining -= carried;
    return carried;
  }

  /** Returns the ash that is still there, t/ha. */
  public double remaining() {
    return remaining;
  }
}

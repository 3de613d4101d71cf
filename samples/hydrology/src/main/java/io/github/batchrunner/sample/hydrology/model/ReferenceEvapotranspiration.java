package io.github.batchrunner.sample.hydrology.model;

/**
 * Evapotranspiration of well-watered grass from temperature and the season.
 *
 * <p>Hargreaves &amp; Samani (1985), Appl. Eng. Agric. 1: {@code ET0 = 0.0023 Ra (T + 17.8) √(Tmax
 * - Tmin)} with the radiation above the atmosphere Ra of FAO-56 (Allen et al. 1998), equations 21
 * to 25.
 */
public final class ReferenceEvapotranspiration {
  /** FAO-56, equation 20: mm of water that 1 MJ/m² evaporates. */
  private static final double MILLIMETRES_PER_MEGAJOULE = 0.408;

  private ReferenceEvapotranspiration() {}

  /**
   * Returns the radiation above the atmosphere, MJ/m² a day.
   *
   * @param latitude degrees, south negative
   * @param dayOfYear 1 to 366
   */
  public static double extraterrestrialRadiation(double latitude, int dayOfYear) {
    double angle = 2 * Math.PI * dayOfYear / 365;
    double distance = 1 + 0.033 * Math.cos(angle);
    double declination = 0.409 * Math.sin(angle - 1.39);
    double phi = Math.toRadians(latitude);
    double cosine = -Math.tan(phi) * Math.tan(declination);
    // Beyond the polar circles the sun does not set in summer nor rise in winter.
    double sunset = Math.acos(Math.max(-1, Math.min(1, cosine)));
    return 24
        * 60
        / Math.PI
        * 0.0820
        * distance
        * (sunset * Math.sin(phi) * Math.sin(declination)
            + Math.cos(phi) * Math.cos(declination) * Math.sin(sunset));
  }

  /**
   * Returns the reference evapotranspiration of a day, mm.
   *
   * @param radiation as {@link #extraterrestrialRadiation} gives it, MJ/m²
   * @param high highest temperature, °C
   * @param low lowest temperature, °C, at most {@code high}
   */
  public static double ofDay(double radiation, double high, double low) {
    double mean = (high + low) / 2;
    return Math.max(
        0, 0.0023 * MILLIMETRES_PER_MEGAJOULE * radiation * (mean + 17.8) * Math.sqrt(high - low));
  }
}

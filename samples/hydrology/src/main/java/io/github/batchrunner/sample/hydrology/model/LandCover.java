package io.github.batchrunner.sample.hydrology.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Land-cover classes with the codes and names of the National Land Cover Database.
 *
 * <p>Curve numbers per soil group: TR-55 (1986), tables 2-2a to 2-2c; forest is "woods, good",
 * shrub "brush, fair", grassland "pasture, grassland or range, good", pasture the same "fair",
 * crops "small grain, straight row, good", open space "good", barren "newly graded". Cover factor
 * C: Wischmeier &amp; Smith (1978), Agriculture Handbook 537, tables 10 and 11. The crop
 * coefficient (share of reference evapotranspiration, a yearly mean) and the rooting depth are
 * round numbers within the ranges of FAO-56 (Allen et al. 1998, tables 12 and 22).
 */
public enum LandCover {
  OPEN_SPACE(21, "Developed, Open Space", 39, 61, 74, 80, 0.003, 0.80, 0.6),
  BARREN(31, "Barren Land", 77, 86, 91, 94, 0.450, 0.40, 0.3),
  DECIDUOUS_FOREST(41, "Deciduous Forest", 30, 55, 70, 77, 0.003, 0.95, 1.3),
  EVERGREEN_FOREST(42, "Evergreen Forest", 30, 55, 70, 77, 0.003, 1.00, 1.3),
  MIXED_FOREST(43, "Mixed Forest", 30, 55, 70, 77, 0.003, 0.95, 1.3),
  SHRUB(52, "Shrub/Scrub", 35, 56, 70, 77, 0.012, 0.80, 1.0),
  GRASSLAND(71, "Grassland/Herbaceous", 39, 61, 74, 80, 0.013, 0.75, 0.8),
  PASTURE(81, "Pasture/Hay", 49, 69, 79, 84, 0.042, 0.85, 0.8),
  CROPS(82, "Cultivated Crops", 63, 75, 83, 87, 0.200, 0.80, 0.9);

  private final int code;
  private final String label;
  private final int groupA;
  private final int groupB;
  private final int groupC;
  private final int groupD;
  private final double coverFactor;
  private final double cropCoefficient;
  private final double rootingDepth;

  LandCover(
      int code,
      String label,
      int groupA,
      int groupB,
      int groupC,
      int groupD,
      double coverFactor,
      double cropCoefficient,
      double rootingDepth) {
    this.code = code;
    this.label = label;
    this.groupA = groupA;
    this.groupB = groupB;
    this.groupC = groupC;
    this.groupD = groupD;
    this.coverFactor = coverFactor;
    this.cropCoefficient = cropCoefficient;
    this.rootingDepth = rootingDepth;
  }

  /** Returns the class of this name, whatever its case, or nothing. */
  public static Optional<LandCover> named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(c -> c.label.toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }

  /** Returns the class of this code, or nothing. */
  public static Optional<LandCover> ofCode(int code) {
    return Arrays.stream(values()).filter(c -> c.code == code).findFirst();
  }

  /** Returns the names of all classes, for a message. */
  public static String names() {
    return Arrays.stream(values()).map(LandCover::label).collect(Collectors.joining("; "));
  }

  /** Returns the code of the National Land Cover Database. */
  public int code() {
    return code;
  }

  /** Returns the name in the National Land Cover Database. */
  public String label() {
    return label;
  }

  /** Returns the curve number of the undisturbed cover for average antecedent moisture. */
  public int curveNumber(SoilGroup group) {
    return switch (group) {
      case A -> groupA;
      case B -> groupB;
      case C -> groupC;
      case D -> groupD;
    };
  }

  /** Returns the cover and management factor C, 0 to 1. */
  public double coverFactor() {
    return coverFactor;
  }

  /** Returns the share of reference evapotranspiration that well-watered plants use. */
  public double cropCoefficient() {
    return cropCoefficient;
  }

  /** Returns how deep plants draw water, m. */
  public double rootingDepth() {
    return rootingDepth;
  }

  /** Tells whether trees grow here, so that thinning is possible. */
  public boolean forest() {
    return this == DECIDUOUS_FOREST || this == EVERGREEN_FOREST || this == MIXED_FOREST;
  }

  /** Tells whether a wildfire changes it. */
  public boolean burnable() {
    return forest() || this == SHRUB || this == GRASSLAND;
  }
}

package io.github.batchrunner.sample.hydrology.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * What has happened to a land cover, and how that changes runoff and erosion.
 *
 * <p>After fire the curve number rises by 5, 10 or 15 and the cover factor is at least 0.01, 0.05
 * or 0.20, for low, moderate and high soil burn severity: rules of thumb of burned-area emergency
 * response teams, collected in Foltz, Robichaud &amp; Rhee (2009), RMRS-GTR-228, and, for the cover
 * factor, of the size tested by Larsen &amp; MacDonald (2007), Water Resour. Res. 43, W11412. That
 * plants transpire less afterwards is in the spirit of both; the shares are round numbers.
 */
public enum Disturbance {
  NONE("none", 0, 0, 1.0),
  THINNING("thinning", 0, 0.004, 0.85),
  LOW_SEVERITY_FIRE("low", 5, 0.01, 0.95),
  MODERATE_SEVERITY_FIRE("moderate", 10, 0.05, 0.75),
  HIGH_SEVERITY_FIRE("high", 15, 0.20, 0.50);

  private final String label;
  private final int curveNumberRise;
  private final double leastCoverFactor;
  private final double transpirationShare;

  Disturbance(
      String label, int curveNumberRise, double leastCoverFactor, double transpirationShare) {
    this.label = label;
    this.curveNumberRise = curveNumberRise;
    this.leastCoverFactor = leastCoverFactor;
    this.transpirationShare = transpirationShare;
  }

  /** Returns the disturbance of this label, or nothing. */
  public static Optional<Disturbance> named(String label) {
    return Arrays.stream(values()).filter(d -> d.label.equals(label)).findFirst();
  }

  /** Returns the word for it in files: for a fire its severity. */
  public String label() {
    return label;
  }

  /** Tells whether it is a fire, so that there is ash. */
  public boolean fire() {
    return curveNumberRise > 0;
  }

  int curveNumberRise() {
    return curveNumberRise;
  }

  double leastCoverFactor() {
    return leastCoverFactor;
  }

  double transpirationShare() {
    return transpirationShare;
  }
}

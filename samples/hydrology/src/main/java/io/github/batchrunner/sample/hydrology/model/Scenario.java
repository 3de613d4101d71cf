package io.github.batchrunner.sample.hydrology.model;

/** What Omni asks of a watershed: what if the land were in another state. */
public enum Scenario {
  /** No fire, no thinning. */
  UNDISTURBED("undisturbed"),
  /** A fire of high severity on everything that burns. */
  UNIFORM_HIGH("uniform_high"),
  /** All forest thinned, and no fire. */
  THINNING("thinning");

  private final String label;

  Scenario(String label) {
    this.label = label;
  }

  /** Returns the name WEPPcloud gives to it. */
  public String label() {
    return label;
  }

  /** Returns what the scenario makes of a cover. */
  public SurfaceCover applyTo(SurfaceCover cover) {
    LandCover land = cover.landCover();
    return new SurfaceCover(
        land,
        switch (this) {
          case UNDISTURBED -> Disturbance.NONE;
          case UNIFORM_HIGH -> land.burnable() ? Disturbance.HIGH_SEVERITY_FIRE : Disturbance.NONE;
          case THINNING -> land.forest() ? Disturbance.THINNING : Disturbance.NONE;
        });
  }
}

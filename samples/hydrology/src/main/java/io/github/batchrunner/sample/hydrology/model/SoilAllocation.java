package io.github.batchrunner.sample.hydrology.model;

/**
 * Gives a hillslope a soil that fits what is known of the watershed: coarser than elsewhere on
 * steep land, finer in the valley, with some chance.
 */
public final class SoilAllocation {
  private static final double STEEP = 35;
  private static final double VALLEY = 0.25;
  private static final double SHALLOW_ABOVE = 20;

  private SoilAllocation() {}

  /**
   * Returns the soil of a site.
   *
   * @param site the hillslope
   * @param prevailing the texture that prevails in the watershed
   * @param seed where chance comes from
   */
  public static Soil soil(HillslopeSite site, SoilTexture prevailing, long seed) {
    int finer = 0;
    if (site.slopePercent() > STEEP) {
      finer--;
    }
    if (site.position() < VALLEY) {
      finer++;
    }
    double chance = SeededRandom.unit(seed, "soil", Integer.toString(site.id()));
    if (chance < 0.1) {
      finer--;
    } else if (chance > 0.9) {
      finer++;
    }
    SoilTexture texture = prevailing.finer(finer);
    return new Soil(texture, group(site, texture));
  }

  /**
   * The hydrologic soil group: that of its texture, but not A on steep land, where rock is too near
   * for water to go in without end (National Engineering Handbook, part 630, chapter 7, asks more
   * than a metre of depth of group A).
   */
  private static SoilGroup group(HillslopeSite site, SoilTexture texture) {
    return texture.group() == SoilGroup.A && site.slopePercent() > SHALLOW_ABOVE
        ? SoilGroup.B
        : texture.group();
  }
}

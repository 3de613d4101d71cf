package io.github.batchrunner.sample.hydrology.model;

/**
 * Gives a hillslope a soil texture that fits what is known of the watershed: coarser than elsewhere
 * on steep land, finer in the valley, with some chance.
 */
public final class SoilAllocation {
  private static final double STEEP = 35;
  private static final double VALLEY = 0.25;

  private SoilAllocation() {}

  /**
   * Returns the texture of the soil of a site.
   *
   * @param site the hillslope
   * @param prevailing the texture that prevails in the watershed
   * @param seed where chance comes from
   */
  public static SoilTexture texture(HillslopeSite site, SoilTexture prevailing, long seed) {
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
    return prevailing.finer(finer);
  }
}

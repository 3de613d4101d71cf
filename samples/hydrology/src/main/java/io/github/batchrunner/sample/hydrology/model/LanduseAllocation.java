package io.github.batchrunner.sample.hydrology.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every hillslope a land cover and a burn severity that fit what is known of the watershed.
 *
 * <p>Most hillslopes have the dominant cover; flat ones near the outlet may be farmed or built
 * upon. A fire burns from the head of the watershed downwards until the burned share of the area is
 * reached, and more severely on steep land. The same seed gives the same cover.
 */
public final class LanduseAllocation {
  private static final double VALLEY_BELOW_POSITION = 0.3;
  private static final double VALLEY_BELOW_SLOPE = 20;

  private final LandCover dominant;
  private final long seed;

  private LanduseAllocation(LandCover dominant, long seed) {
    this.dominant = dominant;
    this.seed = seed;
  }

  /**
   * Returns what covers each site, in the order of the sites.
   *
   * @param sites all hillslopes of the watershed
   * @param dominant what covers most of it
   * @param burned share of its area that has burned, 0 to 1
   * @param seed where chance comes from
   */
  public static List<SurfaceCover> allocate(
      List<HillslopeSite> sites, LandCover dominant, double burned, long seed) {
    LanduseAllocation allocation = new LanduseAllocation(dominant, seed);
    List<LandCover> covers = sites.stream().map(allocation::cover).toList();
    Map<Integer, Disturbance> fires = allocation.burn(sites, covers, burned);
    List<SurfaceCover> result = new ArrayList<>();
    for (int i = 0; i < sites.size(); i++) {
      result.add(
          new SurfaceCover(covers.get(i), fires.getOrDefault(sites.get(i).id(), Disturbance.NONE)));
    }
    return List.copyOf(result);
  }

  private LandCover cover(HillslopeSite site) {
    double chance = SeededRandom.unit(seed, "cover", Integer.toString(site.id()));
    boolean valley =
        site.position() < VALLEY_BELOW_POSITION && site.slopePercent() < VALLEY_BELOW_SLOPE;
    if (valley && chance < 0.36) {
      return chance < 0.10
          ? LandCover.OPEN_SPACE
          : chance < 0.30 ? LandCover.PASTURE : LandCover.CROPS;
    }
    if (chance < 0.75) {
      return dominant;
    }
    boolean first = chance < 0.9;
    return switch (dominant) {
      case EVERGREEN_FOREST -> first ? LandCover.MIXED_FOREST : LandCover.SHRUB;
      case DECIDUOUS_FOREST, MIXED_FOREST ->
          first ? LandCover.EVERGREEN_FOREST : LandCover.GRASSLAND;
      case SHRUB -> first ? LandCover.GRASSLAND : LandCover.EVERGREEN_FOREST;
      case GRASSLAND -> first ? LandCover.SHRUB : LandCover.PASTURE;
      case PASTURE, CROPS -> first ? LandCover.GRASSLAND : LandCover.DECIDUOUS_FOREST;
      case OPEN_SPACE -> first ? LandCover.MIXED_FOREST : LandCover.GRASSLAND;
      case BARREN -> first ? LandCover.SHRUB : LandCover.GRASSLAND;
    };
  }

  private Map<Integer, Disturbance> burn(
      List<HillslopeSite> sites, List<LandCover> covers, double burned) {
    List<HillslopeSite> burnable = new ArrayList<>();
    for (int i = 0; i < sites.size(); i++) {
      if (covers.get(i).burnable()) {
        burnable.add(sites.get(i));
      }
    }
    burnable.sort(
        Comparator.comparingDouble(HillslopeSite::position)
            .reversed()
            .thenComparingInt(HillslopeSite::id));
    double left = burned * sites.stream().mapToDouble(HillslopeSite::area).sum();
    Map<Integer, Disturbance> fires = new HashMap<>();
    for (HillslopeSite site : burnable) {
      // A hillslope burns whole, or not at all when most of it would be too much.
      if (site.area() / 2 <= left) {
        fires.put(site.id(), severity(site));
        left -= site.area();
      }
    }
    return fires;
  }

  private Disturbance severity(HillslopeSite site) {
    double chance = SeededRandom.unit(seed, "fire", Integer.toString(site.id()));
    double heat = chance + site.slopePercent() / 100;
    if (heat > 0.95) {
      return Disturbance.HIGH_SEVERITY_FIRE;
    }
    return heat > 0.5 ? Disturbance.MODERATE_SEVERITY_FIRE : Disturbance.LOW_SEVERITY_FIRE;
  }
}

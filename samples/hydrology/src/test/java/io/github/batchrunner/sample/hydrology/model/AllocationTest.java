package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AllocationTest {

  private static List<HillslopeSite> sites(int strips, double slope) {
    List<HillslopeSite> sites = new ArrayList<>();
    for (int i = 0; i < strips; i++) {
      for (int side = 2; side <= 3; side++) {
        int channel = 10 * (i + 2);
        sites.add(
            new HillslopeSite(
                channel + side, channel + 4, 1e6, 500, slope, (i + 0.5) / strips, 46));
      }
    }
    return sites;
  }

  private static double burnedShare(List<SurfaceCover> covers) {
    return covers.stream().filter(c -> c.disturbance().fire()).count() / (double) covers.size();
  }

  @Property
  void aboutTheGivenShareBurns(@ForAll @DoubleRange(max = 1) double share, @ForAll long seed) {
    List<SurfaceCover> covers =
        LanduseAllocation.allocate(sites(12, 30), LandCover.EVERGREEN_FOREST, share, seed);

    assertThat(burnedShare(covers)).isCloseTo(share, within(0.5 / 24 + 1e-9));
  }

  @Test
  void aFireBeginsAtTheHead() {
    List<SurfaceCover> covers =
        LanduseAllocation.allocate(sites(12, 30), LandCover.EVERGREEN_FOREST, 0.25, 1);

    assertThat(covers.subList(0, 18)).noneMatch(c -> c.disturbance().fire());
    assertThat(covers.subList(18, 24)).allMatch(c -> c.disturbance().fire());
  }

  @Test
  void fieldsDoNotBurn() {
    List<SurfaceCover> covers = LanduseAllocation.allocate(sites(12, 5), LandCover.CROPS, 1, 1);

    assertThat(covers)
        .allSatisfy(c -> assertThat(c.disturbance().fire()).isEqualTo(c.landCover().burnable()));
    assertThat(covers).anyMatch(c -> c.landCover() == LandCover.CROPS);
  }

  @Test
  void mostHillslopesHaveTheDominantCover() {
    for (LandCover dominant : LandCover.values()) {
      long same =
          LanduseAllocation.allocate(sites(100, 30), dominant, 0, 4).stream()
              .filter(c -> c.landCover() == dominant)
              .count();

      assertThat(same).isBetween(120L, 180L);
    }
  }

  @Test
  void steepFiresAreWorse() {
    long onSteepLand = severe(sites(100, 45));
    long onFlatLand = severe(sites(100, 5));

    assertThat(onSteepLand).isGreaterThan(onFlatLand + 20);
  }

  private static long severe(List<HillslopeSite> sites) {
    return LanduseAllocation.allocate(sites, LandCover.EVERGREEN_FOREST, 1, 7).stream()
        .filter(c -> c.disturbance() == Disturbance.HIGH_SEVERITY_FIRE)
        .count();
  }

  @Test
  void soilsAreCoarserOnSteepLandAndFinerInTheValley() {
    int steep = 0;
    int valley = 0;
    for (HillslopeSite site : sites(100, 45)) {
      SoilTexture texture = SoilAllocation.soil(site, SoilTexture.SILT_LOAM, 1).texture();
      if (site.position() >= 0.25) {
        steep += texture == SoilTexture.LOAM ? 1 : 0;
      }
    }
    for (HillslopeSite site : sites(100, 10)) {
      SoilTexture texture = SoilAllocation.soil(site, SoilTexture.SILT_LOAM, 1).texture();
      if (site.position() < 0.25) {
        valley += texture == SoilTexture.SANDY_CLAY_LOAM ? 1 : 0;
      }
    }

    assertThat(steep).isGreaterThan(100);
    assertThat(valley).isGreaterThan(30);
  }

  @Test
  void steepSandIsTooShallowForGroupA() {
    HillslopeSite steep = sites(1, 30).get(0);
    HillslopeSite flat = sites(1, 5).get(0);

    assertThat(SoilAllocation.soil(steep, SoilTexture.SAND, 1).group()).isEqualTo(SoilGroup.B);
    assertThat(SoilAllocation.soil(flat, SoilTexture.SAND, 1).group()).isEqualTo(SoilGroup.A);
  }

  @Test
  void textureStopsAtTheEnds() {
    assertThat(SoilTexture.SAND.finer(-3)).isEqualTo(SoilTexture.SAND);
    assertThat(SoilTexture.CLAY.finer(3)).isEqualTo(SoilTexture.CLAY);
    assertThat(SoilTexture.LOAM.finer(1)).isEqualTo(SoilTexture.SILT_LOAM);
  }
}

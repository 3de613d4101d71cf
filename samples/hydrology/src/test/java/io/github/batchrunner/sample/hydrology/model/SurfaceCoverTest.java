package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SurfaceCoverTest {

  @Test
  void curveNumbersAreThoseOfTr55() {
    assertThat(curveNumbers(LandCover.EVERGREEN_FOREST, Disturbance.NONE))
        .containsExactly(30, 55, 70, 77);
    assertThat(curveNumbers(LandCover.PASTURE, Disturbance.NONE)).containsExactly(49, 69, 79, 84);
    assertThat(curveNumbers(LandCover.CROPS, Disturbance.NONE)).containsExactly(63, 75, 83, 87);
  }

  @Test
  void thinnedForestIsWoodsInFairCondition() {
    assertThat(curveNumbers(LandCover.MIXED_FOREST, Disturbance.THINNING))
        .containsExactly(36, 60, 73, 79);
  }

  @Test
  void theWorseTheFireTheMoreRunsOffAndErodes() {
    SurfaceCover before = new SurfaceCover(LandCover.EVERGREEN_FOREST, Disturbance.NONE);
    for (Disturbance fire :
        new Disturbance[] {
          Disturbance.LOW_SEVERITY_FIRE,
          Disturbance.MODERATE_SEVERITY_FIRE,
          Disturbance.HIGH_SEVERITY_FIRE
        }) {
      SurfaceCover after = new SurfaceCover(LandCover.EVERGREEN_FOREST, fire);

      assertThat(after.curveNumber(SoilGroup.B)).isEqualTo(before.curveNumber(SoilGroup.B) + 5);
      assertThat(after.coverFactor()).isGreaterThan(before.coverFactor());
      assertThat(after.cropCoefficient()).isLessThan(before.cropCoefficient());
      before = after;
    }
  }

  @Test
  void aCurveNumberStaysBelowAHundred() {
    for (LandCover land : LandCover.values()) {
      for (SoilGroup group : SoilGroup.values()) {
        Disturbance worst = land.burnable() ? Disturbance.HIGH_SEVERITY_FIRE : Disturbance.NONE;

        assertThat(new SurfaceCover(land, worst).curveNumber(group)).isBetween(30, 98);
      }
    }
  }

  @Test
  void whatDoesNotHappenIsRefused() {
    assertThatThrownBy(() -> new SurfaceCover(LandCover.CROPS, Disturbance.THINNING))
        .hasMessageContaining("thinning")
        .hasMessageContaining("Cultivated Crops");
    assertThatThrownBy(() -> new SurfaceCover(LandCover.BARREN, Disturbance.LOW_SEVERITY_FIRE))
        .hasMessageContaining("Barren Land");
  }

  @Test
  void scenariosApplyToEveryCover() {
    for (LandCover land : LandCover.values()) {
      SurfaceCover cover = new SurfaceCover(land, Disturbance.NONE);

      assertThat(Scenario.UNDISTURBED.applyTo(cover)).isEqualTo(cover);
      assertThat(Scenario.UNIFORM_HIGH.applyTo(cover).disturbance().fire())
          .isEqualTo(land.burnable());
      assertThat(Scenario.THINNING.applyTo(cover).disturbance() == Disturbance.THINNING)
          .isEqualTo(land.forest());
    }
  }

  @Test
  void classesAreFoundByNameAndCode() {
    assertThat(LandCover.named(" evergreen FOREST ")).contains(LandCover.EVERGREEN_FOREST);
    assertThat(LandCover.named("moss")).isEmpty();
    assertThat(LandCover.ofCode(82)).contains(LandCover.CROPS);
    assertThat(LandCover.ofCode(1)).isEmpty();
    assertThat(SoilTexture.named("Silt Loam")).contains(SoilTexture.SILT_LOAM);
    assertThat(SoilTexture.names()).contains("sandy clay loam");
  }

  private static int[] curveNumbers(LandCover land, Disturbance disturbance) {
    SurfaceCover cover = new SurfaceCover(land, disturbance);
    return new int[] {
      cover.curveNumber(SoilGroup.A),
      cover.curveNumber(SoilGroup.B),
      cover.curveNumber(SoilGroup.C),
      cover.curveNumber(SoilGroup.D)
    };
  }
}

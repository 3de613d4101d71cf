package io.github.batchrunner.sample.hydrology;

import io.github.batchrunner.sample.hydrology.model.LandCover;
import io.github.batchrunner.sample.hydrology.model.SeededRandom;
import io.github.batchrunner.sample.hydrology.model.SoilTexture;
import java.util.Locale;
import java.util.Random;
import org.locationtech.jts.geom.Coordinate;

/**
 * The land in which generated watersheds lie: height changes smoothly from place to place, and
 * steepness, precipitation and cover go with it.
 */
final class BasinLandscape {
  private static final int WAVES = 6;

  private final long seed;
  private final double[] waveX = new double[WAVES];
  private final double[] waveY = new double[WAVES];
  private final double[] phase = new double[WAVES];

  BasinLandscape(long seed) {
    this.seed = seed;
    Random random = SeededRandom.of(seed, "landscape");
    for (int i = 0; i < WAVES; i++) {
      double waveLength = 25_000 + 20_000 * i;
      double direction = 2 * StrictMath.PI * random.nextDouble();
      waveX[i] = 2 * StrictMath.PI / waveLength * StrictMath.cos(direction);
      waveY[i] = 2 * StrictMath.PI / waveLength * StrictMath.sin(direction);
      phase[i] = 2 * StrictMath.PI * random.nextDouble();
    }
  }

  /** Height as a share of the highest there is, 0 to 1. */
  private double height(Coordinate at) {
    double sum = 0;
    for (int i = 0; i < WAVES; i++) {
      sum += StrictMath.sin(waveX[i] * at.x + waveY[i] * at.y + phase[i]);
    }
    return Math.max(0, Math.min(1, 0.5 + sum / WAVES));
  }

  /**
   * Returns the properties of a watershed.
   *
   * @param index its number, from 0
   * @param name its name
   * @param middle where it lies, m east and north of the middle of the region
   */
  BasinProperties properties(int index, String name, Coordinate middle) {
    Random random = SeededRandom.of(seed, "properties", Integer.toString(index));
    double height = height(middle);
    double wet = Math.max(0, Math.min(1, height + 0.15 * random.nextGaussian()));
    int precipitation = (int) Math.round(430 + 430 * wet);
    String region = (middle.y >= 0 ? "N" : "S") + (middle.x >= 0 ? "E" : "W");
    return new BasinProperties(
        name,
        region,
        String.format(Locale.ROOT, "1706%04d%04d", 100 + index / 1000, index % 1000),
        (int) Math.round(250 + 1150 * height + 60 * random.nextGaussian()),
        Math.round(10 * (7 + 30 * height + 6 * random.nextDouble())) / 10.0,
        burned(random),
        cover(wet, random),
        texture(random),
        precipitation);
  }

  private static double burned(Random random) {
    boolean untouched = random.nextDouble() < 0.55;
    double share = 0.05 + 0.9 * random.nextDouble() * random.nextDouble();
    return untouched ? 0 : Math.round(100 * share) / 100.0;
  }

  private static LandCover cover(double wet, Random random) {
    double chance = random.nextDouble();
    if (wet < 0.3) {
      return chance < 0.4 ? LandCover.GRASSLAND : chance < 0.75 ? LandCover.SHRUB : LandCover.CROPS;
    }
    if (chance < 0.65) {
      return LandCover.EVERGREEN_FOREST;
    }
    return chance < 0.85
        ? LandCover.MIXED_FOREST
        : chance < 0.95 ? LandCover.DECIDUOUS_FOREST : LandCover.SHRUB;
  }

  private static SoilTexture texture(Random random) {
    double chance = random.nextDouble();
    if (chance < 0.2) {
      return SoilTexture.SANDY_LOAM;
    }
    if (chance < 0.55) {
      return SoilTexture.LOAM;
    }
    if (chance < 0.8) {
      return SoilTexture.SILT_LOAM;
    }
    return chance < 0.93 ? SoilTexture.SANDY_CLAY_LOAM : SoilTexture.CLAY_LOAM;
  }
}

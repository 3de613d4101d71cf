package io.github.batchrunner.sample.hydrology.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * USDA soil texture classes, from coarse to fine, with what the models need to know of them.
 *
 * <p>Hydrologic soil group: TR-55 (1986), appendix A. Erodibility K at 2 % organic matter, in US
 * customary units (ton·acre·h / (100 ft·tonf·inch·acre), which is what the metric MUSLE takes too):
 * Stewart et al. (1975), "Control of water pollution from cropland", vol. I, table 5; clay, which
 * the table leaves open, is between its neighbours. Plant-available water: Saxton &amp; Rawls
 * (2006), Soil Sci. Soc. Am. J. 70, table 3.
 */
public enum SoilTexture {
  SAND("sand", SoilGroup.A, 0.03, 50),
  LOAMY_SAND("loamy sand", SoilGroup.A, 0.10, 70),
  SANDY_LOAM("sandy loam", SoilGroup.A, 0.24, 100),
  LOAM("loam", SoilGroup.B, 0.34, 140),
  SILT_LOAM("silt loam", SoilGroup.B, 0.42, 200),
  SANDY_CLAY_LOAM("sandy clay loam", SoilGroup.C, 0.25, 100),
  CLAY_LOAM("clay loam", SoilGroup.D, 0.25, 140),
  SILTY_CLAY_LOAM("silty clay loam", SoilGroup.D, 0.32, 170),
  CLAY("clay", SoilGroup.D, 0.21, 120);

  private final String label;
  private final SoilGroup group;
  private final double erodibility;
  private final double availableWater;

  SoilTexture(String label, SoilGroup group, double erodibility, double availableWater) {
    this.label = label;
    this.group = group;
    this.erodibility = erodibility;
    this.availableWater = availableWater;
  }

  /** Returns the class of this name, whatever its case, or nothing. */
  public static Optional<SoilTexture> named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(t -> t.label.equals(wanted)).findFirst();
  }

  /** Returns the names of all classes, for a message. */
  public static String names() {
    return Arrays.stream(values()).map(SoilTexture::label).collect(Collectors.joining(", "));
  }

  /** Returns the name people use, such as {@code silt loam}. */
  public String label() {
    return label;
  }

  /** Returns the hydrologic soil group. */
  public SoilGroup group() {
    return group;
  }

  /** Returns the soil erodibility factor K, US customary units. */
  public double erodibility() {
    return erodibility;
  }

  /** Returns the plant-available water, mm per m of soil. */
  public double availableWater() {
    return availableWater;
  }

  /**
   * Returns the texture that is {@code steps} finer (coarser when negative), as far as there is.
   */
  public SoilTexture finer(int steps) {
    List<SoilTexture> all = List.of(values());
    return all.get(Math.max(0, Math.min(all.size() - 1, all.indexOf(this) + steps)));
  }
}

package io.github.batchrunner.sample.hydrology.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batchrunner.sample.hydrology.model.LandCover;
import io.github.batchrunner.sample.hydrology.model.SoilTexture;
import java.util.OptionalDouble;

/**
 * What the properties of a watershed say of it, with defaults where they are silent.
 *
 * <p>A property counts as silent when it is absent or null. One of these names with a value that
 * cannot be is refused, for a model would give numbers all the same.
 */
public final class WatershedAttributes {
  /** Mean height above sea level, m. */
  public static final String ELEVATION = "MeanElevM";

  /** Mean steepness, %. */
  public static final String SLOPE = "MeanSlopePct";

  /** Share of the area that has burned, 0 to 1. */
  public static final String BURNED = "Burned";

  /** What covers most of it, by its name in the National Land Cover Database. */
  public static final String COVER = "DominantCover";

  /** The prevailing texture of its soils, by its USDA name. */
  public static final String TEXTURE = "SoilTexture";

  /** Precipitation of a mean year, mm. */
  public static final String PRECIPITATION = "AnnualPrecipMm";

  private static final double DEFAULT_ELEVATION = 600;

  private final double elevation;
  private final OptionalDouble slopePercent;
  private final double burned;
  private final LandCover cover;
  private final SoilTexture texture;
  private final OptionalDouble precipitation;

  private WatershedAttributes(JsonNode properties) throws InputException {
    elevation = number(properties, ELEVATION, -430, 8850).orElse(DEFAULT_ELEVATION);
    slopePercent = number(properties, SLOPE, 0.1, 200);
    burned = number(properties, BURNED, 0, 1).orElse(0);
    precipitation = number(properties, PRECIPITATION, 1, 15_000);
    JsonNode coverName = properties.path(COVER);
    cover =
        silent(coverName)
            ? LandCover.EVERGREEN_FOREST
            : LandCover.named(coverName.asText())
                .orElseThrow(() -> refusal(COVER, coverName, "one of " + LandCover.names()));
    JsonNode textureName = properties.path(TEXTURE);
    texture =
        silent(textureName)
            ? SoilTexture.LOAM
            : SoilTexture.named(textureName.asText())
                .orElseThrow(() -> refusal(TEXTURE, textureName, "one of " + SoilTexture.names()));
  }

  /**
   * Reads the properties of a feature.
   *
   * @param properties an object, null or missing
   * @throws InputException if a property has a value that cannot be
   */
  public static WatershedAttributes of(JsonNode properties) throws InputException {
    return new WatershedAttributes(properties);
  }

  private static boolean silent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static OptionalDouble number(JsonNode properties, String name, double least, double most)
      throws InputException {
    JsonNode value = properties.path(name);
    if (silent(value)) {
      return OptionalDouble.empty();
    }
    double number = value.asDouble(Double.NaN);
    if (!(number >= least && number <= most)) {
      throw refusal(name, value, "a number from " + least + " to " + most);
    }
    return OptionalDouble.of(number);
  }

  private static InputException refusal(String name, JsonNode value, String allowed) {
    return new InputException(
        "the watershed's property \""
            + name
            + "\" is "
            + InputException.shown(value)
            + ", but must be "
            + allowed
            + ": correct it in the attached GeoJSON");
  }

  /** Returns the mean height above sea level, m; 600 where nothing is known. */
  public double elevation() {
    return elevation;
  }

  /**
   * Returns the mean steepness, %; where nothing is known, a number between 5 and 45 that falls
   * with area, as that of mountain watersheds does. A rule of thumb, not a published relation.
   *
   * @param area m², above 0
   */
  public double slopePercent(double area) {
    return slopePercent.orElseGet(
        () -> Math.max(5, Math.min(45, 35 * Math.pow(area / 1e6, -0.15))));
  }

  /** Returns the share of the area that has burned, 0 to 1; 0 where nothing is known. */
  public double burned() {
    return burned;
  }

  /** Returns what covers most of it; evergreen forest where nothing is known. */
  public LandCover cover() {
    return cover;
  }

  /** Returns the prevailing soil texture; loam where nothing is known. */
  public SoilTexture texture() {
    return texture;
  }

  /** Returns the precipitation of a mean year, mm, where it is known. */
  public OptionalDouble precipitation() {
    return precipitation;
  }
}

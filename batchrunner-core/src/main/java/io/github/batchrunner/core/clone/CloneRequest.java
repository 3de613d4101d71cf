package io.github.batchrunner.core.clone;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The run for which the base shall be cloned.
 *
 * <p>Instances are immutable.
 */
public final class CloneRequest {

  private final String runId;
  private final Path wd;
  private final @Nullable Supplier<byte[]> feature;

  private CloneRequest(String runId, Path wd, @Nullable Supplier<byte[]> feature) {
    this.runId = Objects.requireNonNull(runId, "runId");
    this.wd = Objects.requireNonNull(wd, "wd").toAbsolutePath().normalize();
    this.feature = feature;
  }

  /**
   * Asks for a clone.
   *
   * @param runId the run, by an id that has been validated
   * @param wd the directory to make; its last name is the run id
   * @throws IllegalArgumentException when it is not
   */
  public static CloneRequest of(String runId, Path wd) {
    if (!wd.endsWith(runId)) {
      throw new IllegalArgumentException(
          "The directory \"" + wd + "\" of run \"" + runId + "\" must be named like the run.");
    }
    return new CloneRequest(runId, wd, null);
  }

  /**
   * Asks in addition that the run's watershed be saved as {@code dem/target_watershed.geojson}.
   *
   * @param geoJson gives the file's bytes; called once, and only when a clone is made
   */
  public CloneRequest withFeature(Supplier<byte[]> geoJson) {
    return new CloneRequest(runId, wd, Objects.requireNonNull(geoJson, "geoJson"));
  }

  /** Returns the run's id. */
  public String runId() {
    return runId;
  }

  /** Returns the run's directory, absolute and normalised. */
  public Path wd() {
    return wd;
  }

  @Nullable Supplier<byte[]> feature() {
    return feature;
  }
}

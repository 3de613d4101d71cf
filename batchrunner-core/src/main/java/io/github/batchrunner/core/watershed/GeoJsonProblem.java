package io.github.batchrunner.core.watershed;

import org.jspecify.annotations.Nullable;

/** Ends the reading of a file that cannot be used. */
final class GeoJsonProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  GeoJsonProblem(String code, String message, int featureIndex, long offset) {
    this(code, message, featureIndex, offset, null);
  }

  GeoJsonProblem(
      String code, String message, int featureIndex, long offset, @Nullable Throwable cause) {
    super(message, cause);
    this.finding = new Finding(code, message, featureIndex, offset);
  }

  Finding finding() {
    return finding;
  }
}

package io.github.batchrunner.core.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;

/** How values are spelled in all files of a report. */
final class Words {

  private Words() {}

  /** Returns where something stands, such as {@code succeeded}. */
  static String state(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Returns milliseconds as seconds, such as {@code 12.345}. */
  static BigDecimal seconds(long millis) {
    return BigDecimal.valueOf(millis, 3);
  }

  /** Returns an area in m² with one decimal. */
  static BigDecimal area(double squareMetres) {
    return BigDecimal.valueOf(squareMetres).setScale(1, RoundingMode.HALF_EVEN);
  }

  /** Returns an instant as ISO 8601 has it, in UTC. */
  static String instant(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}

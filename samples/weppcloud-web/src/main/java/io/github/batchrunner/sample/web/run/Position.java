package io.github.batchrunner.sample.web.run;

import java.util.Optional;

/**
 * How much somebody knows of a batch.
 *
 * @param epoch which table of states: another one after a restart or with other watersheds
 * @param step how many of its steps
 */
public record Position(String epoch, long step) {

  /** Reads a position as {@link #toString} writes it; empty if the text is none. */
  public static Optional<Position> parse(String text) {
    int dash = text.lastIndexOf('-');
    if (dash < 1 || dash > 40 || text.length() > 64) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Position(text.substring(0, dash), Long.parseLong(text.substring(dash + 1))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return epoch + "-" + step;
  }
}

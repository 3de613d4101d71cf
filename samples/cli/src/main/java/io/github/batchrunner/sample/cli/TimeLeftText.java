package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.TimeLeft;
import java.time.Duration;

/** The time left as people read it, such as {@code 12-18 min left}. */
final class TimeLeftText {

  /** From so much of a unit on, numbers of it are easier to read than of the next smaller one. */
  private static final double ENOUGH = 1.5;

  private TimeLeftText() {}

  /** Returns the range, in whole numbers of the largest unit that its end is enough of. */
  static String of(TimeLeft left) {
    Unit unit = Unit.of(left.high());
    long low = (long) Math.floor(unit.count(left.low()));
    long high = (long) Math.ceil(unit.count(left.high()));
    return (low == high ? "" : low + "-") + high + " " + unit.word + " left";
  }

  private enum Unit {
    DAYS("days", Duration.ofDays(1)),
    HOURS("h", Duration.ofHours(1)),
    MINUTES("min", Duration.ofMinutes(1)),
    SECONDS("s", Duration.ofSeconds(1));

    private final String word;
    private final Duration one;

    Unit(String word, Duration one) {
      this.word = word;
      this.one = one;
    }

    double count(Duration duration) {
      return (double) duration.toMillis() / one.toMillis();
    }

    static Unit of(Duration longest) {
      for (Unit unit : values()) {
        if (unit.count(longest) >= ENOUGH) {
          return unit;
        }
      }
      return SECONDS;
    }
  }
}

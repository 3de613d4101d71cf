package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.Progress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Shows how far an execution is: a bar that is drawn again on a terminal, now and then a line
 * elsewhere.
 *
 * <p>Called by one thread at a time.
 */
final class LiveProgress implements Consumer<Progress> {

  private static final int LINE_WIDTH = 79;
  private static final int LEAST_BAR = 10;
  private static final int MOST_BAR = 30;
  private static final Duration LEAST_BETWEEN_LINES = Duration.ofSeconds(5);
  private static final Duration MOST_BETWEEN_LINES = Duration.ofMinutes(1);
  private static final double LEAST_SHARE_BETWEEN_LINES = 0.05;

  private final Terminal terminal;
  private Duration lastLineAt = Duration.ZERO;
  private double lastLineShare;
  private String lastNote = "";

  LiveProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void accept(Progress progress) {
    if (terminal.interactive()) {
      terminal.live(bar(progress));
    } else if (lineIsDue(progress)) {
      terminal.say(line(progress));
      lastLineAt = progress.elapsed();
      lastLineShare = share(progress);
    }
    if (!progress.note().isEmpty() && !progress.note().equals(lastNote)) {
      terminal.say(progress.note());
    }
    lastNote = progress.note();
  }

  private boolean lineIsDue(Progress progress) {
    Duration since = progress.elapsed().minus(lastLineAt);
    return since.compareTo(MOST_BETWEEN_LINES) >= 0
        || (since.compareTo(LEAST_BETWEEN_LINES) >= 0
            && share(progress) - lastLineShare >= LEAST_SHARE_BETWEEN_LINES);
  }

  static String bar(Progress progress) {
    String percent = percent(progress);
    String runs = "  %,d/%,d runs".formatted(progress.runs().ended(), progress.runs().total());
    String counts = counts(progress, runs);
    int room = LINE_WIDTH - counts.length() - percent.length() - 3;
    if (room < LEAST_BAR) {
      counts = counts(progress, "");
      room += runs.length();
    }
    int width = Math.max(LEAST_BAR, Math.min(MOST_BAR, room));
    int full = (int) (width * share(progress));
    return percent + " [" + "#".repeat(full) + ".".repeat(width - full) + "]" + counts;
  }

  private static String counts(Progress progress, String runs) {
    return " %,d/%,d tasks%s%s  %s%s"
        .formatted(
            progress.tasks().ended(),
            progress.tasks().total(),
            failures(progress),
            runs,
            rate(progress),
            timeLeft(progress));
  }

  static String line(Progress progress) {
    return "%s  %s  %,d of %,d tasks%s, %,d of %,d runs, %s%s"
        .formatted(
            Durations.clock(progress.elapsed()),
            percent(progress),
            progress.tasks().ended(),
            progress.tasks().total(),
            failures(progress),
            progress.runs().ended(),
            progress.runs().total(),
            rate(progress),
            timeLeft(progress));
  }

  private static double share(Progress progress) {
    long total = progress.tasks().total();
    return total == 0 ? 1 : (double) progress.tasks().ended() / total;
  }

  private static String percent(Progress progress) {
    return "%3d%%".formatted((int) (100 * share(progress)));
  }

  private static String failures(Progress progress) {
    long failed = progress.tasks().failed();
    return failed == 0 ? "" : ", %,d failed".formatted(failed);
  }

  private static String rate(Progress progress) {
    double rate = progress.tasksPerSecond();
    return rate >= 10 || rate == 0
        ? "%,.0f/s".formatted(rate)
        : rate >= 0.1 ? "%.1f/s".formatted(rate) : "%.1f/min".formatted(rate * 60);
  }

  private static String timeLeft(Progress progress) {
    return progress.tasks().ended() == progress.tasks().total()
        ? ""
        : progress.timeLeft().map(left -> "  " + TimeLeftText.of(left)).orElse("");
  }
}

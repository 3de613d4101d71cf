package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Failures grouped by cause, each with the command that runs exactly those again. */
final class FailureList {

  private static final int SHOWN = 20;
  private static final int MOST_OF_LINE = 500;
  private static final String CANCELLED = "CANCELLED";

  private final Terminal terminal;
  private final Path directory;

  FailureList(Terminal terminal, Path directory) {
    this.terminal = terminal;
    this.directory = directory;
  }

  /** Tells whether these tasks were ended by somebody rather than failed. */
  static boolean isCancelled(FailureGroup group) {
    return group.kind().equals(CANCELLED);
  }

  void print(List<FailureGroup> groups) {
    groups.stream().limit(SHOWN).forEach(this::print);
    if (groups.size() > SHOWN) {
      terminal.answer();
      terminal.answer(
          "and %,d more groups; status --json has all".formatted(groups.size() - SHOWN));
    }
  }

  private void print(FailureGroup group) {
    terminal.answer();
    terminal.answer(
        "%s %s of %s in %s, such as \"%s\":"
            .formatted(
                group.signature(),
                group.kind(),
                group.taskId(),
                Names.count(group.count(), "run"),
                group.exampleRun()));
    terminal.answer("  " + cut(group.message()));
    group.evidence().forEach(line -> terminal.answer("  " + cut(line)));
    terminal.answer("  when:  %s; %s".formatted(when(group), share(group)));
    String batch = directory.toString();
    terminal.answer(
        "  look:  " + Invocation.of("explain", batch, group.exampleRun(), group.taskId()));
    terminal.answer("  again: " + Invocation.of("retry", batch, "--failure", group.signature()));
  }

  private static String when(FailureGroup group) {
    Instant first = group.firstAt().truncatedTo(ChronoUnit.SECONDS);
    Instant latest = group.latestAt().truncatedTo(ChronoUnit.SECONDS);
    return first.equals(latest) ? "at " + first : "from " + first + " to " + latest;
  }

  private static String share(FailureGroup group) {
    return group.count() == group.ended()
        ? "in all runs in which %s has ended".formatted(group.taskId())
        : "in %s %% of the %,d runs in which %s has ended"
            .formatted(percent(group.share()), group.ended(), group.taskId());
  }

  /** Neither what is there at all nor what is not all is rounded away. */
  private static String percent(double share) {
    double percent = 100 * share;
    return percent < 0.1 ? "< 0.1" : String.format(Locale.ROOT, "%.1f", Math.min(percent, 99.9));
  }

  private static String cut(String line) {
    return line.length() <= MOST_OF_LINE ? line : line.substring(0, MOST_OF_LINE) + "…";
  }
}

package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import java.nio.file.Path;
import java.util.List;

/** Failures grouped by cause, each with the command that runs exactly those again. */
final class FailureList {

  private static final int SHOWN = 20;
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
    for (FailureGroup group : groups.subList(0, Math.min(SHOWN, groups.size()))) {
      terminal.answer();
      terminal.answer(
          "%s %s of %s in %s, such as \"%s\":"
              .formatted(
                  group.signature(),
                  group.kind(),
                  group.taskId(),
                  Names.count(group.count(), "run"),
                  group.exampleRun()));
      terminal.answer("  " + group.message());
      String batch = directory.toString();
      terminal.answer(
          "  look:  " + Invocation.of("explain", batch, group.exampleRun(), group.taskId()));
      terminal.answer(
          "  again: "
              + (isCancelled(group)
                  ? Invocation.of("run", batch)
                  : Invocation.of("retry", batch, "--failure", group.signature())));
    }
    if (groups.size() > SHOWN) {
      terminal.answer();
      terminal.answer(
          "and %,d more groups; status --json has all".formatted(groups.size() - SHOWN));
    }
  }
}

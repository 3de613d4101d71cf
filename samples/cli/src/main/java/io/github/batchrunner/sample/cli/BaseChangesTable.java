package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.clone.BaseChanges;
import java.util.ArrayList;
import java.util.List;

/** What existing runs do not have of the base project yet, for a person. */
final class BaseChangesTable {

  private static final int SHOWN = 40;

  private BaseChangesTable() {}

  /** Returns the lines. */
  static List<String> lines(BaseChanges changes) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Base project: %s of %s behind it"
            .formatted(
                Names.count(changes.behind(), "run"), Names.count(changes.runs(), "existing run")));
    if (changes.changes().isEmpty()) {
      return lines;
    }
    TextTable table = new TextTable(2, "file", "attribute", "take", "conflict", "keep");
    changes.changes().stream()
        .limit(SHOWN)
        .forEach(
            change ->
                table.row(
                    change.file(),
                    change.attribute().isEmpty() ? "(file)" : change.attribute(),
                    "%,d".formatted(change.taking()),
                    "%,d".formatted(change.conflicting()),
                    "%,d".formatted(change.keeping())));
    lines.addAll(table.lines());
    int more = changes.changes().size() - SHOWN;
    if (more > 0) {
      lines.add("and %,d more changes; --json shows all".formatted(more));
    }
    changes.changes().stream()
        .filter(change -> change.conflicting() > 0)
        .findFirst()
        .ifPresent(
            change ->
                lines.add(
                    "Conflicts fail their runs, such as \"%s\", unless run is given --on-conflict."
                        .formatted(change.exampleConflict())));
    return lines;
  }
}

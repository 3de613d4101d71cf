package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows a validation report to a person: the counts, and the first problems of each sort. */
final class ValidationSummary {

  private static final int SHOWN = 10;
  private static final int SHOWN_INDEXES = 8;
  private static final int SHOWN_PROPERTIES = 4;
  private static final int SHOWN_VALUE = 30;

  private final Terminal terminal;
  private final BatchRunner batch;

  ValidationSummary(Terminal terminal, BatchRunner batch) {
    this.terminal = terminal;
    this.batch = batch;
  }

  void print(ValidationReport report) {
    ValidationReport.Summary summary = report.summary();
    terminal.answer(
        "%s: %,d watersheds, %,d distinct run ids"
            .formatted(
                summary.isValid() ? "valid" : "not valid",
                summary.totalFeatures(),
                summary.unique()));
    report.runId(0).ifPresent(first -> terminal.answer("the first is \"%s\"".formatted(first)));
    printErrors(report.errors());
    printDuplicates(report.duplicates());
    printCollisions(report.collisions());
  }

  private void printErrors(List<ValidationReport.RowError> errors) {
    heading(errors.size(), "watershed has no usable run id", "watersheds have no usable run id");
    errors.stream()
        .limit(SHOWN)
        .forEach(error -> terminal.answer("  %d: %s".formatted(error.index(), error.error())));
    more(errors.size());
  }

  private void printDuplicates(List<ValidationReport.Duplicate> duplicates) {
    heading(duplicates.size(), "run id is not unique", "run ids are not unique");
    Optional<WatershedCollection> watersheds =
        duplicates.isEmpty()
            ? Optional.empty()
            : batch.watershedFile().map(WatershedCollection::load);
    for (ValidationReport.Duplicate duplicate : duplicates.subList(0, shown(duplicates))) {
      terminal.answer(
          "  \"%s\": watersheds %s".formatted(duplicate.runId(), indexes(duplicate.indexes())));
      watersheds.ifPresent(
          collection ->
              differences(collection, duplicate.indexes())
                  .forEach((name, values) -> terminal.answer("      " + name + ": " + values)));
    }
    more(duplicates.size());
  }

  private void printCollisions(List<ValidationReport.Collision> collisions) {
    heading(
        collisions.size(),
        "group of run ids would be one directory where case does not count",
        "groups of run ids would each be one directory where case does not count");
    for (ValidationReport.Collision collision : collisions.subList(0, shown(collisions))) {
      terminal.answer(
          "  %s: watersheds %s"
              .formatted(
                  collision.runIds().stream()
                      .map(id -> "\"" + id + "\"")
                      .collect(Collectors.joining(" and ")),
                  indexes(collision.indexes())));
    }
    more(collisions.size());
  }

  /** Returns the properties that tell these watersheds apart, with their values side by side. */
  private static Map<String, String> differences(
      WatershedCollection watersheds, List<Integer> indexes) {
    List<Map<String, @Nullable Object>> properties =
        indexes.stream()
            .limit(SHOWN_INDEXES)
            .map(index -> watersheds.feature(index).properties())
            .toList();
    Map<String, String> differences = new LinkedHashMap<>();
    for (String name : properties.get(0).keySet()) {
      List<String> values = properties.stream().map(each -> shown(each.get(name))).toList();
      if (values.stream().distinct().count() == values.size()
          && differences.size() < SHOWN_PROPERTIES) {
        differences.put(name, String.join(" | ", values));
      }
    }
    return differences;
  }

  private static String shown(@Nullable Object value) {
    String text = Objects.toString(value);
    return text.length() <= SHOWN_VALUE ? text : text.substring(0, SHOWN_VALUE) + "...";
  }

  private static int shown(List<?> problems) {
    return Math.min(SHOWN, problems.size());
  }

  private void heading(int count, String one, String many) {
    if (count > 0) {
      terminal.answer();
      terminal.answer("%,d %s:".formatted(count, count == 1 ? one : many));
    }
  }

  private void more(int count) {
    if (count > SHOWN) {
      terminal.answer("  and %,d more".formatted(count - SHOWN));
    }
  }

  private static String indexes(List<Integer> indexes) {
    String first =
        indexes.stream()
            .limit(SHOWN_INDEXES)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return indexes.size() <= SHOWN_INDEXES
        ? first
        : first + " and %,d more".formatted(indexes.size() - SHOWN_INDEXES);
  }
}

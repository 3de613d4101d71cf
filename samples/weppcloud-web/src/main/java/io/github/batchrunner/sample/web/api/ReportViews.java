package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.runid.RunIdValidator;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.core.template.TemplateException;
import io.github.batchrunner.core.watershed.Attachment;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.core.watershed.WatershedFeature;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the views of the library's reports on run ids. */
final class ReportViews {

  /** Duplicates, collisions and errors that are shown. */
  private static final int FIRST = 50;

  /** Features of one duplicate that are shown side by side. */
  private static final int COMPARED = 8;

  private static final int MOST_PROPERTIES = 8;
  private static final int LONGEST_VALUE = 200;

  private ReportViews() {}

  /** Which rows are wanted. */
  enum Show {
    ALL,
    PROBLEMS
  }

  /** Returns why a text is no template; empty if it is one. */
  static Optional<ReportView.TemplateProblem> problem(String template) {
    try {
      // Starting a validation refuses what compiling does not: a blank one.
      return Optional.of(new RunIdValidator(Template.forRunIds(template)))
          .flatMap(usable -> Optional.empty());
    } catch (TemplateException e) {
      return Optional.of(new ReportView.TemplateProblem(e.problem(), e.column()));
    } catch (InvalidInputException e) {
      return Optional.of(new ReportView.TemplateProblem(String.valueOf(e.getMessage()), null));
    }
  }

  /** Returns the view of what is no template. */
  static ReportView unusable(
      BatchRunner batch, String template, ReportView.TemplateProblem problem) {
    int features = (int) (long) batch.attachment().map(Attachment::features).orElse(0L);
    return new ReportView(
        template,
        false,
        problem,
        new SummaryView(features, 0, 0, 0, 0, 0, false),
        Page.of(0, null, 0),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Returns the view of a report of the attached watersheds. */
  static ReportView of(
      BatchRunner batch,
      ValidationReport report,
      Show show,
      @Nullable Integer number,
      @Nullable Integer size) {
    int[] shown = show == Show.ALL ? new int[0] : problems(report);
    Page page = Page.of(number, size, show == Show.ALL ? report.size() : shown.length);
    BitSet duplicated = new BitSet(report.size());
    report.duplicates().forEach(duplicate -> duplicate.indexes().forEach(duplicated::set));
    return new ReportView(
        report.template(),
        report.isValid(),
        null,
        SummaryView.of(report.summary()),
        page,
        page.onIt()
            .map(row -> show == Show.ALL ? row : shown[row])
            .mapToObj(index -> row(report, index, duplicated))
            .toList(),
        duplicates(batch, report),
        report.collisions().stream().limit(FIRST).map(ReportViews::collision).toList(),
        report.errors().stream().limit(FIRST).map(ReportViews::error).toList());
  }

  private static int[] problems(ValidationReport report) {
    BitSet problems = new BitSet(report.size());
    for (int index = 0; index < report.size(); index++) {
      problems.set(index, !report.isValid(index));
    }
    return problems.stream().toArray();
  }

  private static ReportView.Row row(ValidationReport report, int index, BitSet duplicated) {
    String error = report.error(index).orElse(null);
    String state;
    if (error != null) {
      state = "error";
    } else if (duplicated.get(index)) {
      state = "duplicate";
    } else {
      state = report.isValid(index) ? "ok" : "collision";
    }
    return new ReportView.Row(
        index,
        report.featureId(index).map(ReportViews::text).orElse(null),
        report.runId(index).orElse(null),
        error,
        state);
  }

  private static String text(Object value) {
    return Texts.shortened(value, LONGEST_VALUE);
  }

  private static ReportView.Collision collision(ValidationReport.Collision collision) {
    return new ReportView.Collision(
        collision.runIds().stream().limit(FIRST).toList(),
        collision.indexes().stream().limit(FIRST).toList());
  }

  private static ReportView.RowError error(ValidationReport.RowError error) {
    Object id = error.featureId();
    return new ReportView.RowError(error.index(), id == null ? null : text(id), error.error());
  }

  private static List<ReportView.Duplicate> duplicates(BatchRunner batch, ValidationReport report) {
    List<ValidationReport.Duplicate> first = report.duplicates().stream().limit(FIRST).toList();
    if (first.isEmpty()) {
      return List.of();
    }
    WatershedCollection watersheds = batch.attachedWatersheds();
    return first.stream()
        .map(
            duplicate ->
                new ReportView.Duplicate(
                    duplicate.runId(),
                    duplicate.indexes().size(),
                    sideBySide(
                        duplicate.indexes().stream()
                            .limit(COMPARED)
                            .map(watersheds::feature)
                            .toList())))
        .toList();
  }

  private static List<ReportView.Feature> sideBySide(List<WatershedFeature> features) {
    Set<String> names =
        features.stream()
            .flatMap(feature -> feature.properties().keySet().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<String> differing =
        names.stream().filter(name -> differs(name, features)).limit(MOST_PROPERTIES).toList();
    return features.stream()
        .map(feature -> new ReportView.Feature(feature.index(), values(feature, differing)))
        .toList();
  }

  private static boolean differs(String property, List<WatershedFeature> features) {
    Object first = features.get(0).properties().get(property);
    return features.stream()
        .anyMatch(feature -> !Objects.equals(first, feature.properties().get(property)));
  }

  private static Map<String, @Nullable Object> values(
      WatershedFeature feature, List<String> names) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    names.forEach(name -> values.put(name, shown(feature.properties().get(name))));
    return values;
  }

  private static @Nullable Object shown(@Nullable Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : text(value);
  }
}

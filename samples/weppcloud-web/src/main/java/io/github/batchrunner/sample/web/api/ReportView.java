package io.github.batchrunner.sample.web.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The run ids that a template gives, one page of them, and what is wrong with them.
 *
 * @param template the template
 * @param valid whether the batch can be run with these run ids
 * @param problem why the text is no template; null if it is one
 * @param summary in numbers
 * @param page which rows these are
 * @param rows the run id of each feature, or why it has none
 * @param duplicates the first run ids that several features have
 * @param collisions the first groups of run ids that some file systems confuse
 * @param errors the first features without a run id
 */
record ReportView(
    String template,
    boolean valid,
    @Nullable TemplateProblem problem,
    SummaryView summary,
    Page page,
    List<Row> rows,
    List<Duplicate> duplicates,
    List<Collision> collisions,
    List<RowError> errors) {

  /**
   * Why a text is no template.
   *
   * @param detail what is wrong, and what to do
   * @param position the character that is wrong, from 1; null if it is none in particular
   */
  record TemplateProblem(String detail, @Nullable Integer position) {}

  /**
   * A feature and its run id.
   *
   * @param index its place in the file, from 0
   * @param featureId its {@code id}, as text; null if it has none
   * @param runId its run id; null if it has none
   * @param error why it has none; null if it has one
   * @param state {@code ok}, {@code error}, {@code duplicate} or {@code collision}
   */
  record Row(
      int index,
      @Nullable String featureId,
      @Nullable String runId,
      @Nullable String error,
      String state) {}

  /**
   * A run id that several features have.
   *
   * @param runId the run id
   * @param count how many have it
   * @param features the first of them
   */
  record Duplicate(String runId, int count, List<Feature> features) {}

  /**
   * A feature beside others of the same run id.
   *
   * @param index its place in the file, from 0
   * @param properties the values of properties in which they differ; null where it has none
   */
  record Feature(int index, Map<String, @Nullable Object> properties) {}

  /**
   * Run ids that are the same on some file systems.
   *
   * @param runIds the run ids
   * @param indexes the features that have them, the first of these
   */
  record Collision(List<String> runIds, List<Integer> indexes) {}

  /**
   * A feature without a run id.
   *
   * @param index its place in the file, from 0
   * @param featureId its {@code id}, as text; null if it has none
   * @param error why it has none
   */
  record RowError(int index, @Nullable String featureId, String error) {}
}

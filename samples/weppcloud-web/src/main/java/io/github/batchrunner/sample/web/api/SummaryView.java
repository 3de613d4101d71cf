package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.runid.ValidationReport;

/**
 * The run ids of a template in numbers.
 *
 * @param totalFeatures all features
 * @param errors features without a run id
 * @param duplicateRunIds run ids (not features) that several features have
 * @param uniqueRunIds different run ids
 * @param validRunIds features with a run id, those with a duplicate included
 * @param collisions groups of run ids that some file systems confuse
 * @param isValid whether the batch can be run with them
 */
record SummaryView(
    int totalFeatures,
    int errors,
    int duplicateRunIds,
    int uniqueRunIds,
    int validRunIds,
    int collisions,
    boolean isValid) {

  static SummaryView of(ValidationReport.Summary summary) {
    return new SummaryView(
        summary.totalFeatures(),
        summary.errors(),
        summary.duplicateRunIds(),
        summary.unique(),
        summary.valid(),
        summary.collisions(),
        summary.isValid());
  }
}

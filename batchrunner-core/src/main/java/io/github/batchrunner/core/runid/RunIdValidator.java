package io.github.batchrunner.core.runid;

import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.core.template.TemplateException;
import io.github.batchrunner.core.template.TemplateScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the run id of one feature after the other and gathers the report.
 *
 * <p>Keeps a run id per feature and what is wrong, nothing else. Not thread-safe.
 */
public final class RunIdValidator {

  private final Template template;
  private final ReportRows rows = new ReportRows();

  /**
   * Starts a validation.
   *
   * @param template the run-id template
   */
  public RunIdValidator(Template template) {
    this.template = template;
  }

  /**
   * Takes the next feature.
   *
   * @param featureId the feature's {@code id}: a String, a number, or null if it has none
   * @param scope gives the values of the template's names
   */
  public void accept(@Nullable Object featureId, TemplateScope scope) {
    String runId;
    try {
      runId = PythonStrip.strip(template.evaluate(scope));
    } catch (TemplateException e) {
      rows.error(featureId, null, e.problem());
      return;
    }
    if (runId.isEmpty()) {
      rows.error(featureId, null, "Template produced an empty run id");
      return;
    }
    Optional<String> problem = RunIdRules.problem(runId);
    if (problem.isPresent()) {
      rows.error(
          featureId, runId, "the run id \"%s\" %s".formatted(shortened(runId), problem.get()));
    } else {
      rows.add(featureId, runId);
    }
  }

  /**
   * Returns the report; nothing can be accepted after it.
   *
   * @param checksum the checksum of the file the features are from
   */
  public ValidationReport finish(String checksum) {
    return new ValidationReport(template.source(), checksum, rows);
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= 120
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 120)) + "…";
  }
}

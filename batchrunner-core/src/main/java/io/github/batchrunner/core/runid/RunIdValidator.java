package io.github.batchrunner.core.runid;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.core.template.TemplateException;
import io.github.batchrunner.core.template.TemplateScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the run ids of a batch, feature by feature, and finds what is wrong with them.
 *
 * <p>Features are pushed in the order of their file, so a reader need not keep them. A feature for
 * which the template fails, or which gets no or no safe run id, is an error of its own row and does
 * not stop the others. For each feature the validator keeps its run id and about 50 bytes.
 *
 * <p>Instances are used by one thread at a time, and up to {@link #finish}.
 */
public final class RunIdValidator {

  private final Template template;
  private final RunIdColumns columns = new RunIdColumns();
  private final StringRows same = new StringRows(row -> String.valueOf(columns.runId(row)));
  private boolean finished;

  /**
   * Starts a validation.
   *
   * @param template the run-id template, compiled with {@link Template#forRunIds}
   * @throws InvalidInputException when the template is blank
   */
  public RunIdValidator(Template template) {
    if (RunIds.strip(template.source()).isEmpty()) {
      throw new InvalidInputException(
          "the run-id template is empty; write one such as {properties['HucName']}");
    }
    this.template = template;
  }

  /**
   * Takes the next feature; the first one has the index 0.
   *
   * @param featureId the {@code id} of the feature as read from JSON; null when it has none
   * @param scope the values of the feature; used during the call only
   */
  public void accept(@Nullable Object featureId, TemplateScope scope) {
    if (finished) {
      throw new IllegalStateException("the validation is finished");
    }
    String runId;
    try {
      runId = RunIds.strip(template.evaluate(scope));
    } catch (TemplateException error) {
      columns.addRefused(featureId, error.problem() + " (column " + error.column() + ")");
      return;
    }
    if (runId.isEmpty()) {
      columns.addRefused(featureId, "Template produced an empty run id");
      return;
    }
    Optional<String> refusal = RunIds.refusal(runId);
    if (refusal.isPresent()) {
      columns.addRefused(featureId, refusal.get());
      return;
    }
    columns.addNamed(featureId, runId);
    same.add(columns.rows() - 1, runId);
  }

  /**
   * Ends the validation and returns its report.
   *
   * @param checksum the checksum of the attached GeoJSON as WEPPcloud computes it; empty when there
   *     is none
   */
  public ValidationReport finish(String checksum) {
    finished = true;
    return new ValidationReport(template.source(), checksum, columns, same);
  }
}

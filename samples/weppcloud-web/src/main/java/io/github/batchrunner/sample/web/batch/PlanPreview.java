package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.sample.web.base.BaseControls.Edit;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would run if edits of the base project that are not written yet were.
 *
 * <p>The library plans with the base project as it is. So a task that has an edited file among its
 * inputs is planned as forced, and where it would not run otherwise the edit is its reason.
 */
public final class PlanPreview {

  private final BatchPlan withoutEdits;
  private final BatchPlan withEdits;
  private final List<Edit> edits;
  private final Map<String, String> editedInputs;

  private PlanPreview(
      BatchPlan withoutEdits,
      BatchPlan withEdits,
      List<Edit> edits,
      Map<String, String> editedInputs) {
    this.withoutEdits = withoutEdits;
    this.withEdits = withEdits;
    this.edits = edits;
    this.editedInputs = editedInputs;
  }

  /** What becomes of one task of one run, and why. */
  public record Decision(Reason reason, String sentence) {}

  /** Plans what is asked with these edits; touches nothing. */
  public static PlanPreview of(BatchRunner batch, PlanRequest request, List<Edit> edits) {
    PlanChoice choice = PlanChoice.of(request);
    BatchPlan plan = batch.plan(choice.options().build());
    Map<String, String> edited = editedInputs(plan.pipeline(), edits);
    BatchPlan after =
        edited.isEmpty()
            ? plan
            : batch.plan(choice.options().force(edited.keySet().toArray(String[]::new)).build());
    return new PlanPreview(plan, after, List.copyOf(edits), edited);
  }

  /** Returns for each task that reads an edited file the first such file. */
  private static Map<String, String> editedInputs(Pipeline pipeline, List<Edit> edits) {
    Map<String, String> edited = new LinkedHashMap<>();
    for (TaskDefinition task : pipeline.tasks()) {
      firstInput(task, edits).ifPresent(file -> edited.put(task.id(), file));
    }
    return edited;
  }

  private static Optional<String> firstInput(TaskDefinition task, List<Edit> edits) {
    return task.inputs().stream()
        .map(input -> FileSystems.getDefault().getPathMatcher("glob:" + FilePattern.glob(input)))
        .flatMap(input -> edits.stream().map(Edit::file).filter(file -> matches(input, file)))
        .findFirst();
  }

  private static boolean matches(PathMatcher input, String file) {
    return input.matches(Path.of(file));
  }

  /** Returns the edits. */
  public List<Edit> edits() {
    return edits;
  }

  /** Returns the plan as it would be. */
  public BatchPlan plan() {
    return withEdits;
  }

  /** Returns what becomes of a task of a run, and why. */
  public Decision decision(int run, int task) {
    if (withoutEdits.runs(run, task)) {
      return new Decision(withoutEdits.reason(run, task), withoutEdits.explain(run, task));
    }
    Reason reason = withEdits.reason(run, task);
    String file = editedInputs.get(withEdits.pipeline().task(task).id());
    return reason == Reason.FORCED && file != null
        ? new Decision(
            Reason.INPUT_CHANGED, "its input %s changes with the options below".formatted(file))
        : new Decision(reason, withEdits.explain(run, task));
  }
}

package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.plan.PlanOptions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a person asks to run; the same for a preview and for a start.
 *
 * @param force {@code none}, {@code all} (Force Rebuild), or {@code tasks}: those of {@code
 *     forceTasks} and all that follows them
 * @param forceTasks ids of tasks or of check-boxes; empty unless {@code force} is {@code tasks}
 * @param retry {@code all} for what has failed, or the signature of a group of failures; null to
 *     plan everything
 */
public record PlanChoice(String force, List<String> forceTasks, @Nullable String retry) {

  private static final String ALL = "all";
  private static final String NONE = "none";
  private static final String TASKS = "tasks";

  /** Copies the list. */
  public PlanChoice {
    forceTasks = List.copyOf(forceTasks);
  }

  /**
   * Returns the choice that a request makes.
   *
   * @throws InvalidFieldException if a field has a value that means nothing
   */
  public static PlanChoice of(PlanRequest request) {
    String force = request.force() == null ? NONE : request.force();
    return switch (force) {
      case NONE, ALL -> new PlanChoice(force, List.of(), request.retry());
      case TASKS -> new PlanChoice(force, tasks(request.forceTasks()), request.retry());
      default ->
          throw new InvalidFieldException(
              "force",
              "\"%s\" is no way to force tasks; give \"none\", \"all\" or \"tasks\""
                  .formatted(force));
    };
  }

  private static List<String> tasks(@Nullable List<String> tasks) {
    if (tasks == null || tasks.isEmpty()) {
      throw new InvalidFieldException(
          "force_tasks", "no task is named that is to be forced; choose one, or force nothing");
    }
    if (tasks.stream().anyMatch(Objects::isNull)) {
      throw new InvalidFieldException("force_tasks", "a task has no name; give its id");
    }
    return tasks;
  }

  /** Starts the options of the library that mean the same. */
  public PlanOptions.Builder options() {
    PlanOptions.Builder options = PlanOptions.builder();
    if (force.equals(ALL)) {
      options.forceAll();
    }
    options.force(forceTasks.toArray(String[]::new));
    if (ALL.equals(retry)) {
      options.failedOnly();
    } else if (retry != null) {
      options.failedWith(retry);
    }
    return options;
  }
}

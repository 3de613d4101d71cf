package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.plan.PlanOptions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Makes the options of a plan of what a person asks; the same for a preview and for a start. */
public final class PlanChoice {

  private static final String ALL = "all";

  private PlanChoice() {}

  /**
   * Returns the options of the library for a request.
   *
   * @throws InvalidFieldException if a field has a value that means nothing
   */
  public static PlanOptions options(PlanRequest request) {
    return options(request, List.of());
  }

  /** Returns the options that go on with a request whose execution began after a moment. */
  public static PlanOptions continued(PlanRequest request, Instant startedAt) {
    return options(request, List.of(), PlanOptions.builder().continuing(startedAt));
  }

  /** Returns the options for a request that forces these tasks besides. */
  static PlanOptions options(PlanRequest request, Collection<String> alsoForced) {
    return options(request, alsoForced, PlanOptions.builder());
  }

  private static PlanOptions options(
      PlanRequest request, Collection<String> alsoForced, PlanOptions.Builder options) {
    String force = request.force() == null ? "none" : request.force();
    switch (force) {
      case "none" -> {}
      case ALL -> options.forceAll();
      case "tasks" -> options.force(tasks(request).toArray(String[]::new));
      default ->
          throw new InvalidFieldException(
              "force",
              "\"%s\" is no way to force tasks; give \"none\", \"all\" or \"tasks\""
                  .formatted(force));
    }
    options.force(alsoForced.toArray(String[]::new));
    String retry = request.retry();
    if (ALL.equals(retry)) {
      options.failedOnly();
    } else if (retry != null) {
      options.failedWith(retry);
    }
    return options.build();
  }

  private static List<String> tasks(PlanRequest request) {
    List<String> tasks = request.forceTasks();
    if (tasks == null || tasks.isEmpty()) {
      throw new InvalidFieldException(
          "force_tasks", "no task is named that is to be forced; choose one, or force nothing");
    }
    if (tasks.contains(null)) {
      throw new InvalidFieldException("force_tasks", "a task has no name; give its id");
    }
    return tasks;
  }
}

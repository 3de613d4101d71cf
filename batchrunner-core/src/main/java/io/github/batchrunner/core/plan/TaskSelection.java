package io.github.batchrunner.core.plan;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.text.NearestName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The check-boxes of a batch: which groups of tasks are to run. Immutable.
 *
 * <p>A group that was never set is on. WEPPcloud has a check-box for each task: a task that was
 * switched off there is off by its own id although its group is on.
 */
public final class TaskSelection {

  private static final TaskSelection ALL = new TaskSelection(Map.of());

  private final Map<String, Boolean> groups;

  private TaskSelection(Map<String, Boolean> groups) {
    this.groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
  }

  /** Returns the selection in which every group is on. */
  public static TaskSelection all() {
    return ALL;
  }

  /** Returns the selection with these groups set and all others on. */
  public static TaskSelection of(Map<String, Boolean> groups) {
    return new TaskSelection(groups);
  }

  /** Tells whether a group is on. */
  public boolean enabled(String group) {
    return groups.getOrDefault(group, true);
  }

  /** Tells whether a task is on: its group is, and so is what has its own id. */
  public boolean enabled(TaskDefinition task) {
    return enabled(task.group()) && enabled(task.id());
  }

  /** Returns what was set: groups, and tasks that are off by themselves. */
  public Map<String, Boolean> asMap() {
    return groups;
  }

  /**
   * Returns this selection with one group of a pipeline switched, and with it all of its tasks.
   *
   * @throws InvalidInputException if the pipeline has no such group; the nearest one is named
   */
  public TaskSelection with(Pipeline pipeline, String group, boolean enabled) {
    if (!pipeline.groups().contains(group)) {
      throw new InvalidInputException(
          "pipeline \"%s\" has no group \"%s\"%s"
              .formatted(pipeline.id(), group, NearestName.hint(group, pipeline.groups())));
    }
    Map<String, Boolean> changed = new LinkedHashMap<>(groups);
    pipeline.tasks().stream()
        .filter(task -> task.group().equals(group))
        .forEach(task -> changed.remove(task.id()));
    changed.put(group, enabled);
    return new TaskSelection(changed);
  }
}

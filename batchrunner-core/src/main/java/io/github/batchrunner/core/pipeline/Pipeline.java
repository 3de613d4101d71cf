package io.github.batchrunner.core.pipeline;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.text.NearestName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The task definitions of a batch and their dependencies, the same for every run. Immutable.
 *
 * <p>Tasks are numbered in an order in which each comes after those it needs, and otherwise as they
 * were given.
 */
public final class Pipeline {

  private static final int MOST_TASKS = 1000;

  private final String id;
  private final List<TaskDefinition> tasks;
  private final List<String> readOnly;
  private final Map<String, Integer> numbers;
  private final int[][] needs;
  private final int[][] dependents;

  private Pipeline(String id, List<TaskDefinition> ordered, List<String> readOnly) {
    this.id = id;
    this.readOnly = List.copyOf(readOnly);
    this.tasks = List.copyOf(ordered);
    this.numbers = new HashMap<>();
    this.needs = new int[tasks.size()][];
    List<List<Integer>> followers = new ArrayList<>();
    for (int task = 0; task < tasks.size(); task++) {
      TaskDefinition definition = tasks.get(task);
      numbers.put(definition.id(), task);
      followers.add(new ArrayList<>());
      needs[task] = definition.needs().stream().mapToInt(numbers::get).toArray();
      for (int need : needs[task]) {
        followers.get(need).add(task);
      }
    }
    this.dependents =
        followers.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /** Starts a pipeline; its id has the form of a task id. */
  public static Builder builder(String id) {
    return new Builder(TaskDefinition.requireId(id));
  }

  /** Returns the id. */
  public String id() {
    return id;
  }

  /** Returns the tasks, each after those it needs. */
  public List<TaskDefinition> tasks() {
    return tasks;
  }

  /** Returns the number of tasks. */
  public int size() {
    return tasks.size();
  }

  /** Returns the task with this number. */
  public TaskDefinition task(int number) {
    return tasks.get(number);
  }

  /**
   * Returns patterns, relative to the base project, of files that no task writes into: runs may
   * share them with the base.
   */
  public List<String> readOnly() {
    return readOnly;
  }

  /** Returns the check-boxes, in the order of their first tasks. */
  public Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    tasks.forEach(task -> groups.add(task.group()));
    return groups;
  }

  /** Returns the numbers of the tasks that task {@code number} needs; not to be changed. */
  public int[] needs(int number) {
    return needs[number];
  }

  /** Returns the numbers of the tasks that need task {@code number}; not to be changed. */
  public int[] dependents(int number) {
    return dependents[number];
  }

  /**
   * Returns for each task the numbers of those it needs, where what a passed task needs counts as
   * needed by those that need it.
   *
   * @param passed says which tasks are passed, such as those that are switched off
   */
  public int[][] needsThrough(IntPredicate passed) {
    int[][] through = new int[size()][];
    for (int task = 0; task < through.length; task++) {
      Set<Integer> found = new LinkedHashSet<>();
      for (int need : needs[task]) {
        found.add(need);
        if (passed.test(need)) {
          for (int further : through[need]) {
            found.add(further);
          }
        }
      }
      through[task] = found.stream().mapToInt(Integer::intValue).toArray();
    }
    return through;
  }

  /**
   * Returns the number of the task with this id.
   *
   * @throws InvalidInputException if there is none; the nearest one is named
   */
  public int number(String taskId) {
    Integer number = numbers.get(taskId);
    if (number == null) {
      throw new InvalidInputException(
          "pipeline \"%s\" has no task \"%s\"%s"
              .formatted(id, taskId, NearestName.hint(taskId, numbers.keySet())));
    }
    return number;
  }

  /**
   * Returns the inputs of all tasks, each once, as globs of {@link
   * java.nio.file.FileSystem#getPathMatcher}.
   */
  public List<String> inputGlobs() {
    return tasks.stream()
        .flatMap(task -> task.inputs().stream())
        .map(FilePattern::glob)
        .distinct()
        .toList();
  }

  /**
   * Returns the numbers of the tasks meant by {@code name}: the task with this id, or those with
   * this check-box.
   *
   * @throws InvalidInputException if there is neither; the nearest name is shown
   */
  public List<Integer> numbersOf(String name) {
    List<Integer> found = new ArrayList<>();
    for (int task = 0; task < tasks.size(); task++) {
      if (tasks.get(task).group().equals(name) || tasks.get(task).id().equals(name)) {
        found.add(task);
      }
    }
    if (found.isEmpty()) {
      Set<String> names = new LinkedHashSet<>(groups());
      tasks.forEach(task -> names.add(task.id()));
      throw new InvalidInputException(
          "pipeline \"%s\" has no task or group \"%s\"%s"
              .formatted(id, name, NearestName.hint(name, names)));
    }
    return found;
  }

  @Override
  public String toString() {
    return id + tasks;
  }

  /** Collects the tasks of a {@link Pipeline}; not thread-safe. */
  public static final class Builder {
    private final String id;
    private final Map<String, TaskDefinition> tasks = new LinkedHashMap<>();
    private final List<String> readOnly = new ArrayList<>();

    private Builder(String id) {
      this.id = id;
    }

    /**
     * Adds a task; those it needs may be added later.
     *
     * @throws InvalidInputException if the pipeline has a task with this id
     */
    public Builder task(TaskDefinition task) {
      if (tasks.putIfAbsent(task.id(), task) != null) {
        throw new InvalidInputException(
            "pipeline \"%s\" has two tasks \"%s\"".formatted(id, task.id()));
      }
      return this;
    }

    /** Adds a task made by a builder. */
    public Builder task(TaskDefinition.Builder task) {
      return task(task.build());
    }

    /**
     * Adds patterns of files in the base project that no task writes into, such as {@code
     * dem/*.tif}: instead of a copy each run gets a hard link, and the end of an execution proves
     * that none of them has changed. A task may still replace such a file of its run by another.
     * NoDb files are copied in any case.
     */
    public Builder readOnly(String... patterns) {
      for (String pattern : patterns) {
        readOnly.add(FilePattern.require(pattern));
      }
      return this;
    }

    /**
     * Returns the pipeline.
     *
     * @throws InvalidInputException if it has no tasks, a task needs one that is not there, or
     *     tasks need each other in a circle
     */
    public Pipeline build() {
      if (tasks.isEmpty() || tasks.size() > MOST_TASKS) {
        throw new InvalidInputException(
            "a pipeline has 1 to %d tasks, but \"%s\" has %d"
                .formatted(MOST_TASKS, id, tasks.size()));
      }
      for (TaskDefinition task : tasks.values()) {
        for (String need : task.needs()) {
          if (!tasks.containsKey(need)) {
            throw new InvalidInputException(
                "task \"%s\" needs \"%s\", which pipeline \"%s\" does not have%s"
                    .formatted(task.id(), need, id, NearestName.hint(need, tasks.keySet())));
          }
        }
        if (new LinkedHashSet<>(task.needs()).size() < task.needs().size()) {
          throw new InvalidInputException(
              "task \"%s\" names a need twice: %s".formatted(task.id(), task.needs()));
        }
      }
      return new Pipeline(id, new Sorter(id, tasks).sorted(), readOnly);
    }
  }

  /**
   * Depth-first topological sort that keeps the given order where it can, and names the circle
   * where there is one.
   */
  private static final class Sorter {
    private final String pipeline;
    private final Map<String, TaskDefinition> tasks;
    private final Set<String> done = new LinkedHashSet<>();
    private final Deque<String> path = new ArrayDeque<>();

    Sorter(String pipeline, Map<String, TaskDefinition> tasks) {
      this.pipeline = pipeline;
      this.tasks = tasks;
    }

    List<TaskDefinition> sorted() {
      tasks.keySet().forEach(this::visit);
      return done.stream().map(taskId -> Objects.requireNonNull(tasks.get(taskId))).toList();
    }

    private void visit(String taskId) {
      if (done.contains(taskId)) {
        return;
      }
      if (path.contains(taskId)) {
        List<String> circle = new ArrayList<>(path);
        circle = circle.subList(circle.indexOf(taskId), circle.size());
        throw new InvalidInputException(
            "the tasks of pipeline \"%s\" need each other in a circle: %s -> %s"
                .formatted(pipeline, String.join(" -> ", circle), taskId));
      }
      path.addLast(taskId);
      Objects.requireNonNull(tasks.get(taskId)).needs().forEach(this::visit);
      path.removeLast();
      done.add(taskId);
    }
  }
}

package io.github.batchrunner.core.report;

import io.github.batchrunner.core.status.TaskOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What there is to say about a run. Times are milliseconds since the epoch.
 *
 * @param id its id
 * @param feature the index of its feature in the attached file, from 0
 * @param areaSquareMetres the area of its feature; 0 without a polygon
 * @param state where it stands
 * @param tasks its tasks, by task number
 */
record RunRow(
    String id, int feature, double areaSquareMetres, TaskOutcome state, List<TaskRow> tasks) {

  /** Returns the attempts of all tasks whose check-box is on. */
  int attempts() {
    return enabled().mapToInt(task -> task.attempt().attempts()).sum();
  }

  /** Returns how many tasks stand so. */
  long count(TaskOutcome outcome) {
    return tasks.stream().filter(task -> task.outcome() == outcome).count();
  }

  /** Returns when the first of the latest attempts began. */
  OptionalLong began() {
    return timed().mapToLong(task -> task.attempt().began()).min();
  }

  /** Returns when the last of the latest attempts ended. */
  OptionalLong ended() {
    return timed().mapToLong(task -> task.attempt().ended()).max();
  }

  /**
   * Returns the time in which at least one task was running, taking the latest attempts: neither
   * tasks that ran side by side nor days between two executions count more than they took.
   */
  OptionalLong durationMillis() {
    if (timed().findAny().isEmpty()) {
      return OptionalLong.empty();
    }
    long total = 0;
    long until = Long.MIN_VALUE;
    for (TaskRow task :
        timed().sorted(Comparator.comparingLong(row -> row.attempt().began())).toList()) {
      long from = Math.max(until, task.attempt().began());
      long end = task.attempt().began() + task.durationMillis();
      total += Math.max(0, end - from);
      until = Math.max(until, end);
    }
    return OptionalLong.of(total);
  }

  /** Returns the first task, in the order of the pipeline, that failed. */
  Optional<TaskRow> failed() {
    return tasks.stream().filter(task -> task.outcome() == TaskOutcome.FAILED).findFirst();
  }

  private Stream<TaskRow> enabled() {
    return tasks.stream().filter(task -> task.outcome() != TaskOutcome.DISABLED);
  }

  private Stream<TaskRow> timed() {
    return enabled().filter(TaskRow::isTimed);
  }
}

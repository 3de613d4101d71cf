package io.github.batchrunner.core.explain;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The pipelines of the executions so far; most executions of a batch share one. */
final class PastPipelines {

  private final List<ExecutionRecord> latestFirst;
  private final Map<String, Optional<Pipeline>> parsed = new HashMap<>();

  PastPipelines(List<ExecutionRecord> executions) {
    latestFirst = new ArrayList<>(executions);
    Collections.reverse(latestFirst);
  }

  /** Returns a task as the execution with this number had it; empty if that is not on record. */
  Optional<TaskDefinition> task(String taskId, int execution) {
    return latestFirst.stream()
        .filter(each -> each.number() == execution)
        .findFirst()
        .flatMap(each -> task(taskId, each));
  }

  /** Returns a task as the latest execution had it that had it so; empty if none had. */
  Optional<TaskDefinition> task(String taskId, Predicate<TaskDefinition> so) {
    return latestFirst.stream()
        .map(each -> task(taskId, each))
        .flatMap(Optional::stream)
        .filter(so)
        .findFirst();
  }

  private Optional<TaskDefinition> task(String taskId, ExecutionRecord execution) {
    return parsed
        .computeIfAbsent(execution.pipelineJson(), PastPipelines::parse)
        .flatMap(
            pipeline ->
                pipeline.tasks().stream().filter(task -> task.id().equals(taskId)).findFirst());
  }

  private static Optional<Pipeline> parse(String json) {
    try {
      return Optional.of(PipelineJson.parse(json));
    } catch (InvalidInputException e) {
      return Optional.empty(); // written by a version that knew more
    }
  }
}

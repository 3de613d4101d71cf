package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.TaskSelection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Pipelines and check-boxes that nobody would think of. */
final class RandomPlan {

  private RandomPlan() {}

  static Pipeline pipeline(Random random, int mostTasks) {
    Pipeline.Builder pipeline = Pipeline.builder("random");
    int size = 1 + random.nextInt(mostTasks);
    double density = random.nextDouble();
    for (int task = 0; task < size; task++) {
      TaskDefinition.Builder definition =
          TaskDefinition.builder("t" + task, WorkDefinition.handler("t")).retry(retry(random));
      for (int need = 0; need < task; need++) {
        if (random.nextDouble() < density) {
          definition.needs("t" + need);
        }
      }
      if (random.nextInt(4) == 0) {
        definition.outputs("out-" + task);
      }
      pipeline.task(definition);
    }
    return pipeline.build();
  }

  /** Waits are short, for they are waited for; some tasks do not wait at all. */
  private static RetryPolicy retry(Random random) {
    return RetryPolicy.builder()
        .maxAttempts(1 + random.nextInt(3))
        .maxLosses(random.nextInt(4))
        .delay(Duration.ofNanos(random.nextInt(3) * 500_000L))
        .jitter(random.nextDouble())
        .build();
  }

  static TaskSelection selection(Random random, Pipeline pipeline) {
    Map<String, Boolean> groups = new LinkedHashMap<>();
    if (random.nextBoolean()) {
      pipeline.groups().forEach(group -> groups.put(group, random.nextInt(4) > 0));
    }
    return TaskSelection.of(groups);
  }

  /**
   * Layers of which each task needs all of the layer before: the ways through them are many more
   * than the tasks.
   */
  static Pipeline layers(int layers, int width) {
    Pipeline.Builder pipeline = Pipeline.builder("layers");
    for (int layer = 0; layer < layers; layer++) {
      for (int task = 0; task < width; task++) {
        TaskDefinition.Builder definition =
            TaskDefinition.builder("l" + layer + "." + task, WorkDefinition.handler("t"));
        for (int need = 0; layer > 0 && need < width; need++) {
          definition.needs("l" + (layer - 1) + "." + need);
        }
        pipeline.task(definition);
      }
    }
    return pipeline.build();
  }
}

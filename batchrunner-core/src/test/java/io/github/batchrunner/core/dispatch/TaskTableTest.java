package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.TaskTable.Phase;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.TaskSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against a model that looks everything up anew, by ids and sets. */
class TaskTableTest {

  private static final Path NOWHERE = Path.of("nowhere");

  /** What is true of one run, said as simply as possible. */
  private static final class Model {
    final Pipeline pipeline;
    final Set<Integer> planned = new HashSet<>();
    final Map<Integer, Phase> ended = new HashMap<>();

    Model(Pipeline pipeline, BatchPlan plan, int run) {
      this.pipeline = pipeline;
      for (int task = 0; task < pipeline.size(); task++) {
        if (plan.runs(run, task)) {
          planned.add(task);
        }
      }
    }

    /** All planned tasks that {@code task} waits for, through tasks that are not planned. */
    Set<Integer> waitsFor(int task) {
      Set<Integer> found = new HashSet<>();
      for (int need : pipeline.needs(task)) {
        found.addAll(planned.contains(need) ? Set.of(need) : waitsFor(need));
      }
      return found;
    }

    boolean free(int task) {
      return waitsFor(task).stream().allMatch(need -> ended.get(need) == Phase.SUCCEEDED);
    }

    void skipBehindFailures() {
      for (int task = 0; task < pipeline.size(); task++) {
        if (planned.contains(task)
            && !ended.containsKey(task)
            && waitsFor(task).stream()
                .anyMatch(
                    need -> ended.get(need) == Phase.FAILED || ended.get(need) == Phase.SKIPPED)) {
          ended.put(task, Phase.SKIPPED);
        }
      }
    }

    long count(Phase phase) {
      return ended.values().stream().filter(phase::equals).count();
    }
  }

  @Property(tries = 300)
  void agreesWithTheModel(@ForAll long seed) {
    Random random = new Random(seed);
    Pipeline pipeline = RandomPlan.pipeline(random, 8);
    Harness harness = new Harness(NOWHERE, pipeline, Harness.runs(3));
    harness.selection = RandomPlan.selection(random, pipeline);
    BatchPlan plan = harness.plan();
    TaskTable table = new TaskTable(plan);
    List<Model> models = new ArrayList<>();
    List<int[]> ready = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      Model model = new Model(pipeline, plan, run);
      models.add(model);
      if (!model.planned.isEmpty()) {
        int number = run;
        table.begin(run);
        table.prepared(run, task -> ready.add(new int[] {number, task}));
      }
    }
    List<int[]> inFlight = new ArrayList<>();
    while (!ready.isEmpty() || !inFlight.isEmpty()) {
      if (inFlight.isEmpty() || (!ready.isEmpty() && random.nextBoolean())) {
        int[] next = ready.remove(random.nextInt(ready.size()));
        assertThat(models.get(next[0]).free(next[1])).as("not before what it needs").isTrue();
        assertThat(table.phase(next[0], next[1])).isEqualTo(Phase.READY);
        table.submitted(next[0], next[1]);
        inFlight.add(next);
      } else {
        end(inFlight.remove(random.nextInt(inFlight.size())), table, models, ready, random);
      }
      compare(table, models, inFlight.size());
    }
    assertThat(table.done()).isTrue();
    for (Model model : models) {
      assertThat(model.ended.keySet()).isEqualTo(model.planned);
    }
  }

  private static void end(
      int[] task, TaskTable table, List<Model> models, List<int[]> ready, Random random) {
    Model model = models.get(task[0]);
    switch (random.nextInt(4)) {
      case 0 -> {
        table.again(task[0], task[1]);
        ready.add(task);
      }
      case 1 -> {
        Set<Integer> skipped = new HashSet<>();
        Set<Integer> before = Set.copyOf(model.ended.keySet());
        model.ended.put(task[1], Phase.FAILED);
        model.skipBehindFailures();
        table.failed(
            task[0],
            task[1],
            (run, skip, need) -> {
              assertThat(skipped.add(skip)).as("told once").isTrue();
              assertThat(need).isEqualTo(task[1]);
            });
        Set<Integer> expected = new HashSet<>(model.ended.keySet());
        expected.removeAll(before);
        expected.remove(task[1]);
        assertThat(skipped).isEqualTo(expected);
      }
      default -> {
        model.ended.put(task[1], Phase.SUCCEEDED);
        table.succeeded(task[0], task[1], next -> ready.add(new int[] {task[0], next}));
      }
    }
  }

  private static void compare(TaskTable table, List<Model> models, int inFlight) {
    Progress.Counts tasks = table.taskCounts();
    assertThat(tasks.total()).isEqualTo(models.stream().mapToLong(m -> m.planned.size()).sum());
    assertThat(tasks.succeeded())
        .isEqualTo(models.stream().mapToLong(m -> m.count(Phase.SUCCEEDED)).sum());
    assertThat(tasks.failed())
        .isEqualTo(models.stream().mapToLong(m -> m.count(Phase.FAILED)).sum());
    assertThat(tasks.skipped())
        .isEqualTo(models.stream().mapToLong(m -> m.count(Phase.SKIPPED)).sum());
    assertThat(tasks.running()).isEqualTo(inFlight);
    Progress.Counts runs = table.runCounts();
    assertThat(runs.total())
        .isEqualTo(models.stream().filter(model -> !model.planned.isEmpty()).count());
    long ended =
        models.stream()
            .filter(model -> !model.planned.isEmpty())
            .filter(model -> model.ended.size() == model.planned.size())
            .count();
    assertThat(runs.succeeded() + runs.failed()).isEqualTo(ended);
    assertThat(runs.running()).isEqualTo(table.begunRuns()).isEqualTo(runs.total() - ended);
  }

  @Example
  void layersThatAreSwitchedOffArePassedInNoTime() {
    Pipeline pipeline = RandomPlan.layers(40, 25);
    Map<String, Boolean> groups = new LinkedHashMap<>();
    pipeline.tasks().forEach(task -> groups.put(task.id(), false));
    groups.put("l0.0", true);
    groups.put("l39.0", true);
    Harness harness = new Harness(NOWHERE, pipeline, Harness.runs(2));
    harness.selection = TaskSelection.of(groups);
    TaskTable table = new TaskTable(harness.plan());
    int first = pipeline.number("l0.0");
    int last = pipeline.number("l39.0");
    List<Integer> ready = new ArrayList<>();
    table.prepared(0, ready::add);
    assertThat(ready).containsExactly(first);
    table.submitted(0, first);
    table.succeeded(0, first, ready::add);
    assertThat(ready).containsExactly(first, last);

    table.prepared(1, task -> {});
    table.submitted(1, first);
    List<Integer> skipped = new ArrayList<>();
    table.failed(1, first, (run, task, need) -> skipped.add(task));
    assertThat(skipped).containsExactly(last);
  }
}

package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.TaskTable.Phase;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.TaskSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against a model that looks everything up anew, by ids and sets. */
class TaskTableTest {

  private static final Path NOWHERE = Path.of("nowhere");
  private static final int RUNS = 3;

  /** Keeps what may be submitted, as the table says. */
  private static final class Ready implements TaskTable.Releases {
    final List<Set<Integer>> ofRun = new ArrayList<>();

    Ready(int runs) {
      for (int run = 0; run < runs; run++) {
        ofRun.add(new TreeSet<>());
      }
    }

    @Override
    public void ready(int run, int task) {
      assertThat(ofRun.get(run).add(task)).as("told once").isTrue();
    }

    @Override
    public void notReady(int run, int task) {
      assertThat(ofRun.get(run).remove(task)).as("it was ready").isTrue();
    }
  }

  /** What is true of one run, said as simply as possible. */
  private static final class Model {
    final Pipeline pipeline;
    final int mostUnmet;
    final Set<Integer> planned = new HashSet<>();
    final Map<Integer, Phase> ended = new HashMap<>();
    final Set<Integer> inFlight = new TreeSet<>();

    /** What is withdrawn: because a need failed for good, or to be submitted anew. */
    final Map<Integer, Boolean> withdrawn = new HashMap<>();

    final Set<Integer> delayed = new TreeSet<>();

    Model(Pipeline pipeline, int mostUnmet, BatchPlan plan, int run) {
      this.pipeline = pipeline;
      this.mostUnmet = mostUnmet;
      for (int task = 0; task < pipeline.size(); task++) {
        if (plan.runs(run, task)) {
          planned.add(task);
        }
      }
    }

    /** All planned tasks that {@code task} waits for, through tasks that are not planned. */
    Set<Integer> waitsFor(int task) {
      Set<Integer> found = new TreeSet<>();
      for (int need : pipeline.needs(task)) {
        found.addAll(planned.contains(need) ? Set.of(need) : waitsFor(need));
      }
      return found;
    }

    Set<Integer> unmet(int task) {
      Set<Integer> unmet = waitsFor(task);
      unmet.removeIf(need -> ended.get(need) == Phase.SUCCEEDED);
      return unmet;
    }

    /** Everything behind a task that has not ended. */
    Set<Integer> behind(int task) {
      Set<Integer> found = new TreeSet<>();
      for (int dependent = task + 1; dependent < pipeline.size(); dependent++) {
        boolean follows =
            planned.contains(dependent)
                && !ended.containsKey(dependent)
                && waitsFor(dependent).stream()
                    .anyMatch(need -> need == task || found.contains(need));
        if (follows) {
          found.add(dependent);
        }
      }
      return found;
    }

    Set<Integer> ready() {
      Set<Integer> ready = new TreeSet<>();
      for (int task = 0; task < pipeline.size(); task++) {
        Set<Integer> unmet = unmet(task);
        if (planned.contains(task)
            && !ended.containsKey(task)
            && !inFlight.contains(task)
            && !withdrawn.containsKey(task)
            && !delayed.contains(task)
            && unmet.size() <= mostUnmet
            && unmet.stream().allMatch(need -> inFlight.contains(need) || ready.contains(need))) {
          ready.add(task);
        }
      }
      return ready;
    }

    /** What may end now: the ends of what is needed come first, but not of what is withdrawn. */
    List<Integer> mayEnd() {
      List<Integer> may = new ArrayList<>(withdrawn.keySet());
      inFlight.stream().filter(task -> unmet(task).isEmpty()).forEach(may::add);
      return may;
    }

    long count(Phase phase) {
      return ended.values().stream().filter(phase::equals).count();
    }
  }

  @Property(tries = 500)
  void agreesWithTheModel(@ForAll long seed) {
    Random random = new Random(seed);
    Pipeline pipeline = RandomPlan.pipeline(random, 8);
    Harness harness = new Harness(NOWHERE, pipeline, Harness.runs(RUNS));
    harness.selection = RandomPlan.selection(random, pipeline);
    BatchPlan plan = harness.plan();
    int mostUnmet = random.nextInt(3) == 0 ? 0 : random.nextInt(5);
    Ready ready = new Ready(RUNS);
    TaskTable table = new TaskTable(plan, mostUnmet, new BitSet(), ready);
    List<Model> models = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      models.add(new Model(pipeline, mostUnmet, plan, run));
      if (!models.get(run).planned.isEmpty()) {
        table.begin(run);
        table.prepared(run);
      }
    }
    for (int step = 0; !table.done(); step++) {
      int run = random.nextInt(RUNS);
      Model model = models.get(run);
      Set<Integer> mayStart = ready.ofRun.get(run);
      if (!mayStart.isEmpty() && random.nextBoolean()) {
        int task = mayStart.iterator().next();
        assertThat(table.phase(run, task)).isEqualTo(Phase.READY);
        mayStart.remove(task);
        table.submitted(run, task);
        model.inFlight.add(task);
      } else if (!model.inFlight.isEmpty() && random.nextInt(step < 100 ? 5 : 1000) == 0) {
        again(run, any(random, model.inFlight), table, model, random);
      } else if (!model.delayed.isEmpty() && random.nextBoolean()) {
        int task = any(random, model.delayed);
        assertThat(table.phase(run, task)).isEqualTo(Phase.DELAYED);
        model.delayed.remove(task);
        table.due(run, task);
      } else if (!model.mayEnd().isEmpty()) {
        end(run, any(random, model.mayEnd()), table, model, random, step < 100);
      }
      for (int each = 0; each < RUNS; each++) {
        assertThat(ready.ofRun.get(each)).isEqualTo(models.get(each).ready());
      }
      compare(table, models);
    }
    for (Model model : models) {
      assertThat(model.ended.keySet()).isEqualTo(model.planned);
    }
  }

  private static int any(Random random, Iterable<Integer> tasks) {
    List<Integer> list = new ArrayList<>();
    tasks.forEach(list::add);
    return list.get(random.nextInt(list.size()));
  }

  private static void again(int run, int task, TaskTable table, Model model, Random random) {
    Set<Integer> expected = model.behind(task);
    expected.retainAll(model.inFlight);
    Set<Integer> told = new TreeSet<>();
    if (random.nextBoolean()) {
      table.again(run, task, told::add);
    } else {
      table.delayed(run, task, told::add);
      model.delayed.add(task);
    }
    assertThat(told).isEqualTo(expected);
    model.inFlight.remove(task);
    model.withdrawn.remove(task);
    model.inFlight.removeAll(told);
    told.forEach(dependent -> model.withdrawn.put(dependent, false));
  }

  private static void end(
      int run, int task, TaskTable table, Model model, Random random, boolean mayRepeat) {
    Boolean needFailed = model.withdrawn.get(task);
    if (Boolean.FALSE.equals(needFailed) || (needFailed == null && mayRepeat && chance(random))) {
      again(run, task, table, model, random);
      return;
    }
    model.inFlight.remove(task);
    model.withdrawn.remove(task);
    if (Boolean.TRUE.equals(needFailed) && random.nextBoolean()) {
      model.ended.put(task, Phase.SKIPPED);
      table.skipped(run, task);
    } else if (needFailed == null && chance(random)) {
      fail(run, task, table, model);
    } else {
      model.ended.put(task, Phase.SUCCEEDED);
      table.succeeded(run, task);
    }
  }

  private static boolean chance(Random random) {
    return random.nextInt(4) == 0;
  }

  private static void fail(int run, int task, TaskTable table, Model model) {
    Set<Integer> behind = model.behind(task);
    model.ended.put(task, Phase.FAILED);
    Set<Integer> skipped = new TreeSet<>();
    Set<Integer> withdrawn = new TreeSet<>();
    table.failed(
        run,
        task,
        (ofRun, dependent, need) -> {
          assertThat(skipped.add(dependent)).as("told once").isTrue();
          assertThat(need).isEqualTo(task);
        },
        (ofRun, dependent, need) -> withdrawn.add(dependent));
    Set<Integer> expected = new TreeSet<>(model.inFlight);
    expected.addAll(model.withdrawn.keySet());
    expected.retainAll(behind);
    assertThat(withdrawn).isEqualTo(expected);
    behind.removeAll(expected);
    assertThat(skipped).isEqualTo(behind);
    skipped.forEach(dependent -> model.ended.put(dependent, Phase.SKIPPED));
    model.delayed.removeAll(skipped);
    model.inFlight.removeAll(withdrawn);
    withdrawn.forEach(dependent -> model.withdrawn.put(dependent, true));
  }

  private static void compare(TaskTable table, List<Model> models) {
    Progress.Counts tasks = table.taskCounts();
    assertThat(tasks.total()).isEqualTo(models.stream().mapToLong(m -> m.planned.size()).sum());
    assertThat(tasks.succeeded())
        .isEqualTo(models.stream().mapToLong(m -> m.count(Phase.SUCCEEDED)).sum());
    assertThat(tasks.failed())
        .isEqualTo(models.stream().mapToLong(m -> m.count(Phase.FAILED)).sum());
    assertThat(tasks.skipped())
        .isEqualTo(models.stream().mapToLong(m -> m.count(Phase.SKIPPED)).sum());
    assertThat(tasks.running())
        .isEqualTo(models.stream().mapToLong(m -> m.inFlight.size() + m.withdrawn.size()).sum());
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
    Harness harness = new Harness(NOWHERE, pipeline, Harness.runs(3));
    harness.selection = TaskSelection.of(groups);
    Ready ready = new Ready(3);
    TaskTable table = new TaskTable(harness.plan(), 0, new BitSet(), ready);
    int first = pipeline.number("l0.0");
    int last = pipeline.number("l39.0");
    table.prepared(0);
    assertThat(ready.ofRun.get(0)).containsExactly(first);
    table.submitted(0, first);
    table.succeeded(0, first);
    assertThat(ready.ofRun.get(0)).containsExactly(first, last);

    table.prepared(1);
    table.submitted(1, first);
    List<Integer> skipped = new ArrayList<>();
    table.failed(1, first, (run, task, need) -> skipped.add(task), (run, task, need) -> {});
    assertThat(skipped).containsExactly(last);

    Ready atOnce = new Ready(3);
    new TaskTable(harness.plan(), 1, new BitSet(), atOnce).prepared(2);
    assertThat(atOnce.ofRun.get(2)).containsExactly(first, last);
  }
}
